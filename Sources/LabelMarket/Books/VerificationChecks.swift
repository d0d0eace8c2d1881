internal import Storage

extension Verification {
    static func schema(_ migrations: [Migration]) -> Check {
        Check(.schema) { transaction, report in
            let found = Dictionary(
                try transaction.schemaObjects().map { ($0.type + " " + $0.name, $0) },
                uniquingKeysWith: { first, _ in first })
            for expected in try SchemaObject.expected(from: migrations) {
                let place = expected.type + " " + expected.name
                guard let object = found[place] else {
                    report.add(.schema, at: place, "is missing")
                    continue
                }
                guard object.sql != expected.sql else { continue }
                let lost = expected.constraints.subtracting(object.constraints).sorted()
                let problem = lost.isEmpty ? "is not as declared" : "lacks \(lost.joined(separator: ", "))"
                report.add(.schema, at: place, problem)
            }
        }
    }

    static let integrity = Check(.integrity) { transaction, report in
        for problem in try transaction.integrityProblems(limit: VerificationReport.findingsKept) {
            report.add(.integrity, at: "file", problem)
        }
    }

    static let references = Check(.integrity) { transaction, report in
        for problem in try transaction.referenceProblems(limit: VerificationReport.findingsKept) {
            report.add(.integrity, at: "file", problem)
        }
    }

    static let ledger = Check(
        .sums, .balances, .bounds, .holds, .chain, .reasons, .appropriations
    ) { transaction, report in
        // Books that only transfers know are books, too.
        let books: [ID<Book>] = try transaction.all(
            "SELECT id FROM book UNION SELECT DISTINCT book FROM transfer UNION SELECT DISTINCT book FROM account"
        ) { row in try row.at(0) }
        for book in books {
            var replay = LedgerReplay(book: book)
            try transaction.each(
                "SELECT \(LedgerStore.columns) FROM transfer WHERE book = \(book) ORDER BY sequence"
            ) { row in replay.take(try LedgerStore.transfer(row), &report) }
            var accounts: [LedgerAccount] = []
            for kind in AccountKind.allCases {
                accounts += try Books.accounts(of: kind, in: book, limit: .max, in: transaction)
            }
            replay.finish(with: accounts, &report)
        }
    }

    static let once = Check(.once) { transaction, report in
        try transaction.each("SELECT book, id, COUNT(*) FROM transfer GROUP BY book, id HAVING COUNT(*) > 1") { row in
            let id: TransferID = try row.at(1)
            report.add(.once, at: "transfer \(id)", "exists \(try row.at(2, as: Int64.self)) times")
        }
        try transaction.each("SELECT key, COUNT(*) FROM request GROUP BY key HAVING COUNT(*) > 1") { row in
            let key: [UInt8] = try row.at(0)
            report.add(.once, at: "request \(hexadecimal(key))", "exists \(try row.at(1, as: Int64.self)) times")
        }
    }

    static let requests = Check(.requests) { transaction, report in
        try transaction.each(
            """
            SELECT key, transfers, (SELECT COUNT(*) FROM transfer t WHERE t.request = r.key) AS made, outcome, at,
                actor, (SELECT COUNT(*) FROM transfer t WHERE t.request = r.key AND t.actor <> r.actor) AS foreign_made
            FROM request r
            """
        ) { row in
            let key: [UInt8] = try row.at(0)
            let (stated, made): (Int64, Int64) = (try row.at(1), try row.at(2))
            let outcome: String = try row.at(3)
            func fail(_ problem: String) { report.add(.requests, at: "request \(hexadecimal(key))", problem) }
            if stated != made { fail("states \(stated) transfers, \(made) exist") }
            if outcome == "refused", made > 0 { fail("was refused and has transfers") }
            if try row.at(6, as: Int64.self) > 0 { fail("has transfers by another person") }
        }
        try transaction.each(
            """
            SELECT book, sequence, request FROM transfer
            WHERE request IS NOT NULL AND request NOT IN (SELECT key FROM request)
            """
        ) { row in
            let (book, sequence): (ID<Book>, Int64) = (try row.at(0), try row.at(1))
            report.add(.requests, at: "book \(book), transfer \(sequence)", "names a request that does not exist")
        }
    }

    static let audit = Check(.auditChain) { transaction, report in
        var last = LedgerState.Head(at: Instant(milliseconds: .min))
        try transaction.each("SELECT \(Audit.columns) FROM audit ORDER BY sequence") { row in
            let entry = try Audit.entry(row)
            func fail(_ problem: String) { report.add(.auditChain, at: "entry \(entry.sequence)", problem) }
            if entry.sequence != last.sequence + 1 { fail("follows \(last.sequence): numbers are missing") }
            if entry.previousHash != last.hash { fail("does not name the hash of the entry before it") }
            if entry.hash != entry.computedHash() { fail("its content does not match its hash") }
            if entry.at < last.at { fail("lies before the entry before it") }
            last = LedgerState.Head(sequence: entry.sequence, hash: entry.hash, at: entry.at)
        }
    }

    static let checkpoints = Check(.checkpoints) { transaction, report in
        var before: Checkpoint?
        for checkpoint in try Checkpoints.all(in: transaction) {
            let place = checkpoint.place
            for problem in try Checkpoints.problems(of: checkpoint, in: transaction) {
                report.add(.checkpoints, at: place, problem)
            }
            if let before, before.book == checkpoint.book, before.day.advanced(byDays: 1) != checkpoint.day {
                report.add(.checkpoints, at: place, "the seals between \(before.day.isoText) and this day are missing")
            }
            before = checkpoint
        }
    }

    /// Whether seals that were handed out earlier still match the books.
    package static func handedOut(_ checkpoints: [Checkpoint]) -> Check {
        Check(.handedOut) { transaction, report in
            for checkpoint in checkpoints {
                for problem in try Checkpoints.problems(of: checkpoint, in: transaction) {
                    report.add(.handedOut, at: checkpoint.place, problem)
                }
            }
        }
    }

    /// Whether every seal, kept here or handed out, was made with one key.
    /// - Parameter publicKey: 64 lower-case hexadecimal digits.
    package static func signer(_ publicKey: String, of handedOut: [Checkpoint]) -> Check {
        Check(.handedOut) { transaction, report in
            for checkpoint in try Checkpoints.all(in: transaction) + handedOut
            where hexadecimal(checkpoint.publicKey) != publicKey {
                report.add(.handedOut, at: checkpoint.place, "was sealed with another key")
            }
        }
    }
}

extension Checkpoint {
    fileprivate var place: String { "book \(book), \(day.isoText)" }
}
