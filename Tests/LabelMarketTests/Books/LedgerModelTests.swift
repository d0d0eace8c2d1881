import LabelMarket
import Storage
import Testing

/// Random commands against a small model of what the books should do, kept in another way: one number for what each
/// account has and a list of reservations.
struct LedgerModelTests {
    struct Model {
        var has: [AccountKey: Int64] = [:]
        var reservations: [TransferID: (from: AccountKey, to: AccountKey, fen: Int64, settles: Bool)] = [:]
        var expiry: [AccountKey: Instant] = [:]

        func free(_ key: AccountKey) -> Int64 {
            has[key, default: 0] - reservations.values.reduce(0) { $0 + ($1.from == key ? $1.fen : 0) }
        }

        mutating func move(_ from: AccountKey, _ to: AccountKey, _ fen: Int64) {
            has[from, default: 0] -= fen
            has[to, default: 0] += fen
        }

        /// Whether the command should be done; if so, it is.
        mutating func expects(_ command: LedgerCommand, now: Instant) -> Bool {
            switch command {
            case .appropriate(let book, let funder, let amount):
                move(AccountKey(book: book, kind: .source, owner: funder), .pool(book), amount.fen)
            case .grant(let key, let amount, let expiresAt):
                guard free(.pool(key.book)) >= amount.fen else { return false }
                move(.pool(key.book), key, amount.fen)
                expiry[key] = expiresAt
            case .hold(let id, let from, let to, let amount):
                if let last = expiry[from], last < now { return false }
                guard free(from) >= amount.fen else { return false }
                reservations[id] = (from, to, amount.fen, false)
            case .redeem(let id, let amount, let rest):
                guard let hold = reservations[id], !hold.settles, amount.fen <= hold.fen else { return false }
                reservations[id] = nil
                move(hold.from, hold.to, amount.fen)
                if let rest, hold.fen > amount.fen {
                    reservations[rest] = (hold.from, hold.to, hold.fen - amount.fen, false)
                } else {
                    sweep(hold.from, hold.fen - amount.fen, now)
                }
            case .release(let id):
                guard let hold = reservations[id], !hold.settles else { return false }
                reservations[id] = nil
                sweep(hold.from, hold.fen, now)
            case .refund(let from, let to, let amount):
                guard from.kind == .receivable || free(from) >= amount.fen else { return false }
                move(from, to, amount.fen)
                sweep(to, amount.fen, now)
            case .clawback(let from, let amount):
                guard from.kind == .receivable || free(from) >= amount.fen else { return false }
                move(from, .pool(from.book), amount.fen)
            case .expire(let key):
                guard let last = expiry[key], last < now else { return false }
                move(key, .pool(key.book), free(key))
            case .settleOut(let id, let from, let settlement, let amount):
                guard free(from) >= amount.fen else { return false }
                let transit = AccountKey(book: from.book, kind: .transit, owner: settlement)
                reservations[id] = (from, transit, amount.fen, true)
            case .settleConfirm(let id):
                guard let hold = reservations[id], hold.settles else { return false }
                reservations[id] = nil
                move(hold.from, AccountKey(book: id.book, kind: .paid), hold.fen)
            case .settleReturn(let id):
                guard let hold = reservations[id], hold.settles else { return false }
                reservations[id] = nil
            case .deposit(let to, let amount):
                guard to.kind == .own || has[to, default: 0] + amount.fen <= 0 else { return false }
                move(AccountKey(book: to.book, kind: .source, owner: to.kind == .own ? to.owner : 0), to, amount.fen)
            default: return false
            }
            return true
        }

        private mutating func sweep(_ key: AccountKey, _ fen: Int64, _ now: Instant) {
            if let last = expiry[key], last < now { move(key, .pool(key.book), fen) }
        }
    }

