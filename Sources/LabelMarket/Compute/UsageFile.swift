internal import Annotations
internal import Crypto
package import Storage

/// Reads usage from a file: CSV with a line of names (`reservation`, `from`, `to`, and `card_hours` or `card_seconds`), or
/// JSON `{"reservation": "R-…", "records": [{"from": …, "to": …, "card_seconds": …}]}`.
package enum UsageFile {
    package static let largest = 1 << 20

    /// - Parameters:
    ///   - number: of the reservation that the file must be about, when it names one.
    ///   - namesIt: whether it must name one: a signature is for one reservation only.
    package static func read(
        _ bytes: [UInt8], about number: String, namesIt: Bool
    ) throws(ReservationRefusal) -> [UsageRecord] {
        let first = bytes.first { $0 > 32 && $0 < 0x80 }
        let read = first == UInt8(ascii: "{") ? try json(bytes) : try csv(bytes)
        guard read.numbers.allSatisfy({ $0 == number }), !namesIt || !read.numbers.isEmpty else { throw .otherReservation }
        guard !read.records.isEmpty else { throw .noUsage }
        return read.records
    }

    private typealias Content = (numbers: Set<String>, records: [UsageRecord])

    private static func csv(_ bytes: [UInt8]) throws(ReservationRefusal) -> Content {
        var places: [String: Int] = [:]
        var content: Content = ([], [])
        for (index, row) in WindowFile.csvRows(bytes).enumerated() {
            guard !row.hasBadQuotes, !row.isTooLong else { throw .fileUnreadable(line: row.line) }
            let texts = WindowFile.texts(row)
            if index == 0 {
                for (place, name) in texts.enumerated() { places[name.lowercased()] = place }
                continue
            }
            func field(_ name: String) -> String? {
                places[name].flatMap { $0 < texts.count ? texts[$0] : nil }
            }
            if let number = field("reservation") { content.numbers.insert(number) }
            guard let from = field("from").flatMap(Instant.init(typed:)), let to = field("to").flatMap(Instant.init(typed:)),
                let seconds = field("card_seconds").flatMap({ Int64($0) }) ?? field("card_hours").flatMap(cardSeconds)
            else { throw .fileUnreadable(line: row.line) }
            content.records.append(UsageRecord(from: from, to: to, cardSeconds: seconds))
        }
        return content
    }

    private static func json(_ bytes: [UInt8]) throws(ReservationRefusal) -> Content {
        let document: JSON
        do {
            document = try JSONParser.parse(bytes)
        } catch {
            throw .fileUnreadable(line: error.line)
        }
        guard let records = document["records"]?.array else { throw .fileUnreadable(line: nil) }
        var content: Content = ([], [])
        if let number = document["reservation"]?.string { content.numbers.insert(number) }
        for record in records {
            guard let from = record["from"]?.string.flatMap(Instant.init(typed:)),
                let to = record["to"]?.string.flatMap(Instant.init(typed:)),
                let seconds = record["card_seconds"]?.number.flatMap({ Int64($0.text) })
                    ?? record["card_hours"]?.number.flatMap({ cardSeconds($0.text) })
            else { throw .fileUnreadable(line: nil) }
            content.records.append(UsageRecord(from: from, to: to, cardSeconds: seconds))
        }
        return content
    }

    /// Card-hours in decimal as whole card-seconds; nil when they are none, negative, or not whole.
    package static func cardSeconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, text.utf8.count <= 16, !parts[0].isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard decimals.utf8.count <= 6, let digits = Int64(String(parts[0]) + decimals) else { return nil }
        var scale: Int64 = 1
        for _ in decimals.utf8 { scale *= 10 }
        let (product, overflow) = digits.multipliedReportingOverflow(by: 3600)
        guard !overflow, product % scale == 0 else { return nil }
        return product / scale
    }
}

extension Reservations {
    /// Reports usage from a file; with a signature only when one of the operator's keys made it over the very bytes.
    /// - Throws: ``ReservationRefusal``
    package func reportFile(
        _ blob: BlobKey, name: String, signature: [UInt8]?, key operatorKey: ID<OperatorKey>?, of id: ID<Reservation>,
        by actor: Actor, formKey: FormKey
    ) async throws -> ID<UsageReport> {
        try actor.require(.operator)
        let bytes = try house.blobs.bytes(of: blob, limit: UsageFile.largest)
        let (number, key) = try house.database.read { transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            let key = try operatorKey.flatMap { try OperatorKey.load($0, in: transaction) }
            return (reservation.number, key)
        }
        if let operatorKey {
            guard let key, key.operator == actor.organisation, key.revokedAt == nil else {
                throw ReservationRefusal.keyUnknown
            }
            guard let signature else { throw ReservationRefusal.signatureMissing }
            let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: key.publicKey)
            guard signature.count == 64, publicKey.isValidSignature(signature, for: bytes) else {
                throw ReservationRefusal.signatureWrong
            }
            assert(key.id == operatorKey)
        }
        let records = try UsageFile.read(bytes, about: number, namesIt: operatorKey != nil)
        return try await report(
            UsageEntry(records: records, evidence: blob, fileName: name, key: operatorKey), of: id, by: actor, key: formKey)
    }
}
