package import Storage

/// What an operator says was used of a reservation.
package struct UsageReport: Hashable, Sendable {
    package enum Source: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
        /// Typed into a form.
        case form
        /// A file, kept as evidence.
        case csv
        /// A file with the operator's signature.
        case signed
    }

    package let id: ID<UsageReport>
    package let source: Source
    /// The file as it came; its key is its SHA-256.
    package let evidence: BlobKey?
    package let fileName: String?
    /// Name of the key that signed it.
    package let keyName: String?
    package let cardSeconds: Int64
    /// Whether a later report took its place.
    package let isStanding: Bool
    package let reportedAt: Instant
    package let records: [UsageRecord]
}

/// Card-seconds used between two moments.
package struct UsageRecord: Hashable, Sendable {
    package let from: Instant
    package let to: Instant
    package let cardSeconds: Int64

    package init(from: Instant, to: Instant, cardSeconds: Int64) {
        self.from = from
        self.to = to
        self.cardSeconds = cardSeconds
    }
}

/// Usage as an operator hands it in.
package struct UsageEntry: Hashable, Sendable {
    package let source: UsageReport.Source
    package let records: [UsageRecord]
    package let evidence: BlobKey?
    package let fileName: String?
    package let key: ID<OperatorKey>?

    /// From a form.
    package init(records: [UsageRecord]) {
        source = .form
        self.records = records
        (evidence, fileName, key) = (nil, nil, nil)
    }

    /// From a file, with the key that signed it, if any did.
    package init(records: [UsageRecord], evidence: BlobKey, fileName: String, key: ID<OperatorKey>?) {
        source = key == nil ? .csv : .signed
        self.records = records
        self.evidence = evidence
        self.fileName = fileName
        self.key = key
    }

    var content: String {
        records.map { "\($0.from.milliseconds)-\($0.to.milliseconds):\($0.cardSeconds)" }.joined(separator: ",")
            + " \(source.rawValue) \(evidence?.hex ?? "")"
    }
}
