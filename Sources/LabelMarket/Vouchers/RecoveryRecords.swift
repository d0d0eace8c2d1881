import Storage

/// Reads recoveries with what was paid, charged and given up of them.
enum RecoveryRecords {
    static func load(_ id: ID<RecoveryMark>, in transaction: ReadTransaction) throws -> RecoveryView? {
        try all(where: "recovery.id = \(id)", in: transaction).first
    }

    private struct Head {
        let id: ID<RecoveryMark>
        let voucher: ID<Grant>
        let programme: ProgrammeKey
        let version: Int
        let debtor: ID<Organisation>
        let debtorName: Bilingual
        let book: ID<Book>
        let demand: RecoveryDemand
        let openedAt: Instant
    }

    static func all(where condition: SQL, in transaction: ReadTransaction) throws -> [RecoveryView] {
        let found = try transaction.all(
            """
            SELECT recovery.id AS id, recovery.voucher AS voucher, recovery.book AS book, recovery.debtor AS debtor,
              recovery.amount_fen AS amount_fen, recovery.reason AS reason, recovery.legal_basis AS legal_basis,
              recovery.due_on AS due_on, recovery.opened_at AS opened_at, voucher.programme AS programme,
              voucher.version AS version,
              organisation.name_zh AS zh, COALESCE(organisation.name_en, organisation.name_zh) AS en
            FROM recovery JOIN voucher ON voucher.id = recovery.voucher
            JOIN organisation ON organisation.id = recovery.debtor
            WHERE \(condition) ORDER BY recovery.id DESC LIMIT 500
            """
        ) { row in
            Head(
                id: try row("id"), voucher: try row("voucher"), programme: try row("programme"), version: try row("version"),
                debtor: try row("debtor"), debtorName: Bilingual(zh: try row("zh"), en: try row("en")),
                book: try row("book"),
                demand: RecoveryDemand(
                    amount: try row("amount_fen"), reason: try row("reason"), legalBasis: try row("legal_basis"),
                    dueOn: try row("due_on")),
                openedAt: try row("opened_at"))
        }
        return try found.map { try view($0, in: transaction) }
    }

    private static func view(_ head: Head, in transaction: ReadTransaction) throws -> RecoveryView {
        let programme = try ProgrammeEdition.load(head.programme, version: head.version, in: transaction)?.programme
        return RecoveryView(
            id: head.id, voucher: head.voucher, programme: head.programme,
            programmeName: try Programmes.name(of: head.programme, in: transaction), debtor: head.debtor,
            debtorName: head.debtorName, book: head.book, demand: head.demand, openedAt: head.openedAt,
            payments: try payments(of: head.id, in: transaction),
            rule: programme?.clauses.first { $0.rule.kind == .recovery }, lateInterest: programme.flatMap(LateInterest.init),
            charged: try transaction.first(
                "SELECT amount_fen, until_day FROM recovery_interest WHERE recovery = \(head.id)"
            ) { row in RecoveryView.Charged(amount: try row.at(0), until: try row.at(1)) },
            writeOffs: try writeOffs(of: head.id, in: transaction))
    }

    private static func payments(
        of id: ID<RecoveryMark>, in transaction: ReadTransaction
    ) throws -> [RecoveryPayment] {
        try transaction.all(
            "SELECT bank_reference, amount_fen, received_on FROM recovery_payment WHERE recovery = \(id) ORDER BY number"
        ) { row in
            RecoveryPayment(bankReference: try row.at(0), amount: try row.at(1), receivedOn: try row.at(2))
        }
    }

    private static func writeOffs(
        of id: ID<RecoveryMark>, in transaction: ReadTransaction
    ) throws -> [RecoveryWriteOff] {
        try transaction.all(
            """
            SELECT off.number AS number, off.amount_fen AS amount_fen, off.reason AS reason, off.state AS state,
              off.proposed_at AS proposed_at, off.proposed_by AS proposed_by,
              off.decided_at AS decided_at, proposer.name AS proposer, COALESCE(decider.name, '') AS decider
            FROM recovery_write_off AS off JOIN person AS proposer ON proposer.id = off.proposed_by
            LEFT JOIN person AS decider ON decider.id = off.decided_by
            WHERE off.recovery = \(id) ORDER BY off.number
            """
        ) { row in
            RecoveryWriteOff(
                number: try row("number"), amount: try row("amount_fen"), reason: try row("reason"), state: try row("state"),
                proposedAt: try row("proposed_at"), proposedBy: try row("proposed_by"),
                proposerName: try row("proposer"), decidedAt: try row("decided_at"), deciderName: try row("decider"))
        }
    }
}
