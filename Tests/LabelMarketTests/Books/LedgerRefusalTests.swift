import LabelMarket
import Storage
import Testing

/// Each refusal by a command that deserves it, on a book with 500 yuan granted, 300 of them reserved, 100 owed.
struct LedgerRefusalTests {
    static let book = ID<Book>(rawValue: 1)
    static let other = ID<Book>(rawValue: 2)
    static let grant = AccountKey(book: book, kind: .grant, owner: 7)
    static let late = AccountKey(book: book, kind: .grant, owner: 8)
    static let payable = AccountKey(book: book, kind: .payable, owner: 50)
    static let receivable = AccountKey(book: book, kind: .receivable, owner: 50)
    static let open = TransferID(book: book, serial: 100)
    static let done = TransferID(book: book, serial: 101)
    static let fresh = TransferID(book: book, serial: 102)
    static let now = Instant(milliseconds: 1_000_000_000)
    static let one = Money(fen: 1)

    static func context(_ now: Instant = now, actor: Int64 = 1) -> LedgerContext {
        LedgerContext(
            now: now, actor: actor, reference: BusinessReference(kind: "contract", id: 1), request: nil,
            seed: [UInt8](repeating: UInt8(truncatingIfNeeded: now.milliseconds), count: 16))
    }

    static func state() throws -> LedgerState {
        var state = LedgerState()
        state.heads[book] = LedgerState.Head(at: now)
        state.heads[other] = LedgerState.Head(at: now)
        _ = try LedgerRules.apply(
            [
                .appropriate(book: book, funder: 9, Money(fen: 100_000)),
                .grant(grant, Money(fen: 50_000), expiresAt: now.advanced(by: .days(1))),
                .grant(late, Money(fen: 5_000), expiresAt: now.advanced(by: .seconds(-1))),
                .hold(open, from: grant, to: payable, Money(fen: 30_000)),
                .hold(done, from: grant, to: payable, Money(fen: 1_000)), .release(done),
                .clawback(from: receivable, Money(fen: 10_000)),
            ], to: &state, context: context(now))
        return state
    }

    static let cases: [(LedgerCommand, LedgerRefusal)] = [
        (.appropriate(book: ID(rawValue: 3), funder: 9, one), .bookUnknown),
        (.expire(AccountKey(book: ID(rawValue: 3), kind: .grant, owner: 7)), .bookUnknown),
        (.appropriate(book: book, funder: 9, .zero), .amountOutOfRange),
        (.appropriate(book: book, funder: 9, Money(fen: -1)), .amountOutOfRange),
        (.appropriate(book: book, funder: 9, Money(fen: 9_000_000_000_001)), .amountOutOfRange),
        (.redeem(open, .zero, keepingRestAs: nil), .amountOutOfRange),
        (.redeem(open, Money(fen: -5), keepingRestAs: nil), .amountOutOfRange),
        (.correct(from: .pool(book), to: payable, one, approver: ID(rawValue: 1)), .secondPersonNeeded),
        (.writeOff(from: .pool(book), receivable: receivable, one, approver: ID(rawValue: 0)), .secondPersonNeeded),
        (.refund(from: payable, to: AccountKey(book: other, kind: .grant, owner: 7), one), .acrossBooks),
        (.hold(TransferID(book: other, serial: 1), from: grant, to: payable, one), .acrossBooks),
        (.correct(from: .pool(book), to: .pool(book), one, approver: ID(rawValue: 2)), .sameAccount),
        (.hold(fresh, from: .pool(book), to: payable, one), .wrongAccounts),
        (.hold(fresh, from: grant, to: late, one), .wrongAccounts),
        (.grant(payable, one, expiresAt: nil), .wrongAccounts),
        (.clawback(from: payable, one), .wrongAccounts),
        (.expire(.pool(book)), .wrongAccounts),
        (.settleOut(fresh, from: grant, settlement: 1, one), .wrongAccounts),
        (.withdraw(from: grant, one), .wrongAccounts),
        (.deposit(to: .pool(book), one), .wrongAccounts),
        (.release(fresh), .holdUnknown),
        (.settleConfirm(open), .holdUnknown),
        (.settleReturn(fresh), .holdUnknown),
        (.release(done), .holdResolved),
        (.redeem(done, one, keepingRestAs: nil), .holdResolved),
        (.redeem(open, Money(fen: 30_001), keepingRestAs: nil), .aboveHold(reserved: Money(fen: 30_000))),
        (.hold(fresh, from: late, to: payable, one), .grantExpired),
        (.expire(grant), .grantNotExpired),
        (.hold(open, from: grant, to: payable, one), .idTaken),
        (.redeem(open, one, keepingRestAs: open), .idTaken),
        (.hold(fresh, from: grant, to: payable, Money(fen: 20_001)), .insufficient(available: Money(fen: 20_000))),
        (.clawback(from: grant, Money(fen: 20_001)), .insufficient(available: Money(fen: 20_000))),
        (.deappropriate(book: book, funder: 9, Money(fen: 55_001)), .insufficient(available: Money(fen: 55_000))),
        (.settleOut(fresh, from: payable, settlement: 1, one), .insufficient(available: .zero)),
        (.deposit(to: receivable, Money(fen: 10_001)), .aboveOwed(owed: Money(fen: 10_000))),
    ]

    @Test(arguments: cases)
    func command_isRefused(command: LedgerCommand, refusal: LedgerRefusal) throws {
        var state = try Self.state()
        let before = state
        #expect(throws: refusal) { try LedgerRules.apply([command], to: &state, context: Self.context()) }
        #expect(state.accounts == before.accounts)
        #expect(state.heads == before.heads)
        #expect(state.holds == before.holds)
    }

    @Test func sum_thatWouldLeaveTheRange_isRefused() throws {
        var state = try Self.state()
        let source = AccountKey(book: Self.book, kind: .source, owner: 9)
        state.accounts[source]?.balance.postedDebits = 4_000_000_000_000_000_000
        #expect(throws: LedgerRefusal.sumTooLarge) {
            try LedgerRules.apply(
                [.appropriate(book: Self.book, funder: 9, Self.one)], to: &state, context: Self.context())
        }
    }

    @Test func correction_byTheMarketItself_isRefused() throws {
        var state = try Self.state()
        #expect(throws: LedgerRefusal.secondPersonNeeded) {
            try LedgerRules.apply(
                [.correct(from: .pool(Self.book), to: Self.payable, Self.one, approver: ID(rawValue: 2))], to: &state,
                context: Self.context(actor: 0))
        }
    }

    @Test func refusal_ofALaterCommand_undoesTheEarlier() throws {
        var state = try Self.state()
        let before = state.accounts
        #expect(throws: LedgerRefusal.holdUnknown) {
            try LedgerRules.apply(
                [.appropriate(book: Self.book, funder: 9, Self.one), .release(Self.fresh)], to: &state,
                context: Self.context())
        }
        #expect(state.accounts == before)
    }
}
