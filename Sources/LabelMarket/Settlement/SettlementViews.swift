package import Storage

/// What a vendor sees about getting paid.
package struct VendorClaims: Sendable {
    /// Contracts with accepted work that no claim asks for yet.
    package let open: [(contract: ID<Contract>, number: String, jobTitle: String, claimable: Claimable)]
    package let claims: [ClaimRow]
    /// Whether there are more, older claims.
    package let next: ID<Claim>?
}

/// A claim as lists show it.
package struct ClaimRow: Sendable {
    package let claim: Claim
    package let contractNumber: String
    package let vendorName: Bilingual
    package let programmeName: Bilingual?
}

/// The dossier: everything a claim rests on, already held by the market.
package struct ClaimDossier: Sendable {
    package let row: ClaimRow
    package let jobTitle: String
    package let job: ID<Job>
    package let buyerName: Bilingual
    package let contractPrice: Money
    package let signedAt: Instant
    package let lots: [LotEvidence]
    /// What the books say about the contract, in the claim's book.
    package let transfers: [Transfer]
    package let settlement: (id: ID<Settlement>, number: String)?
    /// Whether this actor decides on it.
    package let mayDecide: Bool

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
        try actor.require(.vendor)
        return try house.database.read { transaction in
            let contracts = try transaction.all(
                """
                SELECT DISTINCT contract.id, contract.number, job.title FROM contract
                JOIN job ON job.id = contract.job JOIN lot_hold ON lot_hold.contract = contract.id
                WHERE contract.vendor = \(actor.organisation) AND lot_hold.captured_fen > 0 AND NOT EXISTS
                    (SELECT 1 FROM claim_line WHERE claim_line.hold = lot_hold.transfer AND claim_line.live = 1)
                ORDER BY contract.id
                """
            ) { row in (try row.at(0, as: ID<Contract>.self), try row.at(1, as: String.self), try row.at(2, as: String.self)) }
            var open: [(contract: ID<Contract>, number: String, jobTitle: String, claimable: Claimable)] = []
            for (id, number, title) in contracts {
                for claimable in try Self.claimable(of: id, in: transaction) { open.append((id, number, title, claimable)) }
            }
            let size = Self.pageSize
            let claims = try Self.rows(
                Self.of(actor.organisation, after: after), limit: size + 1,
                in: transaction)
            return VendorClaims(
                open: open, claims: Array(claims.prefix(size)), next: claims.count > size ? claims[size - 1].claim.id : nil)
        }
    }

    /// What can be claimed of one contract on one book, for the form.
    package func claimable(
        _ contract: ID<Contract>, on book: ID<Book>, for actor: Actor
    ) throws -> (contract: Contract, claimable: Claimable) {
        try actor.require(.vendor)
        return try house.database.read { transaction in
            guard let terms = try Contracts.load(contract, for: actor, in: transaction) else {
                throw CommonRefusal.notFound
            }
            guard let found = try Self.claimable(of: contract, in: transaction).first(where: { $0.book == book }) else {
                throw SettlementRefusal.nothingToClaim
            }
            return (terms, found)
        }
    }

    package func dossier(_ id: ID<Claim>, for actor: Actor) throws -> ClaimDossier {
        try house.database.read { transaction in
            let claim = try ClaimRows.claim(id, for: actor, in: transaction)
            guard let row = try Self.rows("claim.id = \(id)", limit: 1, in: transaction).first,
                let contract = try Contracts.load(claim.contract, for: nil, in: transaction)
            else { throw CommonRefusal.notFound }
            let names = try transaction.first(
                """
                SELECT job.title, organisation.name_zh, COALESCE(organisation.name_en, organisation.name_zh)
                FROM job JOIN organisation ON organisation.id = job.buyer WHERE job.id = \(contract.job)
                """
            ) { row in (title: try row.at(0, as: String.self), buyer: Bilingual(zh: try row.at(1), en: try row.at(2))) }
            let settlement = try transaction.first(
                """
                SELECT settlement.id, settlement.number FROM settlement_line
                JOIN settlement ON settlement.id = settlement_line.settlement
                WHERE settlement_line.claim = \(id) AND settlement_line.state <> 'returned'
                """
            ) { row in (id: try row.at(0, as: ID<Settlement>.self), number: try row.at(1, as: String.self)) }
            let mayDecide = claim.state == .filed && (try? ClaimRows.requireBookOffice(claim.book, actor, in: transaction)) != nil
            return ClaimDossier(
                row: row, jobTitle: names?.title ?? "", job: contract.job, buyerName: names?.buyer ?? Bilingual(zh: "", en: ""),
                contractPrice: contract.price, signedAt: contract.signedAt,
                lots: try Self.evidence(of: id, in: transaction),
                transfers: try Books.transfers(for: BusinessReference("contract", claim.contract), in: transaction)
                    .filter { $0.book == claim.book },
                settlement: settlement, mayDecide: mayDecide)
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

    private static func claimable(of contract: ID<Contract>, in transaction: ReadTransaction) throws -> [Claimable] {
        let open = try ClaimRows.open(of: contract, in: transaction)
        return try Dictionary(grouping: open, by: \.hold.book).sorted { $0.key < $1.key }.map { book, lines in
            Claimable(
                book: book, programmeName: try ClaimRows.programmeName(of: book, in: transaction),
                amount: try lines.reduce(Money.zero) { try $0.adding($1.amount) }, lots: Set(lines.map(\.lot)).sorted())
        }
    }

    private static func evidence(
        of claim: ID<Claim>, in transaction: ReadTransaction
    ) throws -> [ClaimDossier.LotEvidence] {
        try transaction.all(
            """
            SELECT lot.number, lot.last_item - lot.first_item + 1, lot.accepted_items, lot.decided_at,
                SUM(claim_line.amount_fen)
            FROM claim_line JOIN lot_hold ON lot_hold.transfer = claim_line.hold
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
        SELECT \(ClaimRows.columns), contract.number AS contract_number,
          organisation.name_zh AS vendor_zh, COALESCE(organisation.name_en, organisation.name_zh) AS vendor_en
        FROM claim JOIN contract ON contract.id = claim.contract JOIN organisation ON organisation.id = claim.vendor
        WHERE \(condition) ORDER BY claim.id DESC LIMIT \(limit)
        """
    }

    static func rows(_ condition: SQL, limit: Int, in transaction: ReadTransaction) throws -> [ClaimRow] {
        try transaction.all(query(condition, limit: limit)) { row in
            let claim = try ClaimRows.claim(row)
            return ClaimRow(
                claim: claim, contractNumber: try row("contract_number"),
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
