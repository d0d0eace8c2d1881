import LabelMarket
import Storage
import Testing

struct BooksTests {
    @Test func award_holdsVoucherAndOwnMoneyTogether() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        try await books.post(.deposit(to: books.own(), Money(fen: 30_000)))
        try await books.post(
            .hold(books.newID(), from: books.grant(), to: books.payable(), Money(fen: 40_000)),
            .hold(books.newID(books.market), from: books.own(), to: books.marketPayable(), Money(fen: 30_000)))
        #expect(try books.balance(books.grant()).available == Money(fen: 10_000))
        #expect(try books.balance(books.own()).available == .zero)
        await #expect(throws: LedgerRefusal.insufficient(available: .zero)) {
            try await books.post(
                .hold(books.newID(), from: books.grant(), to: books.payable(), Money(fen: 1)),
                .hold(books.newID(books.market), from: books.own(), to: books.marketPayable(), Money(fen: 1)))
        }
        #expect(try books.balance(books.grant()).available == Money(fen: 10_000))
    }

    @Test func redeem_ofAPart_returnsTheRestOrKeepsIt() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        let (first, second, third) = (books.newID(), books.newID(), books.newID())
        try await books.post(.hold(first, from: books.grant(), to: books.payable(), Money(fen: 40_000)))
        try await books.post(.redeem(first, Money(fen: 10_000), keepingRestAs: second))
        #expect(
            try books.balance(books.grant())
                == Balance(postedDebits: 10_000, postedCredits: 50_000, heldDebits: 30_000, heldCredits: 0))
        try await books.post(.redeem(second, Money(fen: 20_000), keepingRestAs: nil))
        #expect(try books.balance(books.grant()).available == Money(fen: 20_000))
        #expect(try books.balance(books.payable()).posted == Money(fen: 30_000))
        try await books.post(.hold(third, from: books.grant(), to: books.payable(), Money(fen: 20_000)))
        try await books.post(.release(third))
        #expect(try books.balance(books.grant()).available == Money(fen: 20_000))
    }

    @Test func whatAnExpiredGrantGetsBack_goesToThePool() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        let (first, second) = (books.newID(), books.newID())
        try await books.post(
            .hold(first, from: books.grant(), to: books.payable(), Money(fen: 20_000)),
            .hold(second, from: books.grant(), to: books.payable(), Money(fen: 10_000)))
        books.test.clock.advance(by: .days(31))
        try await books.post(.expire(books.grant()))
        #expect(try books.balance(books.pool).available == Money(fen: 70_000))
        #expect(try await books.post(.expire(books.grant())).isEmpty)
        let made = try await books.post(.release(first))
        #expect(made.map(\.kind) == [.release, .expire])
        try await books.post(.redeem(second, Money(fen: 4_000), keepingRestAs: nil))
        #expect(try books.balance(books.pool).available == Money(fen: 96_000))
        try await books.post(.refund(from: books.payable(), to: books.grant(), Money(fen: 1_000)))
        #expect(try books.balance(books.pool).available == Money(fen: 97_000))
        #expect(try books.balance(books.grant()).posted == .zero)
    }

    @Test func settlement_goesThroughTransit_orComesBack() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        let (hold, out, again) = (books.newID(), books.newID(), books.newID())
        try await books.post(.hold(hold, from: books.grant(), to: books.payable(), Money(fen: 20_000)))
        try await books.post(.redeem(hold, Money(fen: 20_000), keepingRestAs: nil))
        try await books.post(.settleOut(out, from: books.payable(), settlement: 77, Money(fen: 20_000)))
        #expect(try books.balance(books.payable()).available == .zero)
        try await books.post(.settleReturn(out))
        #expect(try books.balance(books.payable()).available == Money(fen: 20_000))
        try await books.post(.settleOut(again, from: books.payable(), settlement: 78, Money(fen: 20_000)))
        try await books.post(.settleConfirm(again))
        #expect(try books.balance(books.payable()).posted == .zero)
        #expect(try books.balance(AccountKey(book: books.book, kind: .paid)).posted == Money(fen: 20_000))
        await #expect(throws: LedgerRefusal.holdResolved) { try await books.post(.settleReturn(again)) }
    }

    @Test func clawback_ofSpentMoney_isOwedByTheParty() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        try await books.post(.clawback(from: books.receivable(), Money(fen: 5_000)))
        #expect(try books.balance(books.receivable()).owed == Money(fen: 5_000))
        await #expect(throws: LedgerRefusal.aboveOwed(owed: Money(fen: 5_000))) {
            try await books.post(.deposit(to: books.receivable(), Money(fen: 5_001)))
        }
        try await books.post(.deposit(to: books.receivable(), Money(fen: 3_000)))
        try await books.post(
            .writeOff(
                from: books.pool, receivable: books.receivable(), Money(fen: 2_000), approver: books.chief.person))
        #expect(try books.balance(books.receivable()).owed == .zero)
    }

    @Test func pastBalances_areReadFromTheTransfers() async throws {
        let books = try await BooksFixture()
        let start = books.test.clock.now
        try await books.fund()
        books.test.clock.advance(by: .hours(1))
        try await books.post(.grant(books.grant(), Money(fen: 1), expiresAt: nil))
        try books.house.database.read { tx in
            let grant = books.grant()
            #expect(try Books.balance(of: grant, at: start, in: tx).posted == Money(fen: 50_000))
            #expect(
                try Books.balance(of: grant, at: start.advanced(by: .hours(1)), in: tx).posted == Money(fen: 50_001))
            #expect(
                try Books.balance(of: grant, at: start.advanced(by: .seconds(-1)), in: tx).posted == Money(fen: 0))
            #expect(try Books.balance(of: grant, afterSequence: 1, in: tx) == Balance())
            let lines = try Books.statement(of: grant, before: nil, limit: 10, in: tx)
            #expect(lines.map(\.transfer.sequence) == [3, 2])
            #expect(try Books.statement(of: grant, before: 3, limit: 10, in: tx).map(\.transfer.sequence) == [2])
            let about = BusinessReference(kind: "contract", id: 1)
            #expect(try Books.transfers(for: about, in: tx).map(\.sequence) == [1, 2, 3])
            #expect(try Books.accounts(of: .grant, in: books.book, limit: 5, in: tx).map(\.key) == [grant])
        }
    }

    @Test func clock_thatStepsBackALittle_isHeldAndALot_isRefused() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        books.test.clock.advance(by: .seconds(-30))
        let late = try await books.post(.grant(books.grant(8), Money(fen: 1), expiresAt: nil))
        #expect(late[0].at == books.test.clock.now.advanced(by: .seconds(30)))
        books.test.clock.advance(by: .seconds(-31))
        await #expect(throws: LedgerRefusal.clockBehind) {
            try await books.post(.grant(books.grant(8), Money(fen: 1), expiresAt: nil))
        }
    }

    @Test func manyWritersOnOneGrant_neverOverspend() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        let done = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for writer in 0..<64 {
                group.addTask {
                    let id = TransferID(book: books.book, serial: UInt64(writer))
                    let hold = LedgerCommand.hold(id, from: books.grant(), to: books.payable(), Money(fen: 1_500))
                    return (try? await books.post(hold)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 33)
        #expect(try books.balance(books.grant()).available == Money(fen: 500))
    }
}
