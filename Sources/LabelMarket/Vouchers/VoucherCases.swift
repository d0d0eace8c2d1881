internal import Storage

/// Puts together what the market knows about a firm, its plan and its supplier, as a programme's rules ask for it.
enum VoucherCases {
    /// The firm's own facts.
    static func firm(
        _ id: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> (firm: Case.Firm, facts: PartyFacts) {
        guard let facts = try PartyFacts.load(id, in: transaction) else { throw CommonRefusal.notFound }
        var firm = Case.Firm()
        firm.kind = facts.kind.firmKind
        firm.size = facts.size.flatMap { FirmSize(rawValue: $0.rawValue) }
        firm.industry = facts.sector.industry
        firm.region = RegionCode(facts.region)
        firm.isLegalEntity = true
        firm.foundedOn = facts.foundedOn
        return (firm, facts)
    }

    /// What is known of a supplier, and how it stands to the buyer: declared shares, representative, bank account.
    static func supplier(
        _ id: ID<Organisation>, of buyer: PartyFacts, in transaction: ReadTransaction
    ) throws -> Case.Supplier {
        guard let facts = try PartyFacts.load(id, in: transaction) else { throw CommonRefusal.notFound }
        var supplier = Case.Supplier()
        supplier.id = facts.creditCode
        supplier.region = RegionCode(facts.region)
        let share: Int64? = try transaction.value(
            """
            SELECT MAX(share_basis_points) FROM organisation_relation
            WHERE (organisation_id = \(buyer.id) AND credit_code = \(facts.creditCode))
              OR (organisation_id = \(id) AND credit_code = \(buyer.creditCode))
            """, as: Int64?.self).flatMap { $0 }
        var relation = Case.Relation()
        relation.declaredRelated = share != nil || facts.creditCode == buyer.creditCode
        relation.ownership = facts.creditCode == buyer.creditCode ? 10_000 : Int(share ?? 0)
        relation.sharesLegalRepresentative = facts.legalRepresentative == buyer.legalRepresentative
        relation.sharesBankAccount = facts.bankAccount != nil && facts.bankAccount == buyer.bankAccount
        supplier.relation = relation
        return supplier
    }

    /// What the firm has been granted and has redeemed before.
    static func history(
        of buyer: ID<Organisation>, leavingOut own: ID<Grant>? = nil, in transaction: ReadTransaction
    ) throws -> Case.History {
        let vouchers = try transaction.all(
            "SELECT \(Voucher.columns) FROM voucher WHERE voucher.holder = \(buyer)", Voucher.init(row:))
        var history = Case.History()
        history.uses = try vouchers.filter { $0.id != own }.map { voucher in
            let balance = try Books.balance(of: voucher.account, in: transaction)
            let redeemed: Int64? = try transaction.value(
                """
                SELECT SUM(amount) FROM transfer WHERE book = \(voucher.book) AND debit_kind = 'grant'
                  AND debit_owner = \(voucher.id) AND kind = 'redeem'
                """, as: Int64?.self).flatMap { $0 }
            // What expired or was taken back has not been claimed in the end.
            let claimed = voucher.state == .live ? voucher.granted : Money(fen: (redeemed ?? 0) + balance.held.fen)
            return Case.PriorUse(
                programme: voucher.programme.text, year: voucher.grantedAt.shanghaiDate.parts.year, claimed: claimed,
                redeemed: Money(fen: redeemed ?? 0))
        }
        history.otherVouchers = []
        history.sameContractRounds = []
        history.nearbyContracts = []
        return history
    }

    /// The contract that a plan would become.
    static func contract(
        _ use: VoucherUse, price: Money, from: CivilDate, to: CivilDate, line: LineClass
    ) -> Case.Contract {
        var contract = Case.Contract()
        contract.kind = use.contract
        contract.workKind = use.work
        contract.chipOrigin = use.chipOrigin
        contract.items = [Case.LineItem(lineClass: line, amount: price)]
        contract.signedOn = from
        contract.from = from
        contract.to = to
        return contract
    }

    /// The class under which a line counts: its own, or, where an officer found that such work is covered, the first
    /// one that the programme names.
    static func line(of use: VoucherUse, under programme: Programme, findings: [String: Bool]) -> LineClass {
        for clause in programme.clauses where findings[clause.id] == true {
            if case .lineItems(let scope) = clause.rule, scope.covers(use.line) == .notProven {
                return scope.included.first ?? use.line
            }
        }
        return use.line
    }
}

/// What the market knows of an organisation as a party to a contract.
struct PartyFacts: Sendable {
    let id: ID<Organisation>
    let kind: OrganisationKind
    let creditCode: String
    let region: String
    let sector: Sector
    let size: SizeClass?
    let foundedOn: CivilDate
    let legalRepresentative: String
    let bankAccount: String?

    static func load(_ id: ID<Organisation>, in transaction: ReadTransaction) throws -> PartyFacts? {
        try transaction.first(
            """
            SELECT kind, credit_code, region, sector, headcount, annual_revenue_fen, total_assets_fen, founded_on,
              legal_representative, bank_account FROM organisation WHERE id = \(id)
            """
        ) { row in
            let kind: OrganisationKind = try row("kind")
            let sector: Sector = try row("sector")
            let size = SizeClass.of(
                sector, headcount: try row("headcount"), revenue: try row("annual_revenue_fen"),
                assets: try row("total_assets_fen"))
            return PartyFacts(
                id: id, kind: kind, creditCode: try row("credit_code"), region: try row("region"), sector: sector,
                size: kind.isEnterprise ? size : nil, foundedOn: try row("founded_on"),
                legalRepresentative: try row("legal_representative"), bankAccount: try row("bank_account"))
        }
    }
}

extension OrganisationKind {
    var firmKind: FirmKind? {
        switch self {
        case .firm, .labelingVendor, .dataCentre: .enterprise
        case .startUp: .startUp
        case .researchInstitute: .institute
        case .university: .university
        case .bureau, .auditOffice, .marketOperator: nil
        }
    }
}

extension Sector {
    /// The section of GB/T 4754 that the sector of the size standard lies in; nil where it spans several.
    var industry: Industry? {
        switch self {
        case .agriculture: .agriculture
        case .industry: .manufacturing
        case .construction: .construction
        case .wholesale, .retail: .trade
        case .transport, .storage, .postal: .transport
        case .accommodation, .catering: .catering
        case .informationTransmission, .software: .software
        case .realEstate, .propertyManagement: .realEstate
        case .businessServices: .leasing
        case .other: nil
        }
    }
}
