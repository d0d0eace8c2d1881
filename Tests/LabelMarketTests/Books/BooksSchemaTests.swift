import LabelMarket
import Storage
import Testing

/// Every constraint, guard and index of the books is taken away in turn, and each is missed: an attack that the whole
/// schema refuses succeeds without it. Twins are dropped together; dropped alone, the other one still refuses.
struct BooksSchemaTests {
    struct Undo: Error {}

    /// What the database says to `attack` when its schema lacks `drops`; nil when it lets it happen.
    static func answer(to attack: Attack, without drops: [String]) async throws -> ConstraintViolation? {
        let books = try await BooksFixture(migrations: [SchemaMutation.dropping(drops)])
        let house = books.house
        try await books.fund()
        try await books.post(
            .deposit(to: books.own(3), Money(fen: 30)), .deposit(to: books.own(1), Money(fen: 10)))
        _ = try await house.once(FormKey(world: house.world), content: "x", by: books.officer) { tx in
            try Books.post(
                [.deposit(to: books.own(2), Money(fen: 20))], for: BusinessReference(kind: "deposit", id: 1),
                by: books.officer, at: house.world.now(), in: tx, world: house.world
            ).count
        }
        let (hold, second) = (books.newID(), books.newID())
        try await books.post(
            .hold(hold, from: books.grant(), to: books.payable(), Money(fen: 1_000)),
            .hold(second, from: books.grant(), to: books.payable(), Money(fen: 1_000)))
        books.test.clock.advance(by: .days(1))
        try await house.database.write { tx in
            let now = house.world.now()
            try Audit.record("publish job", on: BusinessReference(kind: "job", id: 1), by: nil, at: now, in: tx)
            let key = SealingKey(seed: [UInt8](repeating: 7, count: 32))!
            let day = now.shanghaiDate.advanced(byDays: -1)
            try Checkpoints.seal(day, of: books.book, with: key, at: now, in: tx)
        }
        return try await house.database.write { tx in
            do {
                try attack.run(Attacker(books: books, tx: tx, hold: hold, second: second))
                return nil
            } catch let violation as ConstraintViolation {
                return violation
            }
        }
    }

    @Test(arguments: Attack.all)
    func attack_isRefused_andSucceedsWithoutItsObstacle(attack: Attack) async throws {
        #expect(try await Self.answer(to: attack, without: []) != nil, "the whole schema lets it happen")
        let obstacle = try await Self.answer(to: attack, without: attack.drops)
        #expect(obstacle == nil, "something unnamed refuses it: \(obstacle?.description ?? "")")
        guard attack.drops.count > 1 else { return }
        for name in attack.drops {
            let others = attack.drops.filter { $0 != name }
            #expect(try await Self.answer(to: attack, without: others) != nil, "\(name) is no obstacle to it")
        }
    }

    /// Indexes that only make reading fast, each with a query that must use it.
    static let readIndexes: [(String, SQL)] = [
        (
            "transfer_by_debit",
            "SELECT sequence FROM transfer WHERE book = 1 AND debit_kind = 'own' AND debit_owner = 1 ORDER BY sequence DESC"
        ),
        (
            "transfer_by_credit",
            "SELECT sequence FROM transfer WHERE book = 1 AND credit_kind = 'own' AND credit_owner = 1 ORDER BY sequence DESC"
        ),
        (
            "transfer_by_moment",
            "SELECT sequence FROM transfer WHERE book = 1 AND at <= 5 ORDER BY at DESC, sequence DESC LIMIT 1"
        ),
        (
            "transfer_by_reference",
            "SELECT * FROM transfer WHERE reference_kind = 'contract' AND reference_id = 1 ORDER BY book, sequence"
        ),
        ("transfer_by_request", "SELECT COUNT(*) FROM transfer WHERE request = x'00'"),
        (
            "audit_by_object",
            "SELECT * FROM audit WHERE object_kind = 'job' AND object_id = 1 AND sequence < 9 ORDER BY sequence DESC"
        ),
        ("audit_by_person", "SELECT * FROM audit WHERE person = 1 AND sequence < 9 ORDER BY sequence DESC"),
    ]

    @Test(arguments: readIndexes.indices)
    func index_isUsed_withoutSorting(index: Int) async throws {
        let (name, query) = Self.readIndexes[index]
        let books = try await BooksFixture()
        let plan = try books.house.database.read { tx in try tx.plan(of: query) }
        #expect(plan.contains { $0.contains(name) }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        let mutated = try await BooksFixture(migrations: [SchemaMutation.dropping([name])])
        let without = try mutated.house.database.read { tx in try tx.plan(of: query) }
        #expect(!without.contains { $0.contains(name) })
    }

    @Test func everyConstraintGuardAndIndex_isMissedByATest() {
        let missed = Set(Attack.all.flatMap(\.drops) + Self.readIndexes.map(\.0))
        let declared = SchemaMutation.names + SchemaMutation.strictTables.map { "strict \($0)" }
        #expect(Set(declared).subtracting(missed).sorted() == [])
        #expect(missed.subtracting(declared).sorted() == [], "names that the schema does not declare")
        #expect(declared.count == Set(declared).count)
    }

    @Test(arguments: SchemaMutation.names)
    func verification_namesWhatIsMissing(name: String) async throws {
        let books = try await BooksFixture(migrations: [SchemaMutation.dropping([name])])
        let report = try books.house.database.read { tx in
            Verification.run(Verification.checks(migrations: [BooksSchema.migration]), in: tx)
        }
        #expect(report.broken == [.schema])
        #expect(report.findings.count == 1)
        #expect(report.findings.allSatisfy { ($0.place + " " + $0.problem).contains(name) })
    }
}
