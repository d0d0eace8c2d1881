internal import XML

extension TakeUpReport {
    /// The namespace of the XML form, which is also where its schema is served.
    package static let namespace = "https://labelmarket.example/schemas/take-up/1"

    /// The report as XML under `public/schemas/take-up-1.xsd`.
    package func xml() throws -> [UInt8] {
        let writer = try XMLWriter()
        try writer.start(
            "takeUp", namespaces: [XMLWriter.Namespace(nil, Self.namespace)],
            attributes: [("asOf", asOf.isoText), ("currency", "CNY"), ("unit", "fen")])
        try writer.start("programme", attributes: [("key", programme.text)])
        try writer.element("name", attributes: [("language", "zh-Hans")], name.zh)
        try writer.element("name", attributes: [("language", "en")], name.en)
        try writer.end()
        for pot in pots {
            try writer.start(
                "pot",
                attributes: [
                    ("year", String(pot.year)), ("chainSequence", String(pot.chainSequence)),
                    ("chainHead", hexadecimal(pot.chainHead)),
                ])
            for (name, amount) in pot.figures {
                try writer.element(
                    name, attributes: [("share", String(pot.takeUp.basisPoints(of: amount)))], String(amount.fen))
            }
            try writer.end()
        }
        try writer.end()
        return try writer.finish()
    }

    /// The same rows as CSV (RFC 4180): one line a pot and figure, amounts in yuan with two decimals.
    package func csv() -> [UInt8] {
        var text = "programme,year,asOf,figure,amountCNY,shareBasisPoints\r\n"
        for pot in pots {
            for (name, amount) in pot.figures {
                let share = pot.takeUp.basisPoints(of: amount)
                text += "\(programme.text),\(pot.year),\(asOf.isoText),\(name),\(amount.decimalText),\(share)\r\n"
            }
        }
        return Array(text.utf8)
    }

    /// The same rows as JSON, amounts in fen.
    package func json() -> [UInt8] {
        let rows = pots.map { pot in
            let figures = pot.figures.map { "\"\($0.name)\":\($0.amount.fen)" }.joined(separator: ",")
            return "{\"year\":\(pot.year),\"chainSequence\":\(pot.chainSequence),"
                + "\"chainHead\":\"\(hexadecimal(pot.chainHead))\",\(figures)}"
        }
        let head = "{\"programme\":\"\(programme.text)\",\"asOf\":\"\(asOf.isoText)\",\"currency\":\"CNY\",\"unit\":\"fen\","
        return Array((head + "\"pots\":[" + rows.joined(separator: ",") + "]}\n").utf8)
    }
}
