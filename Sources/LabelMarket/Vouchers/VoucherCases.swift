internal import Storage

/// Puts together what the market knows about a firm, its plan and its supplier, as a programme's rules ask for it.
enum VoucherCases {
    /// The firm's own facts.
    static func firm(_ id: ID<Organisation>, in transaction: ReadTransaction) throws -> Case.Firm {
        firm(try Organisations.profile(of: id, in: transaction).facts)
    }

    static func firm(_ facts: OrganisationFacts) -> Case.Firm {
        var firm = Case.Firm()
        firm.kind = facts.kind.firmKind
        firm.size = facts.sizeClass.flatMap { FirmSize(rawValue: $0.rawValue) }
        firm.industry = facts.sector.industry
        firm.region = RegionCode(facts.region.code)
        firm.isLegalEntity = true
        firm.foundedOn = facts.foundedOn
        return firm
    }

    /// What is known of a supplier, and how it stands to the buyer: shares declared by anyone in the chain between them,
    /// legal representative, bank account.
    static func supplier(
        _ id: ID<Organisation>, of buyer: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> Case.Supplier {
        let facts = try Organisations.profile(of: id, in: transaction).facts
        let other = try Organisations.profile(of: buyer, in: transaction).facts
        let direct = try Organisations.declaredShareBasisPoints(between: id, and: buyer, in: transaction)
        let chain = try chainedShare(facts.creditCode.text, other.creditCode.text, in: transaction)
        return supplier(
            facts, of: other, areOne: id == buyer, declaredShare: direct.map { Int($0) }, chainedShare: chain)
    }

    /// The same from what was loaded before.
    static func supplier(
        _ facts: OrganisationFacts, of other: OrganisationFacts, areOne: Bool, declaredShare: BasisPoints?,
        chainedShare: BasisPoints
    ) -> Case.Supplier {
        var relation = Case.Relation()
        relation.declaredRelated = declaredShare != nil || areOne
        relation.ownership = areOne ? 10_000 : max(declaredShare ?? 0, chainedShare)
        relation.sharesLegalRepresentative = facts.legalRepresentative == other.legalRepresentative
        relation.sharesBankAccount = facts.bank != nil && facts.bank?.number == other.bank?.number
        var supplier = Case.Supplier()
        supplier.id = facts.creditCode.text
        supplier.region = RegionCode(facts.region.code)
        supplier.relation = relation
        return supplier
    }

    /// The largest share that one of two organisations has in the other, or a third in both, through declared holdings.
    private static func chainedShare(
        _ first: String, _ second: String, in transaction: ReadTransaction
    ) throws -> BasisPoints {
        var holdings: Set<Relations.Holding> = []
        var known: Set<String> = [first, second]
        var frontier = [first, second]
        for _ in 0..<4 where !frontier.isEmpty && known.count < 200 {
            let found = try transaction.all(
                """
                SELECT organisation.credit_code AS owned, organisation_relation.credit_code AS owner, share_basis_points
                FROM organisation_relation JOIN organisation ON organisation.id = organisation_relation.organisation_id
                WHERE organisation.credit_code IN \(list: frontier)
                """
            ) { row in
                Relations.Holding(
                    owner: try row("owner"), owned: try row("owned"), share: try row("share_basis_points"))
            }
            holdings.formUnion(found)
            frontier = found.map(\.owner).filter { known.insert($0).inserted }
        }
        let links = Relations(holdings: Array(holdings)).links(first, second)
        return links.reduce(0) { largest, link in
            switch link {
            case .ownership(_, let share), .commonOwner(_, let share): max(largest, share)
            case .declared, .legalRepresentative, .bankAccount: largest
            }
        }
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
