package import Storage

/// What the database refuses by itself beyond constraints: also a program with a defect, or a hand at the file, is held
/// to these.
package enum BooksGuards {
    package static let all =
        appendOnly("book", key: "id = NEW.id OR (programme = NEW.programme AND year = NEW.year)")
        + appendOnly("transfer", key: "book = NEW.book AND sequence = NEW.sequence")
        + appendOnly("request", key: "key = NEW.key")
        + appendOnly("audit", key: "sequence = NEW.sequence")
        + appendOnly("checkpoint", key: "book = NEW.book AND day = NEW.day")
        + chain + transfer + images + account + request + audit

    /// Never changed, never removed, never replaced: `INSERT OR REPLACE` would remove without asking a delete guard
    /// where the engine does not run triggers for it.
    private static func appendOnly(_ table: String, key: String) -> [Guard] {
        [
            Guard("\(table)_not_changed", .update, on: table, "\(table) rows are never changed"),
            Guard("\(table)_not_deleted", .delete, on: table, "\(table) rows are never deleted"),
            Guard(
                "\(table)_not_replaced", .insert, on: table, refuses: "EXISTS (SELECT 1 FROM \(table) WHERE \(key))",
                "\(table) rows are never replaced"),
        ]
    }

    private static let previous = "book = NEW.book AND sequence = NEW.sequence - 1"

    private static let chain = [
        Guard(
            "transfer_sequence", .insert, on: "transfer",
            refuses: "NEW.sequence <> COALESCE((SELECT MAX(sequence) FROM transfer WHERE book = NEW.book), 0) + 1",
            "a transfer takes the next number of its book"),
        Guard(
            "transfer_link", .insert, on: "transfer",
            refuses: """
                NEW.previous_hash <> COALESCE((SELECT hash FROM transfer WHERE \(previous)),
                    x'0000000000000000000000000000000000000000000000000000000000000000')
                """, "a transfer names the hash of the one before it"),
        Guard(
            "transfer_clock", .insert, on: "transfer",
            refuses: "EXISTS (SELECT 1 FROM transfer WHERE \(previous) AND at > NEW.at)",
            "the clock of a book never goes back"),
        Guard(
            "transfer_batch_whole", .insert, on: "transfer",
            refuses: """
                NEW.batch <> NEW.sequence
                AND NOT EXISTS (SELECT 1 FROM transfer WHERE \(previous) AND batch = NEW.batch)
                """, "a batch is contiguous"),
        Guard(
            "transfer_previous_applied", .insert, on: "transfer",
            refuses: """
                EXISTS (SELECT 1 FROM transfer p JOIN account a ON a.book = p.book
                    AND ((a.kind = p.debit_kind AND a.owner = p.debit_owner)
                        OR (a.kind = p.credit_kind AND a.owner = p.credit_owner))
                    WHERE p.book = NEW.book AND p.sequence = NEW.sequence - 1 AND a.touched <> p.sequence)
                """, "the transfer before has not reached its accounts"),
    ]

    private static let transfer = [
        Guard(
            "transfer_id_new", .insert, on: "transfer",
            refuses: "EXISTS (SELECT 1 FROM transfer WHERE book = NEW.book AND id = NEW.id)", "this id is taken"),
        Guard(
            "transfer_resolves_open", .insert, on: "transfer",
            refuses: """
                NEW.resolves IS NOT NULL
                AND EXISTS (SELECT 1 FROM transfer WHERE book = NEW.book AND resolves = NEW.resolves)
                """, "a hold is resolved once"),
        Guard(
            "transfer_resolves_own_hold", .insert, on: "transfer",
            refuses: """
                NEW.resolves IS NOT NULL AND NOT EXISTS (SELECT 1 FROM transfer h
                    WHERE h.book = NEW.book AND h.sequence = NEW.resolves AND h.phase = 'hold'
                    AND h.kind = CASE NEW.kind WHEN 'settle' THEN 'settle' ELSE 'hold' END
                    AND h.debit_kind = NEW.debit_kind AND h.debit_owner = NEW.debit_owner
                    AND h.credit_kind = NEW.credit_kind AND h.credit_owner = NEW.credit_owner
                    AND CASE NEW.phase WHEN 'void' THEN NEW.amount = h.amount ELSE NEW.amount <= h.amount END)
                """, "a resolution stays within its hold"),
        Guard(
            "transfer_amount_again", .insert, on: "transfer", refuses: "NEW.amount NOT BETWEEN 1 AND 9000000000000",
            "an amount is 1 fen to 90 billion yuan"),
        Guard(
            "transfer_request_open", .insert, on: "transfer",
            refuses: "NEW.request IS NOT NULL AND EXISTS (SELECT 1 FROM request WHERE key = NEW.request)",
            "this request is already answered"),
    ]

    private static let images = ["debit", "credit"].map { side in
        let other = side == "debit" ? "credit" : "debit"
        return Guard(
            "transfer_\(side)_image", .insert, on: "transfer",
            refuses: """
                NOT EXISTS (SELECT 1 FROM account a
                    WHERE a.book = NEW.book AND a.kind = NEW.\(side)_kind AND a.owner = NEW.\(side)_owner
                    AND NEW.\(side)_posted_\(side)s = a.posted_\(side)s
                        + CASE WHEN NEW.phase IN ('single', 'post') THEN NEW.amount ELSE 0 END
                    AND NEW.\(side)_held_\(side)s = a.held_\(side)s
                        + CASE NEW.phase WHEN 'single' THEN 0 WHEN 'hold' THEN NEW.amount
                            ELSE -(SELECT h.amount FROM transfer h
                                WHERE h.book = NEW.book AND h.sequence = NEW.resolves) END
                    AND NEW.\(side)_posted_\(other)s = a.posted_\(other)s
                    AND NEW.\(side)_held_\(other)s = a.held_\(other)s)
                """, "the sums after the transfer are those before it and the transfer")
    }

    private static let sums = ["posted_debits", "posted_credits", "held_debits", "held_credits"]

    private static func explained(by side: String) -> String {
        "t.\(side)_kind = NEW.kind AND t.\(side)_owner = NEW.owner AND "
            + sums.map { "t.\(side)_\($0) = NEW.\($0)" }.joined(separator: " AND ")
    }

    private static let account = [
        Guard(
            "account_starts_empty", .insert, on: "account",
            refuses: """
                NEW.touched <> 0 OR NEW.posted_debits <> 0 OR NEW.posted_credits <> 0
                OR NEW.held_debits <> 0 OR NEW.held_credits <> 0
                """, "an account starts empty"),
        Guard(
            "account_not_replaced", .insert, on: "account",
            refuses: """
                EXISTS (SELECT 1 FROM account WHERE book = NEW.book AND kind = NEW.kind AND owner = NEW.owner)
                """, "accounts are never replaced"),
        Guard("account_not_deleted", .delete, on: "account", "accounts are never deleted"),
        Guard(
            "account_key_kept", .update, on: "account",
            refuses: """
                NEW.book <> OLD.book OR NEW.kind <> OLD.kind OR NEW.owner <> OLD.owner OR NEW.bound <> OLD.bound
                """, "an account keeps its key and bound"),
        Guard(
            "account_change_explained", .update, on: "account",
            refuses: """
                (NEW.touched <> OLD.touched OR \(sums.map { "NEW.\($0) <> OLD.\($0)" }.joined(separator: " OR ")))
                AND NOT EXISTS (SELECT 1 FROM transfer t
                    WHERE t.book = NEW.book AND t.sequence = NEW.touched
                    AND t.sequence = (SELECT MAX(sequence) FROM transfer WHERE book = NEW.book)
                    AND ((\(explained(by: "debit"))) OR (\(explained(by: "credit")))))
                """, "a balance changes by the newest transfer only"),
        Guard(
            "account_bound_again", .update, on: "account",
            refuses: """
                (NEW.bound = 'credit' AND NEW.posted_debits + NEW.held_debits > NEW.posted_credits)
                OR (NEW.bound = 'debit' AND NEW.posted_credits + NEW.held_credits > NEW.posted_debits)
                """, "the account has less than that"),
    ]

    private static let request = [
        Guard(
            "request_counts_transfers", .insert, on: "request",
            refuses: "NEW.transfers <> (SELECT COUNT(*) FROM transfer WHERE request = NEW.key)",
            "a request names how many transfers it made")
    ]

    private static let audit = [
        Guard(
            "audit_sequence", .insert, on: "audit",
            refuses: "NEW.sequence <> COALESCE((SELECT MAX(sequence) FROM audit), 0) + 1",
            "an audit entry takes the next number"),
        Guard(
            "audit_link", .insert, on: "audit",
            refuses: """
                NEW.previous_hash <> COALESCE((SELECT hash FROM audit WHERE sequence = NEW.sequence - 1),
                    x'0000000000000000000000000000000000000000000000000000000000000000')
                """, "an audit entry names the hash of the one before it"),
        Guard(
            "audit_clock", .insert, on: "audit",
            refuses: "EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence - 1 AND at > NEW.at)",
            "the clock of the audit chain never goes back"),
    ]
}
