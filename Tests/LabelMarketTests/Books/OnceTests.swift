import LabelMarket
import Storage
import Testing

struct OnceTests {
    enum ShopRefusal: Refusal, Codable, Hashable {
        case soldOut(left: Int)
        case busy
        var kind: RefusalKind { self == .busy ? .unavailable : .insufficient }
    }

    let key = FormKey(text: "000102030405060708090a0b0c0d0e0f")!

    private func deposit(
        _ books: BooksFixture, _ key: FormKey, _ fen: Int64, by actor: LabelMarket.Actor? = nil
    ) async throws -> Money {
        let house = books.house
        return try await house.once(key, content: "deposit \(fen)", by: actor ?? books.buyer) { tx in
            try Books.post(
                [.deposit(to: books.own(), Money(fen: fen))], for: BusinessReference(kind: "deposit", id: 1),
                by: actor ?? books.buyer, at: house.world.now(), in: tx, world: house.world)
            return try Books.balance(of: books.own(), in: tx).available
        }
    }

    @Test func sameForm_twice_isDoneOnce() async throws {
        let books = try await BooksFixture()
        #expect(try await deposit(books, key, 100) == Money(fen: 100))
        #expect(try await deposit(books, FormKey(world: books.house.world), 50) == Money(fen: 150))
        #expect(try await deposit(books, key, 100) == Money(fen: 100))
        #expect(try books.balance(books.own()).available == Money(fen: 150))
    }

    @Test func sameForm_manyAtOnce_isDoneOnce() async throws {
        let books = try await BooksFixture()
        let answers = await withTaskGroup(of: Money?.self, returning: Set<Money?>.self) { group in
            for _ in 0..<32 { group.addTask { try? await deposit(books, key, 100) } }
            return await group.reduce(into: []) { $0.insert($1) }
        }
        #expect(answers == [Money(fen: 100)])
        #expect(try books.balance(books.own()).available == Money(fen: 100))
    }

    @Test func sameKey_withOtherContentOrFromAnother_isReuse() async throws {
        let books = try await BooksFixture()
        _ = try await deposit(books, key, 100)
        await #expect(throws: CommonRefusal.keyReused) { try await deposit(books, key, 101) }
        await #expect(throws: CommonRefusal.keyReused) { try await deposit(books, key, 100, by: books.officer) }
        #expect(try books.balance(books.own()).available == Money(fen: 100))
    }

    @Test func refusal_isKeptAndItsWorkUndone() async throws {
        let books = try await BooksFixture()
        let house = books.house
        for _ in 0..<2 {
            await #expect(throws: ShopRefusal.soldOut(left: 3)) {
                try await house.once(key, content: "buy", by: books.buyer, refusing: ShopRefusal.self) { tx -> Int in
                    try Books.post(
                        [.deposit(to: books.own(), Money(fen: 5))], for: BusinessReference(kind: "deposit", id: 1),
                        by: books.buyer, at: house.world.now(), in: tx, world: house.world)
                    throw ShopRefusal.soldOut(left: 3)
                }
            }
        }
        #expect(try books.balance(books.own()) == Balance())
        let rows: Int64? = try house.database.read { tx in try tx.value("SELECT COUNT(*) FROM request") }
        #expect(rows == 1)
        // The first answer stands even when it would work now.
        await #expect(throws: ShopRefusal.soldOut(left: 3)) {
            try await house.once(key, content: "buy", by: books.buyer, refusing: ShopRefusal.self) { _ in 1 }
        }
    }

    @Test func refusalOfTheBooks_isKeptToo() async throws {
        let books = try await BooksFixture()
        let house = books.house
        for _ in 0..<2 {
            await #expect(throws: LedgerRefusal.insufficient(available: .zero)) {
                try await house.once(key, content: "hold", by: books.buyer, refusing: ShopRefusal.self) { tx -> Int in
                    try Books.post(
                        [.withdraw(from: books.own(), Money(fen: 5))], for: BusinessReference(kind: "deposit", id: 1),
                        by: books.buyer, at: house.world.now(), in: tx, world: house.world
                    ).count
                }
            }
        }
    }

    @Test func refusalToComeBackLater_isNotKept() async throws {
        let books = try await BooksFixture()
        let house = books.house
        await #expect(throws: ShopRefusal.busy) {
            try await house.once(key, content: "buy", by: nil, refusing: ShopRefusal.self) { _ -> Int in
                throw ShopRefusal.busy
            }
        }
        #expect(try await house.once(key, content: "buy", by: nil, refusing: ShopRefusal.self) { _ in 4 } == 4)
    }

    @Test(arguments: [
        "", "00", "000102030405060708090A0b0c0d0e0f", "000102030405060708090a0b0c0d0e0fff",
        "zz0102030405060708090a0b0c0d0e0f",
    ])
    func key_ofAnotherForm_isNone(text: String) {
        #expect(FormKey(text: text) == nil)
    }

    @Test func key_roundTrips() { #expect(key.description == "000102030405060708090a0b0c0d0e0f") }
}
