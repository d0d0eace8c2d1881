import LabelMarket
import Storage

/// Something nobody may do to the database, and what stands in its way.
struct Attack: Sendable, CustomStringConvertible {
    let description: String
    /// What must be taken away before it succeeds. More than one name: twins that stand in for each other.
    let drops: [String]
    let run: @Sendable (Attacker) throws -> Void

    init(_ description: String, drops: String..., run: @escaping @Sendable (Attacker) throws -> Void) {
        self.description = description
        self.drops = drops
        self.run = run
    }

    static let all = appendOnly + chain + transfers + constraints + accounts + others + types

    private static let appendOnly: [Attack] = [
        Attack("change a transfer", drops: "transfer_not_changed") {
            try $0.run("UPDATE transfer SET reference_id = 2")
        },
        Attack("delete the newest transfer", drops: "transfer_not_deleted") {
            try $0.run("DELETE FROM transfer WHERE book = \($0.books.market.rawValue) AND sequence = 3")
        },
        Attack("replace a transfer by its number", drops: "transfer_not_replaced", "transfer_sequence") {
            try $0.run(noRecursion)
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            let previous = try $0.tx.value(
                "SELECT previous_hash FROM transfer WHERE book = \($0.books.market) AND sequence = 3", as: SQLValue.self
            )
            try $0.insert(
                row, replacing: true,
                ["sequence": .integer(3), "batch": .integer(3), "previous_hash": previous ?? .null])
        },
        Attack("replace a transfer by its id", drops: "transfer_id_new") {
            try $0.run(noRecursion)
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            let id = try $0.tx.value(
                "SELECT id FROM transfer WHERE book = \($0.books.market) AND sequence = 1", as: SQLValue.self)
            try $0.insert(row, replacing: true, ["id": id ?? .null])
        },
        Attack("replace a resolution", drops: "transfer_resolves_open") {
            try $0.run(noRecursion)
            let row = try $0.honest(.release($0.second))[0]
            try $0.insert(row)
            try $0.applyImages(row, "debit")
            try $0.applyImages(row, "credit")
            let again = try $0.honest(.release($0.hold))[0]
            try $0.insert(again, replacing: true, ["resolves": row.first { $0.name == "resolves" }!.value])
        },
        Attack("change a book", drops: "book_not_changed") { try $0.run("UPDATE book SET opened_at = 1") },
        Attack("delete a book", drops: "book_not_deleted") {
            try $0.run("INSERT INTO book (id, programme, year, opened_at) VALUES (5, 'x', 2030, 0)")
            try $0.run("DELETE FROM book WHERE id = 5")
        },
        Attack("replace a book", drops: "book_not_replaced") {
            try $0.run(noRecursion)
            try $0.run(
                "INSERT OR REPLACE INTO book (id, programme, year, opened_at) SELECT id, 'x', 2030, 0 FROM book LIMIT 1"
            )
        },
        Attack("change a request", drops: "request_not_changed") { try $0.run("UPDATE request SET answer = ''") },
        Attack("delete a request", drops: "request_not_deleted") { try $0.run("DELETE FROM request") },
        Attack("replace a request", drops: "request_not_replaced") {
            try $0.run(noRecursion)
            try $0.run(
                "INSERT OR REPLACE INTO request SELECT key, content_hash, 99, at, outcome, answer, transfers FROM request"
            )
        },
        Attack("change the audit chain", drops: "audit_not_changed") { try $0.run("UPDATE audit SET note = 'x'") },
        Attack("delete from the audit chain", drops: "audit_not_deleted") { try $0.run("DELETE FROM audit") },
        Attack("replace in the audit chain", drops: "audit_not_replaced", "audit_sequence") {
            try $0.run(noRecursion)
            try $0.run(
                "INSERT OR REPLACE INTO audit SELECT sequence, at, 99, membership, organisation, act, object_kind, object_id, note, before_hash, after_hash, previous_hash, hash FROM audit"
            )
        },
        Attack("change a seal", drops: "checkpoint_not_changed") { try $0.run("UPDATE checkpoint SET posted = 0") },
        Attack("delete a seal", drops: "checkpoint_not_deleted") { try $0.run("DELETE FROM checkpoint") },
        Attack("replace a seal", drops: "checkpoint_not_replaced") {
            try $0.run(noRecursion)
            try $0.run("INSERT OR REPLACE INTO checkpoint SELECT * FROM checkpoint")
        },
    ]

