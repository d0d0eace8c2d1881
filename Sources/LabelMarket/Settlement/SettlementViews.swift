package import Storage

/// What a vendor or an operator sees about getting paid.
package struct VendorClaims: Sendable {
    /// Contracts and reservations with earned money that no claim asks for yet.
    package let open: [OpenClaim]
    package let claims: [ClaimRow]
    /// Whether there are more, older claims.
    package let next: ID<Claim>?
}

/// Something that can be claimed.
package struct OpenClaim: Sendable {
    package let subject: ClaimSubject
    package let number: String
    /// The job's title, or the accelerators.
    package let title: String
    package let claimable: Claimable
}

/// A claim as lists show it.
package struct ClaimRow: Sendable {
    package let claim: Claim
    /// Of the contract or the reservation.
    package let subjectNumber: String
    package let vendorName: Bilingual
    package let programmeName: Bilingual?
}

/// The dossier: everything a claim rests on, already held by the market.
package struct ClaimDossier: Sendable {
    package let row: ClaimRow
    package let basis: Basis
    package let buyerName: Bilingual
    /// What the books say about the contract or the reservation, in the claim's book.
    package let transfers: [Transfer]
    package let settlement: (id: ID<Settlement>, number: String)?
    /// Whether this actor decides on it.
    package let mayDecide: Bool

    /// What was agreed, and what proves that it was done.
    package enum Basis: Sendable {
        case contract(Contract, jobTitle: String, lots: [LotEvidence])
        case reservation(Reservation, accelerator: String, siteName: Bilingual, reports: [UsageReport])
    }

    package struct LotEvidence: Sendable {
        package let lot: Int
        package let items: Int
        package let accepted: Int
        package let decidedAt: Instant
        package let amount: Money
    }
}

/// A book that the actor settles, with what waits on it.
package struct OfficeBook: Sendable {
    package let book: ID<Book>
    package let programmeName: Bilingual?
    package let filed: [ClaimRow]
    package let approved: [ClaimRow]
    package let settlements: [Settlement]
}

extension Claims {
    /// - Parameter after: the last claim of the page before.
    package func forVendor(_ actor: Actor, after: ID<Claim>? = nil) throws -> VendorClaims {
        try actor.require(.vendor, .operator)
        return try house.database.read { transaction in
            var open: [OpenClaim] = []
            for (subject, number, title) in try Self.earned(by: actor, in: transaction) {
                for claimable in try Self.claimable(of: subject, in: transaction) {
                    open.append(OpenClaim(subject: subject, number: number, title: title, claimable: claimable))
                }
            }
            let size = Self.pageSize
            let claims = try Self.rows(
                Self.of(actor.organisation, after: after), limit: size + 1,
                in: transaction)
            return VendorClaims(
                open: open, claims: Array(claims.prefix(size)), next: claims.count > size ? claims[size - 1].claim.id : nil)
        }
    }

    private static func earned(
        by actor: Actor, in transaction: ReadTransaction
    ) throws -> [(ClaimSubject, number: String, title: String)] {
        guard actor.role == .operator else {
            return try transaction.all(
                """
                SELECT DISTINCT contract.id, contract.number, job.title FROM contract
                JOIN job ON job.id = contract.job JOIN lot_hold ON lot_hold.contract = contract.id
                WHERE contract.vendor = \(actor.organisation) AND lot_hold.captured_fen > 0 AND NOT EXISTS
                    (SELECT 1 FROM claim_line WHERE claim_line.lot_hold = lot_hold.transfer AND claim_line.live = 1)
                ORDER BY contract.id
                """
            ) { row in (.contract(try row.at(0)), try row.at(1), try row.at(2)) }
        }
        return try transaction.all(
            """
            SELECT DISTINCT reservation.id, reservation.number, compute_window.accelerator FROM reservation
            JOIN compute_window ON compute_window.id = reservation.compute_window
            JOIN reservation_hold ON reservation_hold.reservation = reservation.id
            WHERE reservation.operator = \(actor.organisation) AND reservation_hold.captured_fen > 0 AND NOT EXISTS
                (SELECT 1 FROM claim_line
                WHERE claim_line.reservation_hold = reservation_hold.transfer AND claim_line.live = 1)
            ORDER BY reservation.id
            """
        ) { row in (.reservation(try row.at(0)), try row.at(1), try row.at(2)) }
    }

