import LabelMarket
import Storage

/// A house with one programme's book and the market's own, and short ways to move money in them.
struct BooksFixture: Sendable {
    let test: TestHouse
    let book: ID<Book>
    let market: ID<Book>

    var house: House { test.house }
    let officer = BooksFixture.actor(1, .officer)
    let chief = BooksFixture.actor(2, .administrator)
    let buyer = BooksFixture.actor(3, .buyer)

    init(migrations: [Migration] = [BooksSchema.migration], seed: UInt64 = 1) async throws {
        let test = try TestHouse(migrations: migrations, seed: seed)
        self.test = test
        let house = test.house
        (book, market) = try await house.database.write { tx in
            let now = house.world.now()
            return (
                try Books.book(programme: "beijing", year: 2026, at: now, in: tx, world: house.world),
                try Books.marketBook(at: now, in: tx, world: house.world)
            )
        }
    }

    static func actor(_ number: Int64, _ role: Role) -> LabelMarket.Actor {
        LabelMarket.Actor(
            person: ID(rawValue: number), organisation: ID(rawValue: number + 100),
            membership: ID(rawValue: number + 200), role: role)
    }

    func grant(_ number: Int64 = 7) -> AccountKey { AccountKey(book: book, kind: .grant, owner: number) }
    func payable(_ number: Int64 = 50) -> AccountKey { AccountKey(book: book, kind: .payable, owner: number) }
    func receivable(_ number: Int64 = 50) -> AccountKey { AccountKey(book: book, kind: .receivable, owner: number) }
    func own(_ number: Int64 = 103) -> AccountKey { AccountKey(book: market, kind: .own, owner: number) }
    func marketPayable(_ number: Int64 = 50) -> AccountKey { AccountKey(book: market, kind: .payable, owner: number) }
    var pool: AccountKey { .pool(book) }
    func newID(_ book: ID<Book>? = nil) -> TransferID { TransferID(book: book ?? self.book, world: house.world) }

    @discardableResult
    func post(
        _ commands: LedgerCommand..., by actor: LabelMarket.Actor? = nil, about id: Int64 = 1
    ) async throws -> [Transfer] {
        try await post(commands, by: actor, about: id)
    }

    @discardableResult
    func post(
        _ commands: [LedgerCommand], by actor: LabelMarket.Actor? = nil, about id: Int64 = 1
    ) async throws -> [Transfer] {
        let house = house
        let actor = actor ?? officer
        return try await house.database.write { tx in
            try Books.post(
                commands, for: BusinessReference(kind: "contract", id: id), by: actor, at: house.world.now(), in: tx,
                world: house.world)
        }
    }

    func balance(_ key: AccountKey) throws -> Balance {
        try house.database.read { tx in try Books.balance(of: key, in: tx) }
    }

    /// 1,000 yuan in the pool, 500 of it granted for 30 days.
    func fund() async throws {
        try await post(
            .appropriate(book: book, funder: 9, Money(fen: 100_000)),
            .grant(grant(), Money(fen: 50_000), expiresAt: test.clock.now.advanced(by: .days(30))))
    }
}
