import LabelMarket

/// Reads the forms of operators.
enum ComputeForms {
    static func site(_ form: inout FormReader) -> SiteEntry? {
        let t = form.t
        let name = form.text("nameZh", limit: 100, missing: t("Enter the name of the site"))
        let english = form.optionalText("nameEn", limit: 100)
        let region = Region(code: form.fields.raw("region"))
        if region == nil { form.fail("region", t("Choose where the site lies")) }
        let place = form.fields.raw("hub").split(separator: "/").map(String.init)
        let claim = claim(&form)
        guard let name, let region, let claim else { return nil }
        return SiteEntry(
            nameZh: name, nameEn: english, hub: place.first, cluster: place.count > 1 ? place[1] : nil, region: region,
            claim: claim)
    }

    static func claim(_ form: inout FormReader) -> SiteClaim? {
        let t = form.t
        let day = form.date("claimedOn", missing: t("Enter the day for which this holds"))
        let power = form.money("power", minimum: .zero, missing: t("Enter the price of a megawatt-hour"))
        let green = percent("green", &form, missing: t("Enter the share of renewable power"))
        let racks = percent("racks", &form, missing: t("Enter the share of racks that are filled"))
        let used = percent("used", &form, missing: t("Enter the share of the compute that is used"))
        guard let day, let power, let green, let racks, let used else { return nil }
        return SiteClaim(
            claimedOn: day, powerPerMegawattHour: power, greenShare: green, racksFilled: racks, computeUsed: used)
    }