    /// What can be claimed of one contract or reservation on one book, for the form.
    package func claimable(
        _ subject: ClaimSubject, on book: ID<Book>, for actor: Actor
    ) throws -> (number: String, claimable: Claimable) {
        try actor.require(.vendor, .operator)
        return try house.database.read { transaction in
            let terms = try ClaimRows.terms(of: subject, for: actor, in: transaction)
            guard let found = try Self.claimable(of: subject, in: transaction).first(where: { $0.book == book }) else {
                throw SettlementRefusal.nothingToClaim
            }
            return (terms.number, found)
        }
    }

    package func dossier(_ id: ID<Claim>, for actor: Actor) throws -> ClaimDossier {
        try house.database.read { transaction in
            let claim = try ClaimRows.claim(id, for: actor, in: transaction)
            guard let row = try Self.rows("claim.id = \(id)", limit: 1, in: transaction).first else {
                throw CommonRefusal.notFound
            }
            let (basis, buyer) = try Self.basis(of: claim, in: transaction)
            let settlement = try transaction.first(
                """
                SELECT settlement.id, settlement.number FROM settlement_line
                JOIN settlement ON settlement.id = settlement_line.settlement
                WHERE settlement_line.claim = \(id) AND settlement_line.state <> 'returned'
                """
            ) { row in (id: try row.at(0, as: ID<Settlement>.self), number: try row.at(1, as: String.self)) }
            let mayDecide = claim.state == .filed && (try? ClaimRows.requireBookOffice(claim.book, actor, in: transaction)) != nil
            return ClaimDossier(
                row: row, basis: basis, buyerName: try Organisations.name(of: buyer, in: transaction),
                transfers: try Books.transfers(for: claim.subject.reference, in: transaction)
                    .filter { $0.book == claim.book },
                settlement: settlement, mayDecide: mayDecide)
        }
    }

    private static func basis(
        of claim: Claim, in transaction: ReadTransaction
    ) throws -> (ClaimDossier.Basis, buyer: ID<Organisation>) {
        switch claim.subject {
        case .contract(let id):
            guard let contract = try Contracts.load(id, for: nil, in: transaction),
                let job = try Jobs.load(contract.job, in: transaction)
            else { throw CommonRefusal.notFound }
            return (
                .contract(contract, jobTitle: job.title, lots: try evidence(of: claim.id, in: transaction)), contract.buyer
            )
        case .reservation(let id):
            guard let reservation = try Reservations.load(id, for: nil, in: transaction),
                let offer = try ComputeWindows.openWindow(
                    reservation.window, at: reservation.madeAt, in: transaction)
            else { throw CommonRefusal.notFound }
            return (
                .reservation(
                    reservation, accelerator: offer.window.accelerator, siteName: offer.site.name,
                    reports: try Reservations.reports(of: id, in: transaction)), reservation.buyer
            )
        }
    }

    /// Whether this actor's office decides the claims on `book` and pays them.
    package func settles(_ book: ID<Book>, _ actor: Actor) throws -> Bool {
        try house.database.read { (try? ClaimRows.requireBookOffice(book, actor, in: $0)) != nil }
    }

    /// The invoice's file, for those who may see the claim.
    package func invoice(of id: ID<Claim>, for actor: Actor) throws -> Invoice {
        try house.database.read { try ClaimRows.claim(id, for: actor, in: $0).invoice }
    }

    private static func claimable(of subject: ClaimSubject, in transaction: ReadTransaction) throws -> [Claimable] {
        let open = try ClaimRows.open(of: subject, in: transaction)
        return try Dictionary(grouping: open, by: \.hold.book).sorted { $0.key < $1.key }.map { book, lines in
            Claimable(
                book: book, programmeName: try ClaimRows.programmeName(of: book, in: transaction),
                amount: try lines.reduce(Money.zero) { try $0.adding($1.amount) }, lots: Set(lines.map(\.lot)).subtracting([0]).sorted())
        }
    }

    private static func evidence(
        of claim: ID<Claim>, in transaction: ReadTransaction
    ) throws -> [ClaimDossier.LotEvidence] {
        try transaction.all(
            """
            SELECT lot.number, lot.last_item - lot.first_item + 1, lot.accepted_items, lot.decided_at,
                SUM(claim_line.amount_fen)
            FROM claim_line JOIN lot_hold ON lot_hold.transfer = claim_line.lot_hold
            JOIN lot ON lot.contract = lot_hold.contract AND lot.number = lot_hold.lot
            WHERE claim_line.claim = \(claim)
            GROUP BY lot.number, lot.last_item, lot.first_item, lot.accepted_items, lot.decided_at ORDER BY lot.number
            """
        ) { row in
            ClaimDossier.LotEvidence(
                lot: try row.at(0), items: try row.at(1), accepted: try row.at(2), decidedAt: try row.at(3),
                amount: try row.at(4))
        }
    }