    private static let chain: [Attack] = [
        Attack("leave a gap", drops: "transfer_sequence") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            let next = SQLValue.integer($0.number(row, "sequence") + 1)
            try $0.insert(
                row, ["sequence": next, "batch": next, "previous_hash": .blob([UInt8](repeating: 0, count: 32))])
        },
        Attack("break the link", drops: "transfer_link") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["previous_hash": blob32])
        },
        Attack("put the clock back", drops: "transfer_clock") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["at": .integer(0)])
        },
        Attack("join a batch long done", drops: "transfer_batch_whole") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["batch": .integer(1)])
        },
        Attack("leave accounts behind", drops: "transfer_previous_applied") {
            let rows = try $0.honest(
                .deposit(to: $0.books.own(1), Money(fen: 4)), .deposit(to: $0.books.own(2), Money(fen: 4)))
            try $0.insert(rows[0])
            try $0.insert(rows[1])
        },
        Attack("leave a gap in the audit chain", drops: "audit_sequence") {
            try insertAudit($0, ["sequence": .integer(3), "previous_hash": .blob([UInt8](repeating: 0, count: 32))])
        },
        Attack("break the link of the audit chain", drops: "audit_link") {
            try insertAudit($0, ["sequence": .integer(2), "previous_hash": blob32])
        },
        Attack("put the clock of the audit chain back", drops: "audit_clock") {
            try insertAudit($0, ["sequence": .integer(2), "at": .integer(0)])
        },
    ]

    private static let transfers: [Attack] = [
        Attack("take an id twice", drops: "transfer_by_id", "transfer_id_new") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            let id = try $0.tx.value(
                "SELECT id FROM transfer WHERE book = \($0.books.market) AND sequence = 1", as: SQLValue.self)
            try $0.insert(row, ["id": id ?? .null])
        },
        Attack("resolve a hold twice", drops: "transfer_resolved_once", "transfer_resolves_open") {
            let row = try $0.honest(.release($0.second))[0]
            try $0.insert(row)
            try $0.applyImages(row, "debit")
            try $0.applyImages(row, "credit")
            let again = try $0.honest(.release($0.hold))[0]
            try $0.insert(again, ["resolves": row.first { $0.name == "resolves" }!.value])
        },
        Attack("post above the hold", drops: "transfer_resolves_own_hold") {
            let row = try $0.honest(.redeem($0.hold, Money(fen: 1_000), keepingRestAs: nil))[0]
            try $0.insert(
                row,
                [
                    "amount": .integer(1_001),
                    "debit_posted_debits": .integer($0.number(row, "debit_posted_debits") + 1),
                    "credit_posted_credits": .integer($0.number(row, "credit_posted_credits") + 1),
                ])
        },
        Attack("post to another supplier", drops: "transfer_resolves_own_hold") {
            try $0.openAccount($0.books.payable(51))
            let row = try $0.honest(.redeem($0.hold, Money(fen: 1_000), keepingRestAs: nil))[0]
            try $0.insert(
                row,
                [
                    "credit_owner": .integer(51), "credit_posted_credits": .integer(1_000),
                    "credit_held_credits": .integer(-1_000),
                ])
        },
        Attack("void a part of a hold", drops: "transfer_resolves_own_hold") {
            try $0.insert(try $0.honest(.release($0.hold))[0], ["amount": .integer(1)])
        },
        Attack("move nothing, checks switched off", drops: "transfer_amount_again") {
            try $0.run(noChecks)
            try insertNothing($0)
        },
        Attack("move nothing", drops: "transfer_amount_again", "transfer_amount") { try insertNothing($0) },
        Attack("add to a request already answered", drops: "transfer_request_open") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["request": try $0.tx.value("SELECT key FROM request", as: SQLValue.self) ?? .null])
        },
        Attack("misstate the debited account", drops: "transfer_debit_image") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["debit_posted_debits": .integer($0.number(row, "debit_posted_debits") + 1)])
        },
        Attack("misstate the credited account", drops: "transfer_credit_image") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["credit_posted_credits": .integer($0.number(row, "credit_posted_credits") + 1)])
        },
        Attack("debit an account that does not exist", drops: "transfer_debit", "transfer_debit_image") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["debit_owner": .integer(999)])
        },
        Attack("credit an account that does not exist", drops: "transfer_credit", "transfer_credit_image") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["credit_owner": .integer(999)])
        },
        Attack(
            "resolve a hold that does not exist", drops: "transfer_resolves", "transfer_resolves_own_hold",
            "transfer_debit_image", "transfer_credit_image"
        ) { try $0.insert(try $0.honest(.release($0.hold))[0], ["resolves": .integer(999)]) },
    ]

    private static let constraints: [Attack] = [
        Attack("shorten an id", drops: "transfer_id") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["id": .blob([1])])
        },
        Attack("put a transfer before its batch", drops: "transfer_batch", "transfer_batch_whole") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["batch": .integer(0)])
        },
        Attack("move money from an account to itself", drops: "transfer_two_accounts") {
            let row = try correction($0)
            try $0.insert(
                row,
                [
                    "credit_kind": .text("pool"), "credit_owner": .integer(0),
                    "debit_posted_credits": .integer($0.number(row, "debit_posted_credits")),
                    "credit_posted_debits": .integer($0.number(row, "debit_posted_debits") - 4),
                    "credit_posted_credits": .integer($0.number(row, "debit_posted_credits") + 4),
                    "credit_held_debits": .integer(0), "credit_held_credits": .integer(0),
                ])
        },
        Attack("resolve a hold by a plain transfer", drops: "transfer_resolution") {
            let row = try $0.honest(
                .correct(from: $0.books.grant(), to: $0.books.payable(), Money(fen: 4), approver: $0.books.chief.person)
            )[0]
            let hold = try $0.tx.value(
                "SELECT sequence FROM transfer WHERE book = \($0.books.book) AND id = \($0.hold)", as: SQLValue.self)
            try $0.insert(row, ["resolves": hold ?? .null])
        },
        Attack("correct alone", drops: "transfer_second_person") {
            try $0.insert(try correction($0), ["approver": .integer(1)])
        },
        Attack("move money for no reason", drops: "transfer_reference") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["reference_kind": .text("")])
        },
        Attack("shorten a hash", drops: "transfer_hashes") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["hash": .blob([1])])
        },
        Attack("shorten a request's key in a transfer", drops: "transfer_request") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            try $0.insert(row, ["request": .blob([1])])
        },
        Attack("run a grant to a supplier", drops: "transfer_route") {
            let row = try $0.honest(.clawback(from: $0.books.grant(), Money(fen: 4)))[0]
            try $0.insert(row, ["kind": .text("grant")])
        },
    ]

    private static let accounts: [Attack] = [
        Attack("delete an account", drops: "account_not_deleted") {
            try $0.openAccount($0.books.own(9))
            try $0.run("DELETE FROM account WHERE owner = 9 AND kind = 'own'")
        },
        Attack("open an account with money", drops: "account_starts_empty") { try openRich($0, "5") },
        Attack("open an account with a negative sum", drops: "account_sums", "account_starts_empty") {
            try openRich($0, "-5")
        },
        Attack("replace an account", drops: "account_not_replaced") {
            try $0.run(noRecursion)
            try $0.run(
                "INSERT OR REPLACE INTO account SELECT book, kind, owner, bound, NULL, 0, 0, 0, 0, 0 FROM account WHERE kind = 'own' AND owner = 1"
            )
        },
        Attack("give an account to another", drops: "account_key_kept") {
            try $0.openAccount($0.books.own(9))
            try $0.run("UPDATE account SET owner = 10 WHERE owner = 9 AND kind = 'own'")
        },
        Attack("add to a balance by hand", drops: "account_change_explained") {
            try $0.run("UPDATE account SET posted_credits = posted_credits + 1 WHERE kind = 'own' AND owner = 1")
        },
        Attack("overspend", drops: "account_bound_again", "account_within_credits") { try overspend($0) },
        Attack("overspend, checks switched off", drops: "account_bound_again") {
            try $0.run(noChecks)
            try overspend($0)
        },
        Attack("repay more than is owed", drops: "account_bound_again", "account_within_debits") {
            let books = $0.books
            try Books.post(
                [.clawback(from: books.receivable(), Money(fen: 5))], for: BusinessReference(kind: "contract", id: 1),
                by: books.officer, at: books.house.world.now(), in: $0.tx, world: books.house.world)
            try $0.openAccount(AccountKey(book: books.book, kind: .source))
            let row = try $0.honest(.deposit(to: books.receivable(), Money(fen: 5)))[0]
            try insertLarger($0, row, by: 1, then: "credit")
        },
        Attack("open an account of a book that does not exist", drops: "account_book") {
            try $0.openAccount(AccountKey(book: ID(rawValue: 999), kind: .own, owner: 1))
        },
        Attack("invent a kind of account", drops: "account_kind") {
            try $0.run("INSERT INTO account SELECT id, 'purse', 1, 'credit', NULL, 0, 0, 0, 0, 0 FROM book LIMIT 1")
        },
        Attack("free an account of its bound", drops: "account_bound") {
            try $0.run("INSERT INTO account SELECT id, 'suspense', 1, 'free', NULL, 0, 0, 0, 0, 0 FROM book LIMIT 1")
        },
        Attack("let a supplier's money expire", drops: "account_expiry") {
            try $0.run("INSERT INTO account SELECT id, 'payable', 99, 'credit', 1, 0, 0, 0, 0, 0 FROM book LIMIT 1")
        },
    ]

    private static let others: [Attack] = [
        Attack("open a second book for a year", drops: "book_once", "book_not_replaced") {
            try $0.run("INSERT INTO book (id, programme, year, opened_at) VALUES (5, 'beijing', 2026, 0)")
        },
        Attack("open a book for no year", drops: "book_year") {
            try $0.run("INSERT INTO book (id, programme, year, opened_at) VALUES (5, 'beijing', 26, 0)")
        },
        Attack("shorten a request's key", drops: "request_key") { try insertRequest($0, ["key": .blob([1])]) },
        Attack("answer a request with maybe", drops: "request_outcome") {
            try insertRequest($0, ["outcome": .text("maybe")])
        },
        Attack("refuse a request and move money", drops: "request_refused_moves_nothing") {
            $0.tx.request = [UInt8](repeating: 9, count: 16)
            try Books.post(
                [.deposit(to: $0.books.own(1), Money(fen: 4))], for: BusinessReference(kind: "deposit", id: 1),
                by: nil, at: $0.books.house.world.now(), in: $0.tx, world: $0.books.house.world)
            $0.tx.request = nil
            try insertRequest($0, ["outcome": .text("refused"), "transfers": .integer(1)])
        },
        Attack("misstate what a request made", drops: "request_counts_transfers") {
            try insertRequest($0, ["transfers": .integer(5)])
        },
        Attack("record an act without a name", drops: "audit_words") { try insertAudit($0, ["act": .text("")]) },
        Attack("shorten a hash of the audit chain", drops: "audit_hashes") {
            try insertAudit($0, ["before_hash": .blob([1])])
        },
        Attack("seal a book that does not exist", drops: "checkpoint_book") {
            try insertSeal($0, ["book": .integer(999)])
        },
        Attack("seal a range that runs backwards", drops: "checkpoint_range") {
            try insertSeal($0, ["first_sequence": .integer(5), "last_sequence": .integer(1)])
        },
        Attack("shorten a seal", drops: "checkpoint_lengths") { try insertSeal($0, ["signature": .blob([1])]) },
    ]

    private static let types: [Attack] = [
        Attack("write text for the moment of a book", drops: "strict book") {
            try $0.run("INSERT INTO book (id, programme, year, opened_at) VALUES (5, 'x', 2030, 'noon')")
        },
        Attack("write text for the owner of an account", drops: "strict account") {
            try $0.run(
                "INSERT INTO account SELECT id, 'suspense', 'me', 'credit', NULL, 0, 0, 0, 0, 0 FROM book LIMIT 1")
        },
        Attack("move half a fen", drops: "strict transfer") {
            let row = try $0.honest(.deposit(to: $0.books.own(1), Money(fen: 4)))[0]
            let names = row.map(\.name).joined(separator: ", ")
            // Floating point cannot be bound through this project's own types, so the halves are written out.
            let halved = ["amount", "debit_posted_debits", "credit_posted_credits"]
            let values = row.map { column -> SQL in
                halved.contains(column.name) ? "\(column.value) + 0.5" : "\(column.value)"
            }
            try $0.tx.execute(
                SQL(stringLiteral: "INSERT INTO transfer (\(names)) VALUES (") + SQL.joined(values, separator: ", ")
                    + ")")
        },
        Attack("write text for the moment of a request", drops: "strict request") {
            try insertRequest($0, ["at": .text("noon")])
        },
        Attack("write text for a person of the audit chain", drops: "strict audit") {
            try insertAudit($0, ["person": .text("me")])
        },
        Attack("write text for the moment of a seal", drops: "strict checkpoint") {
            try insertSeal($0, ["made_at": .text("noon")])
        },
    ]
}