    /// Percent with up to two decimals, in basis points.
    static func percent(_ field: String, _ form: inout FormReader, missing: String) -> Int? {
        var text = form.fields.raw(field).halfWidth.trimmed
        if text.hasSuffix("%") { text = String(text.dropLast()).trimmed }
        if text.isEmpty {
            form.fail(field, missing)
            return nil
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        if parts.count <= 2, decimals.utf8.count <= 2, let whole = Int(parts[0]), let rest = Int(decimals + "0"), rest >= 0 {
            let hundredths = decimals.utf8.count == 1 ? rest : rest / 10
            let points = whole * 100 + hundredths
            if whole >= 0, (0...10_000).contains(points) { return points }
        }
        form.fail(field, form.t("Enter a percentage from 0 to 100 with at most two decimals"))
        return nil
    }

    static func deviceClass(_ form: inout FormReader) -> DeviceClass.Facts? {
        let t = form.t
        let vendor = form.text("vendor", limit: 60, missing: t("Enter the maker of the accelerators"))
        let model = form.text("model", limit: 60, missing: t("Enter the model"))
        let format = form.text("format", limit: 20, missing: t("Enter what the performance is stated in, such as FP16"))
        let teraflops = form.integer("teraflops", in: 1...1_000_000, missing: t("Enter the performance of one card"))
        let memory = form.integer("memory", in: 1...100_000, missing: t("Enter the memory of one card"))
        let quantity = form.integer("quantity", in: 1...1_000_000, missing: t("Enter how many cards there are"))
        let origin = form.fields.raw("origin")
        if origin != "domestic", origin != "imported" { form.fail("origin", t("Choose where the chips come from")) }
        let text = form.optionalText("attestation", limit: 1000)
        var attestation: DeviceClass.Attestation?
        if let text {
            let day = form.date("attestedOn", missing: t("Enter the day of the attestation"))
            attestation = day.map { DeviceClass.Attestation(text: text, on: $0) }
        }
        guard let vendor, let model, let format, let teraflops, let memory, let quantity else { return nil }
        return DeviceClass.Facts(
            vendor: vendor, model: model, numberFormat: format, teraflops: Int(teraflops), memoryGigabytes: Int(memory),
            quantity: Int(quantity), isDomestic: origin == "domestic", isStateFunded: form.fields.isOn("stateFunded"),
            attestation: attestation)
    }

    static func terms(_ form: inout FormReader) -> WindowTerms? {
        let t = form.t
        let startsAt = moment("startsAt", &form, missing: t("Enter when the window begins"))
        let endsAt = moment("endsAt", &form, missing: t("Enter when the window ends"))
        let cards = form.integer("cards", in: 1...1_000_000, missing: t("Enter how many cards you offer"))
        let price = form.money("price", missing: t("Enter the price of a card for an hour"))
        let minimum = form.integer("minimum", in: 1...1_000_000_000, missing: t("Enter the smallest booking in card-hours"))
        let notice = form.integer("notice", in: 0...720, missing: t("Enter until when cancelling is free"))
        let fee = percent("fee", &form, missing: t("Enter what cancelling later costs"))
        guard let startsAt, let endsAt, let cards, let price, let minimum, let notice, let fee else { return nil }
        return WindowTerms(
            startsAt: startsAt, endsAt: endsAt, cards: Int(cards), pricePerCardHour: price, minimumCardHours: minimum,
            cancellation: CancellationTerms(noticeHours: Int(notice), feeBasisPoints: fee))
    }

    /// A moment; without a zone it is one of Shanghai.
    static func moment(_ field: String, _ form: inout FormReader, missing: String) -> Instant? {
        let text = form.fields.trimmed(field)
        if text.isEmpty {
            form.fail(field, missing)
        } else if let moment = Instant(typed: text) {
            return moment
        } else {
            form.fail(field, form.t("Enter day and time, such as 2026-12-01 08:00"))
        }
        return nil
    }

    /// Usage typed into a form: a line a record, `from, to, card-hours`.
    static func usage(_ form: inout FormReader) -> UsageEntry? {
        let t = form.t
        var records: [UsageRecord] = []
        for (index, line) in form.fields.trimmed("usage").halfWidth.split(separator: "\n").enumerated() {
            let parts = line.split(separator: ",").map { String($0).trimmed }
            guard parts.count == 3, let from = Instant(typed: parts[0]), let to = Instant(typed: parts[1]),
                let seconds = UsageFile.cardSeconds(parts[2])
            else {
                form.fail(
                    "usage", t("Line {line}: write from, to, card-hours, such as 2026-12-01 08:00, 2026-12-01 20:00, 96", ["line": t.count(index + 1)]))
                return nil
            }
            records.append(UsageRecord(from: from, to: to, cardSeconds: seconds))
        }
        if records.isEmpty {
            form.fail("usage", t("Enter at least one line of usage; nothing used is one line with 0 card-hours"))
            return nil
        }
        return UsageEntry(records: records)
    }

    /// Bytes from hexadecimal or base 64 text.
    static func bytes(_ text: String) -> [UInt8]? {
        let plain = text.filter { !$0.isWhitespace }
        if plain.utf8.count.isMultiple(of: 2), plain.allSatisfy(\.isHexDigit) {
            var bytes: [UInt8] = []
            var rest = plain[...]
            while rest.count >= 2 {
                guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
                bytes.append(byte)
                rest = rest.dropFirst(2)
            }
            return bytes
        }
        return base64(plain)
    }

    private static func base64(_ text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var (bits, count): (UInt32, Int) = (0, 0)
        var bytes: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// A booking with what its page showed.
    static func booking(_ window: ID<ComputeWindow>, _ form: inout FormReader) -> Booking? {
        let t = form.t
        let cards = form.integer("cards", in: 1...1_000_000, missing: t("Enter how many cards you need"))
        let startsAt = moment("startsAt", &form, missing: t("Enter when you begin"))
        let endsAt = moment("endsAt", &form, missing: t("Enter when you end"))
        let work = WorkKind(rawValue: form.fields.raw("work"))
        if work == nil { form.fail("work", t("Choose what you will do")) }
        guard let cards, let startsAt, let endsAt, let work else { return nil }
        return Booking(
            window: window, cards: Int(cards), startsAt: startsAt, endsAt: endsAt, work: work,
            job: ID(text: form.fields.raw("job")))
    }
}