    /// A vendor's claims, newest first.
    package static func listQuery(_ vendor: ID<Organisation>, after: ID<Claim>?) -> SQL {
        query(of(vendor, after: after), limit: pageSize + 1)
    }

    /// What waits for the office of a book.
    package static func queueQuery(_ book: ID<Book>) -> SQL {
        query("claim.book = \(book) AND claim.state = \(ClaimState.filed)", limit: pageSize)
    }

    private static func of(_ vendor: ID<Organisation>, after: ID<Claim>?) -> SQL {
        "claim.vendor = \(vendor) AND claim.id < \(after?.rawValue ?? .max)"
    }

    static let pageSize = 20

    private static func query(_ condition: SQL, limit: Int) -> SQL {
        """
        SELECT \(ClaimRows.columns), COALESCE(contract.number, reservation.number) AS subject_number,
          organisation.name_zh AS vendor_zh, COALESCE(organisation.name_en, organisation.name_zh) AS vendor_en
        FROM claim LEFT JOIN contract ON contract.id = claim.contract
        LEFT JOIN reservation ON reservation.id = claim.reservation
        JOIN organisation ON organisation.id = claim.vendor
        WHERE \(condition) ORDER BY claim.id DESC LIMIT \(limit)
        """
    }

    static func rows(_ condition: SQL, limit: Int, in transaction: ReadTransaction) throws -> [ClaimRow] {
        try transaction.all(query(condition, limit: limit)) { row in
            let claim = try ClaimRows.claim(row)
            return ClaimRow(
                claim: claim, subjectNumber: try row("subject_number"),
                vendorName: Bilingual(zh: try row("vendor_zh"), en: try row("vendor_en")),
                programmeName: try ClaimRows.programmeName(of: claim.book, in: transaction))
        }
    }
}

extension Settlements {
    /// The books this actor settles, with what waits on each: an officer's bureau's, or the market's own.
    package func office(for actor: Actor) throws -> [OfficeBook] {
        try actor.require(.officer, .administrator, .auditor)
        return try house.database.read { transaction in
            let limit = 200
            return try Self.books(of: actor, in: transaction).map { book in
                OfficeBook(
                    book: book, programmeName: try ClaimRows.programmeName(of: book, in: transaction),
                    filed: try Claims.rows(
                        "claim.book = \(book) AND claim.state = \(ClaimState.filed)", limit: limit, in: transaction),
                    approved: try Claims.rows(
                        "claim.book = \(book) AND claim.state = \(ClaimState.approved)", limit: limit, in: transaction),
                    settlements: try transaction.all(
                        """
                        SELECT \(SettlementRows.columns) FROM settlement WHERE settlement.book = \(book)
                        ORDER BY settlement.id DESC LIMIT \(limit)
                        """
                    ) { try SettlementRows.settlement($0) })
            }
        }
    }

    private static func books(of actor: Actor, in transaction: ReadTransaction) throws -> [ID<Book>] {
        switch actor.role {
        case .officer:
            try transaction.all(
                """
                SELECT DISTINCT pot.book FROM pot JOIN programme_version ON programme_version.programme = pot.programme
                WHERE programme_version.bureau = \(actor.organisation) ORDER BY pot.book
                """
            ) { try $0.at(0) }
        case .administrator: [try Books.findMarketBook(in: transaction)].compactMap(\.self)
        default: try Books.all(in: transaction).map(\.id)
        }
    }

    /// One batch with its payments, for the office of its book and for auditors.
    package func batch(
        _ id: ID<Settlement>, for actor: Actor
    ) throws -> (settlement: Settlement, lines: [SettlementLine], programmeName: Bilingual?, mayClose: Bool) {
        try house.database.read { transaction in
            let (settlement, lines) = try SettlementRows.batch(id, in: transaction)
            let isOffice = (try? ClaimRows.requireBookOffice(settlement.book, actor, in: transaction)) != nil
            guard isOffice || actor.role == .auditor || actor.role == .administrator else { throw CommonRefusal.notFound }
            return (
                settlement, lines, try ClaimRows.programmeName(of: settlement.book, in: transaction),
                isOffice && !settlement.isClosed
            )
        }
    }
}
