internal import XML

/// Seals on their way out of the house and back: an XML file under `public/schemas/checkpoints-1.xsd`.
package enum CheckpointFile {
    /// The namespace, which is also where the schema is served.
    package static let namespace = "https://labelmarket.example/schemas/checkpoints/1"

    /// - Complexity: O(checkpoints).
    package static func xml(_ checkpoints: [Checkpoint]) throws -> [UInt8] {
        let writer = try XMLWriter()
        try writer.start(
            "checkpoints", namespaces: [XMLWriter.Namespace(nil, namespace)],
            attributes: [("currency", "CNY"), ("unit", "fen")])
        for checkpoint in checkpoints {
            try writer.start(
                "checkpoint",
                attributes: [
                    ("book", String(checkpoint.book.rawValue)), ("day", checkpoint.day.isoText),
                    ("firstSequence", String(checkpoint.firstSequence)),
                    ("lastSequence", String(checkpoint.lastSequence)), ("root", hexadecimal(checkpoint.root)),
                    ("lastHash", hexadecimal(checkpoint.lastHash)), ("posted", String(checkpoint.posted.fen)),
                    ("held", String(checkpoint.held.fen)), ("madeAt", String(checkpoint.madeAt.milliseconds)),
                    ("publicKey", hexadecimal(checkpoint.publicKey)), ("signature", hexadecimal(checkpoint.signature)),
                ])
            try writer.end()
        }
        try writer.end()
        return try writer.finish()
    }

    /// Reads a file that ``xml(_:)`` wrote, at most 64 MiB.
    /// - Throws: `XMLError`, or ``CheckpointFileProblem`` with the line.
    package static func read(_ bytes: [UInt8]) throws -> [Checkpoint] {
        let root = try XMLDocument.parse(bytes, limits: XMLLimits(maxBytes: 64 << 20))
        guard root.name.local == "checkpoints", root.name.namespace == namespace else {
            throw CheckpointFileProblem(line: root.line)
        }
        return try root.elements.map { element in
            guard let checkpoint = checkpoint(element) else { throw CheckpointFileProblem(line: element.line) }
            return checkpoint
        }
    }

    private static func checkpoint(_ element: XMLElement) -> Checkpoint? {
        func number(_ name: String) -> Int64? { element[name].flatMap { Int64($0) } }
        func hash(_ name: String, _ count: Int) -> [UInt8]? {
            element[name].flatMap { bytes(hexadecimal: $0) }.flatMap { $0.count == count ? $0 : nil }
        }
        guard element.name.local == "checkpoint", let book = number("book"),
            let day = element["day"].flatMap(CivilDate.init(text:)), let first = number("firstSequence"),
            let last = number("lastSequence"), let root = hash("root", 32), let lastHash = hash("lastHash", 32),
            let posted = number("posted"), let held = number("held"), let madeAt = number("madeAt"),
            let publicKey = hash("publicKey", 32), let signature = hash("signature", 64)
        else { return nil }
        return Checkpoint(
            book: ID(rawValue: book), day: day, firstSequence: first, lastSequence: last, root: root,
            lastHash: lastHash, posted: Money(fen: posted), held: Money(fen: held),
            madeAt: Instant(milliseconds: madeAt), publicKey: publicKey, signature: signature)
    }
}

/// A file that holds something else than seals, or a seal with something missing.
package struct CheckpointFileProblem: Error, Hashable, CustomStringConvertible {
    package let line: Int
    package var description: String { "line \(line) is not a checkpoint as the schema describes it" }
}
