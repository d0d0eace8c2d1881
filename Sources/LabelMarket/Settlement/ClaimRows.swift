internal import Storage

/// Reading claims, and who may do what with the books behind them.
enum ClaimRows {
    static let columns: SQL = """
        claim.id, claim.number, claim.book, claim.vendor, claim.contract, claim.reservation, claim.state, claim.amount_fen,
        claim.invoice_number, claim.invoice_on, claim.invoice_fen, claim.invoice_blob, claim.invoice_file, claim.filed_at,
        claim.decided_at, claim.reason
        """

    static func claim(_ row: borrowing Row) throws -> Claim {
        let contract: ID<Contract>? = try row("contract")
        return Claim(
            id: try row("id"), number: try row("number"), book: try row("book"), vendor: try row("vendor"),
            subject: try contract.map { .contract($0) } ?? .reservation(try row("reservation")), state: try row("state"), amount: try row("amount_fen"),
            invoice: Invoice(
                number: try row("invoice_number"), date: try row("invoice_on"), amount: try row("invoice_fen"),
                file: try row("invoice_blob"), fileName: try row("invoice_file")),
            filedAt: try row("filed_at"), decidedAt: try row("decided_at"), reason: try row("reason"))
    }

    /// The claim, when this actor may see it: its payee, the office of its book, auditors and administrators.
    static func claim(_ id: ID<Claim>, for actor: Actor, in transaction: ReadTransaction) throws -> Claim {
        let found = try transaction.first("SELECT \(columns) FROM claim WHERE claim.id = \(id)") { try claim($0) }
        guard let found else { throw CommonRefusal.notFound }
        switch actor.role {
        case .vendor, .operator where found.vendor == actor.organisation: return found
        case .auditor, .administrator: return found
        case .officer where try bureau(of: found.book, in: transaction) == actor.organisation: return found
        default: throw CommonRefusal.notFound
        }
    }

    /// Captured money of a contract or a reservation that is on no live claim.
    static func open(
        of subject: ClaimSubject, in transaction: ReadTransaction
    ) throws -> [(hold: TransferID, lot: Int, amount: Money)] {
        let query: SQL =
            switch subject {
            case .contract(let contract):
                """
                SELECT lot_hold.transfer, lot_hold.lot, lot_hold.captured_fen FROM lot_hold
                WHERE lot_hold.contract = \(contract) AND lot_hold.captured_fen > 0 AND NOT EXISTS
                    (SELECT 1 FROM claim_line WHERE claim_line.lot_hold = lot_hold.transfer AND claim_line.live = 1)
                ORDER BY lot_hold.lot, lot_hold.transfer
                """
            case .reservation(let reservation):
                """
                SELECT reservation_hold.transfer, 0, reservation_hold.captured_fen FROM reservation_hold
                WHERE reservation_hold.reservation = \(reservation) AND reservation_hold.captured_fen > 0 AND NOT EXISTS
                    (SELECT 1 FROM claim_line
                    WHERE claim_line.reservation_hold = reservation_hold.transfer AND claim_line.live = 1)
                ORDER BY reservation_hold.transfer
                """
            }
        return try transaction.all(query) { row in (try row.at(0), try row.at(1), try row.at(2)) }
    }

    /// What the actor is paid for, and since when its terms stand.
    /// - Throws: ``CommonRefusal/notFound`` unless it is the actor's own.
    static func terms(
        of subject: ClaimSubject, for actor: Actor, in transaction: ReadTransaction
    ) throws -> (number: String, agreedAt: Instant) {
        switch subject {
        case .contract(let id):
            guard actor.role == .vendor, let terms = try Contracts.load(id, for: actor, in: transaction) else {
                throw CommonRefusal.notFound
            }
            return (terms.number, terms.signedAt)
        case .reservation(let id):
            guard actor.role == .operator, let terms = try Reservations.load(id, for: actor, in: transaction) else {
                throw CommonRefusal.notFound
            }
            return (terms.number, terms.madeAt)
        }
    }

    /// The bureau that answers for a programme's book; nil for the market's own book.
    static func bureau(of book: ID<Book>, in transaction: ReadTransaction) throws -> ID<Organisation>? {
        try transaction.value(
            """
            SELECT programme_version.bureau FROM pot
            JOIN programme_version ON programme_version.programme = pot.programme
            WHERE pot.book = \(book) ORDER BY programme_version.version DESC LIMIT 1
            """)
    }

    /// Officers settle the books of their bureau, administrators the market's own.
    static func requireBookOffice(
        _ book: ID<Book>, _ actor: Actor, in transaction: ReadTransaction
    ) throws {
        let bureau = try bureau(of: book, in: transaction)
        switch actor.role {
        case .officer where bureau == actor.organisation: return
        case .administrator where bureau == nil: return
        default: throw CommonRefusal.forbidden
        }
    }

    static func bankAccount(
        of organisation: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> (payee: String, account: String)? {
        try transaction.first(
            """
            SELECT name_zh, bank_name, bank_account FROM organisation
            WHERE id = \(organisation) AND bank_account IS NOT NULL
            """
        ) { row in (try row.at(0), try row.at(1, as: String.self) + " " + (try row.at(2, as: String.self))) }
    }

    /// `C-2026-000013`: one more than the highest of the year.
    static func nextNumber(
        _ letter: String, table: SQL, at now: Instant, in transaction: ReadTransaction
    ) throws -> String {
        let prefix = "\(letter)-\(padded(now.shanghaiDate.parts.year, 4))-"
        let highest: String?? = try transaction.value(
            "SELECT MAX(number) FROM \(table) WHERE number >= \(prefix) AND number < \(prefix + "~")", as: String?.self)
        return SettlementRules.next(after: highest ?? nil, prefix: prefix)
    }

    /// Name of the programme behind a book; nil for the market's own.
    static func programmeName(of book: ID<Book>, in transaction: ReadTransaction) throws -> Bilingual? {
        try transaction.first(
            """
            SELECT programme_version.name_zh, programme_version.name_en, pot.year FROM pot
            JOIN programme_version ON programme_version.programme = pot.programme
            WHERE pot.book = \(book) ORDER BY programme_version.version DESC LIMIT 1
            """
        ) { row in
            let year: Int = try row.at(2)
            return Bilingual(zh: try row.at(0, as: String.self) + "（\(year) 年）", en: try row.at(1, as: String.self) + " (\(year))")
        }
    }
}
