package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts
    package let programmes: Programmes
    package let vouchers: Vouchers
    package let datasets: Datasets
    package let jobs: Jobs
    package let bids: Bids
    package let awards: Awards
    package let contracts: Contracts
    package let deliveries: Deliveries
    package let deposits: Deposits
    package let sites: ComputeSites
    package let windows: ComputeWindows
    package let reservations: Reservations
    package let priceLists: PriceLists
    package let policies: MatchPolicies
    package let matchRuns: MatchRuns
    package let claims: Claims
    package let settlements: Settlements
    package let reports: Reports
    package let seals: Seals
    package let mail: MailRoom

    /// - Parameter hasher: how passwords are hashed; a cheaper one for tests and demonstration markets.
    package init(house: House, hasher: PasswordHasher = PasswordHasher()) {
        let access = DatasetAccess(isContracted: Contracts.isContracted)
        self.house = house
        accounts = Accounts(house: house, hasher: hasher)
        programmes = Programmes(house: house)
        vouchers = Vouchers(house: house)
        datasets = Datasets(house: house, access: access)
        jobs = Jobs(
            house: house, access: access, draw: Market.priceAfterSubsidy,
            tell: { job, now, transaction in
                try Bids.tellBidders(about: job, at: now, in: transaction, world: house.world)
            })
        bids = Bids(house: house)
        awards = Awards(house: house)
        contracts = Contracts(house: house)
        deliveries = Deliveries(house: house)
        deposits = Deposits(house: house)
        sites = ComputeSites(house: house)
        windows = ComputeWindows(house: house)
        reservations = Reservations(house: house)
        priceLists = PriceLists(house: house)
        policies = MatchPolicies(house: house)
        matchRuns = MatchRuns(house: house)
        claims = Claims(house: house)
        settlements = Settlements(house: house)
        reports = Reports(house: house)
        seals = Seals(house: house)
        mail = MailRoom(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        BooksSchema.migration,
        AccountsSchema.migration,
        ProgrammeSchema.migration,
        VoucherSchema.migration,
        JobSchema.migration,
        BidSchema.migration,
        DeliverySchema.migration,
        SettlementSchema.migration,
        ComputeSchema.migration,
        ClaimSubjectSchema.migration,
        JobComputeSchema.migration,
        MatchSchema.migration,
        RoundSchema.migration,
        RecoverySchema.migration,
        ProtectedSecretsSchema.migration,
        lettersAndQuality,
        RecoveryDebtSchema.migration,
        WindowListSchema.migration,
    ]

    /// What leaves the house by mail, and what deliveries are measured by.
    private static let lettersAndQuality = Migration(
        number: 16, name: "letters and quality", sql: Outbox.schema + QualitySchema.sql,
        guards: Outbox.guards + QualitySchema.guards)

    /// Everything that verification proves: the books, and what the slices' states imply about them.
    package static let checks: [Verification.Check] =
        Verification.checks(migrations: migrations) + [
            SettlementChecks.contracts, SettlementChecks.payments, RecoveryChecks.recoveries, ComputeChecks.capacity,
            ComputeChecks.money,
        ]

    /// What the buyer's vouchers would carry of a job's price: the vouchers' answer in the words of the jobs.
    private static func priceAfterSubsidy(
        _ price: Money, _ buyer: ID<Organisation>, _ workEndsOn: CivilDate, _ now: Instant, _ transaction: ReadTransaction
    ) throws -> PriceAfterSubsidy? {
        let draw = try Vouchers.draw(
            for: price, buyer: buyer, vendor: nil, use: .labeling, workEndsOn: workEndsOn, at: now, in: transaction)
        let shares = try draw.parts.map { part in
            PriceAfterSubsidy.Share(
                programme: part.programmeName, amount: part.amount, why: part.why,
                expiresOn: try Voucher.load(part.grant, in: transaction)?.expiresAt.shanghaiDate ?? workEndsOn)
        }
        return PriceAfterSubsidy(price: price, shares: shares, own: draw.own, notes: draw.notes)
    }
}

extension Market {
    /// Proves every invariant on one snapshot, for those who audit.
    package func verify(for actor: Actor) async throws -> VerificationReport {
        try await reports.verify(for: actor, checks: Self.checks)
    }
}