    static func command(_ random: inout SplitMix64, _ book: ID<Book>, _ model: Model, now: Instant) -> LedgerCommand {
        func amount(_ random: inout SplitMix64) -> Money { Money(fen: .random(in: 1...5_000, using: &random)) }
        let grant = AccountKey(book: book, kind: .grant, owner: .random(in: 1...4, using: &random))
        let payable = AccountKey(book: book, kind: .payable, owner: .random(in: 1...2, using: &random))
        let receivable = AccountKey(book: book, kind: .receivable, owner: 1)
        let own = AccountKey(book: book, kind: .own, owner: .random(in: 1...2, using: &random))
        let id = TransferID(book: book, serial: random.next())
        let some = model.reservations.keys.min { $0.serial < $1.serial } ?? id
        switch Int.random(in: 0..<14, using: &random) {
        case 0: return .appropriate(book: book, funder: 9, amount(&random))
        case 1:
            return .grant(
                grant, amount(&random), expiresAt: now.advanced(by: .minutes(.random(in: 1...50, using: &random))))
        case 2, 3: return .hold(id, from: Bool.random(using: &random) ? grant : own, to: payable, amount(&random))
        case 4, 5: return .redeem(some, amount(&random), keepingRestAs: Bool.random(using: &random) ? id : nil)
        case 6: return .release(some)
        case 7: return .refund(from: Bool.random(using: &random) ? payable : receivable, to: grant, amount(&random))
        case 8: return .clawback(from: Bool.random(using: &random) ? grant : receivable, amount(&random))
        case 9: return .expire(grant)
        case 10: return .settleOut(id, from: payable, settlement: 3, amount(&random))
        case 11: return .settleConfirm(some)
        case 12: return .settleReturn(some)
        default: return .deposit(to: Bool.random(using: &random) ? own : receivable, amount(&random))
        }
    }

    static func disagreement(_ model: Model, _ state: LedgerState) -> String? {
        var sums: (Int64, Int64) = (0, 0)
        for (key, account) in state.accounts {
            let balance = account.balance
            sums.0 += balance.postedDebits - balance.postedCredits
            sums.1 += balance.heldDebits - balance.heldCredits
            if balance.posted.fen != model.has[key, default: 0] { return "\(key): posted \(balance.posted.fen)" }
            if key.kind.bound == .credit, balance.available.fen != model.free(key) || balance.available.fen < 0 {
                return "\(key): available \(balance.available.fen)"
            }
        }
        return sums == (0, 0) ? nil : "debits and credits differ"
    }

    @Test(arguments: 1...20)
    func rules_agreeWithTheModel(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let book = ID<Book>(rawValue: 1)
        var now = Instant(milliseconds: 1_000_000)
        var state = LedgerState()
        state.heads[book] = LedgerState.Head(at: now)
        var model = Model()
        var done = 0
        for step in 0..<600 {
            now = now.advanced(by: .seconds(.random(in: 0...60, using: &random)))
            let command = Self.command(&random, book, model, now: now)
            let context = LedgerContext(
                now: now, actor: 1, reference: BusinessReference(kind: "model", id: Int64(step)), request: nil,
                seed: (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            let expected = model.expects(command, now: now)
            let made = try? LedgerRules.apply([command], to: &state, context: context)
            #expect((made != nil) == expected, "seed \(seed), step \(step): \(command)")
            let difference = Self.disagreement(model, state)
            #expect(difference == nil, "seed \(seed), step \(step): \(command)")
            if difference != nil || (made != nil) != expected { return }
            done += made == nil ? 0 : 1
        }
        #expect(done > 100, "seed \(seed): too few commands were possible to mean anything")
    }

    @Test(arguments: 1...2)
    func database_agreesWithTheModel(seed: UInt64) async throws {
        let books = try await BooksFixture(seed: seed)
        var random = SplitMix64(state: seed)
        var model = Model()
        for step in 0..<250 {
            books.test.clock.advance(by: .seconds(.random(in: 0...60, using: &random)))
            let now = books.test.clock.now
            let command = Self.command(&random, books.book, model, now: now)
            let expected = model.expects(command, now: now)
            let made = try? await books.post(command)
            #expect((made != nil) == expected, "seed \(seed), step \(step): \(command)")
            if (made != nil) != expected { return }
        }
        for (key, fen) in model.has { #expect(try books.balance(key).posted.fen == fen, "seed \(seed): \(key)") }
        let report = try books.house.database.read { tx in
            Verification.run(Verification.checks(migrations: [BooksSchema.migration]), in: tx)
        }
        #expect(report.findings == [])
        #expect(report.transfers > 50)
    }
}
