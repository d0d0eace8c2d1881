internal import FoundationEssentials
package import Storage

/// The key of one filled-in form, made when its page is rendered: the same form sent twice is done once.
package struct FormKey: Hashable, Sendable, CustomStringConvertible {
    /// 16 random bytes.
    package let bytes: [UInt8]

    /// A fresh key.
    package init(world: World) {
        bytes = world.randomBytes(16)
        precondition(bytes.count == 16, "a form key has 128 bits")
    }

    /// Reads 32 lower-case hexadecimal digits, as the form carries them.
    /// - Returns: nil when `text` is anything else.
    package init?(text: some StringProtocol) {
        guard text.utf8.count == 32, let bytes = LabelMarket.bytes(hexadecimal: String(text)) else { return nil }
        self.bytes = bytes
    }

    package var description: String { hexadecimal(bytes) }
}

extension House {
    /// Does `body` once for `key`, as one transaction, and answers the same every time after.
    ///
    /// The same key with the same content and actor gets the first answer, refusals included, and nothing is done
    /// again. A refusal undoes what `body` wrote but is kept itself, in the same commit. Refusals that only ask to come
    /// back later (throttled, unavailable) and defects are not kept.
    ///
    /// - Parameters:
    ///   - content: what the form asks for, in any encoding that is equal for equal forms.
    ///   - refusing: the refusals of the slice; ``CommonRefusal`` and ``LedgerRefusal`` are kept without being named.
    /// - Throws: the refusal; ``CommonRefusal/keyReused`` when the key came before with other content or from another
    ///   person.
    package func once<Answer: Codable & Sendable, R: Refusal & Codable>(
        _ key: FormKey, content: [UInt8], by actor: Actor?, refusing: R.Type = CommonRefusal.self,
        _ body: @escaping @Sendable (WriteTransaction) throws -> Answer
    ) async throws -> Answer {
        let person = actor?.person.rawValue ?? 0
        let contentHash = sha256(content)
        let now = world.now()
        let outcome: Result<Answer, any Error> = try await database.write { transaction in
            let known = try Request.find(key, in: transaction)
            if let known {
                guard known.contentHash == contentHash, known.actor == person else {
                    return .failure(CommonRefusal.keyReused)
                }
                return try known.replay(Answer.self, refusing: R.self)
            }
            transaction.request = key.bytes
            defer { transaction.request = nil }
            var request = Request(contentHash: contentHash, actor: person, outcome: .answered, answer: "")
            do {
                let answer = try transaction.savepoint { try body(transaction) }
                request.answer = try jsonText(Wrapped(value: answer))
                try request.insert(key, at: now, in: transaction)
                return .success(answer)
            } catch let refusal as any Refusal where refusal.isFinal {
                guard let kept = try KeptRefusal(refusal, R.self) else { throw refusal }
                request.outcome = .refused
                request.answer = try jsonText(kept)
                try request.insert(key, at: now, in: transaction)
                return .failure(refusal)
            }
        }
        return try outcome.get()
    }

    /// The same with the content as text.
    package func once<Answer: Codable & Sendable, R: Refusal & Codable>(
        _ key: FormKey, content: String, by actor: Actor?, refusing: R.Type = CommonRefusal.self,
        _ body: @escaping @Sendable (WriteTransaction) throws -> Answer
    ) async throws -> Answer {
        try await once(key, content: Array(content.utf8), by: actor, refusing: refusing, body)
    }
}

extension Refusal {
    /// Whether asking again would be refused again.
    fileprivate var isFinal: Bool { kind != .throttled && kind != .unavailable }
}

/// A row of the request table.
private struct Request {
    enum Outcome: String, SQLBindable, SQLReadable { case answered, refused }

    let contentHash: [UInt8]
    let actor: Int64
    var outcome: Outcome
    var answer: String

    static func find(_ key: FormKey, in transaction: ReadTransaction) throws -> Request? {
        try transaction.first("SELECT content_hash, actor, outcome, answer FROM request WHERE key = \(key.bytes)") {
            row in
            Request(contentHash: try row.at(0), actor: try row.at(1), outcome: try row.at(2), answer: try row.at(3))
        }
    }

    func insert(_ key: FormKey, at now: Instant, in transaction: WriteTransaction) throws {
        let transfers: Int64 =
            try transaction.value("SELECT COUNT(*) FROM transfer WHERE request = \(key.bytes)") ?? 0
        try transaction.execute(
            """
            INSERT INTO request (key, content_hash, actor, at, outcome, answer, transfers)
            VALUES (\(key.bytes), \(contentHash), \(actor), \(now), \(outcome), \(answer), \(transfers))
            """)
    }

    func replay<Answer: Codable, R: Refusal & Codable>(
        _ type: Answer.Type, refusing: R.Type
    ) throws -> Result<Answer, any Error> {
        switch outcome {
        case .answered: return .success(try parsed(answer, as: Wrapped<Answer>.self).value)
        case .refused: return .failure(try parsed(answer, as: KeptRefusal.self).refusal(R.self))
        }
    }
}

/// JSON needs an object around a bare value.
private struct Wrapped<Value: Codable>: Codable {
    let value: Value
}

/// A refusal with the name of its family.
private struct KeptRefusal: Codable {
    enum Family: String, Codable { case slice, common, ledger }

    let family: Family
    let refusal: String

    init?<R: Refusal & Codable>(_ refusal: any Refusal, _ type: R.Type) throws {
        switch refusal {
        case let own as R: (family, self.refusal) = (.slice, try jsonText(Wrapped(value: own)))
        case let common as CommonRefusal: (family, self.refusal) = (.common, try jsonText(Wrapped(value: common)))
        case let ledger as LedgerRefusal: (family, self.refusal) = (.ledger, try jsonText(Wrapped(value: ledger)))
        default: return nil
        }
    }

    func refusal<R: Refusal & Codable>(_ type: R.Type) throws -> any Error {
        switch family {
        case .slice: try parsed(refusal, as: Wrapped<R>.self).value
        case .common: try parsed(refusal, as: Wrapped<CommonRefusal>.self).value
        case .ledger: try parsed(refusal, as: Wrapped<LedgerRefusal>.self).value
        }
    }
}

private func jsonText(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
}

private func parsed<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
}
