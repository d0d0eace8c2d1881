package import Storage

/// The live vouchers of many holders with all that their programmes ask about, loaded by a handful of queries: what they
/// would pay of thousands of prices is then answered without the database, by the rules that awards are made by.
package struct VoucherShelf: Sendable {
    /// A live voucher with what is left of it.
    package struct Entry: Sendable {
        package let voucher: Voucher
        package let left: Money
        package let programmeName: Bilingual
        let programme: Programme
        let spending: Programme
        let findings: [String: Bool]
        /// The programme's version, by which facts of registers are found.
        let terms: String
    }

    /// What the bureaus' registers say, as far as programmes ask.
    fileprivate struct RegisterFacts: Sendable {
        /// Of holders, by the programme's version.
        var firms: [String: [ID<Organisation>: Case.Firm]] = [:]
        /// Of suppliers, by the programme's version.
        var listings: [String: [ID<Organisation>: [Case.Listing]]] = [:]
    }

    private let entries: [ID<Organisation>: [Entry]]
    private let firms: [ID<Organisation>: OrganisationFacts]
    private let histories: [ID<Organisation>: [(grant: ID<Grant>, use: Case.PriorUse)]]
    private let ties: OwnershipMap
    private let registers: RegisterFacts

    /// - Parameters:
    ///   - holders: a condition on `voucher.holder`.
    ///   - firms: the facts of every buyer and supplier that will be asked about.
    package static func load(
        holders: SQL, firms: [ID<Organisation>: OrganisationFacts], ties: OwnershipMap, at now: Instant,
        in transaction: ReadTransaction
    ) throws -> VoucherShelf {
        let found = try balances(holders, in: transaction)
        var findings: [ID<Application>: [String: Bool]] = [:]
        try transaction.each(
            """
            SELECT application_verdict.application, application_verdict.clause, application_verdict.found
            FROM voucher JOIN application_verdict ON application_verdict.application = voucher.application
            WHERE \(holders) AND voucher.state = \(VoucherState.live) AND application_verdict.found IS NOT NULL
            """
        ) { row in findings[try row.at(0), default: [:]][try row.at(1)] = try row.at(2, as: Bool.self) }
        var editions: [String: ProgrammeEdition] = [:]
        var entries: [ID<Organisation>: [Entry]] = [:]
        var histories: [ID<Organisation>: [(grant: ID<Grant>, use: Case.PriorUse)]] = [:]
        for (voucher, balance) in found {
            histories[voucher.holder, default: []].append((voucher.id, use(of: voucher, balance)))
            guard voucher.state == .live, voucher.expiresAt >= now, balance.available.fen > 0 else { continue }
            let name = "\(voucher.programme)/\(voucher.version)"
            let edition = try editions[name]
                ?? ProgrammeEdition.load(voucher.programme, version: voucher.version, in: transaction)
            guard let edition else { continue }
            editions[name] = edition
            entries[voucher.holder, default: []].append(
                Entry(
                    voucher: voucher, left: balance.available, programmeName: edition.programme.name,
                    programme: edition.programme, spending: edition.programme.spending,
                    findings: findings[voucher.application] ?? [:], terms: name))
        }
        var registers = RegisterFacts()
        for (name, edition) in editions {
            let holders = entries.filter { $0.value.contains { $0.terms == name } }.map(\.key)
            try registers.load(
                name, edition, holders: holders, suppliers: Array(firms.keys), on: now.shanghaiDate, in: transaction)
        }
        return VoucherShelf(entries: entries, firms: firms, histories: histories, ties: ties, registers: registers)
    }

    private static func balances(
        _ holders: SQL, in transaction: ReadTransaction
    ) throws -> [(voucher: Voucher, balance: Balance)] {
        try transaction.all(
            """
            SELECT \(Voucher.columns), account.posted_debits, account.posted_credits, account.held_debits,
                account.held_credits
            FROM voucher JOIN account ON account.book = voucher.book AND account.kind = 'grant'
                AND account.owner = voucher.id
            WHERE \(holders) ORDER BY voucher.expires_at, voucher.id
            """
        ) { row in
            (
                try Voucher(row: row),
                Balance(
                    postedDebits: try row("posted_debits"), postedCredits: try row("posted_credits"),
                    heldDebits: try row("held_debits"), heldCredits: try row("held_credits"))
            )
        }
    }

    /// A voucher as part of its holder's history; what left its account was redeemed.
    private static func use(of voucher: Voucher, _ balance: Balance) -> Case.PriorUse {
        let redeemed = voucher.state == .live ? balance.postedDebits : 0
        let claimed = voucher.state == .live ? voucher.granted.fen : balance.held.fen
        return Case.PriorUse(
            programme: voucher.programme.text, year: voucher.grantedAt.shanghaiDate.parts.year,
            claimed: Money(fen: claimed), redeemed: Money(fen: redeemed))
    }

    /// Live vouchers that have something left, those that expire first before others.
    package func vouchers(of buyer: ID<Organisation>) -> [Entry] { entries[buyer] ?? [] }

    /// All of them, holder by holder.
    package var all: [Entry] { entries.keys.sorted().flatMap { entries[$0] ?? [] } }

    /// A purchase that vouchers may pay a part of.
    package struct Purchase: Sendable {
        package let price: Money
        package let buyer: ID<Organisation>
        package let supplier: ID<Organisation>
        package let use: VoucherUse
        package let supply: ComputeSupply?
        package let endsOn: CivilDate

        package init(
            price: Money, buyer: ID<Organisation>, supplier: ID<Organisation>, use: VoucherUse,
            supply: ComputeSupply? = nil, endsOn: CivilDate
        ) {
            self.price = price
            self.buyer = buyer
            self.supplier = supplier
            self.use = use
            self.supply = supply
            self.endsOn = endsOn
        }
    }

    /// What each voucher would pay, without words: the amounts that ``Vouchers/draw(for:buyer:vendor:use:workEndsOn:supply:at:in:)``
    /// finds.
    /// - Parameter spent: what other purchases are to take of vouchers before.
    /// - Throws: ``MoneyOverflow``
    package func shares(
        of purchase: Purchase, spent: [ID<Grant>: Int64] = [:], at now: Instant
    ) throws(MoneyOverflow) -> [(grant: ID<Grant>, amount: Money)] {
        let candidates = candidates(for: purchase, spent: spent, at: now).found
        if candidates.isEmpty { return [] }
        let rules = DrawRules(candidates: candidates, line: purchase.use.line, price: purchase.price, at: now)
        let plan = try BestUse.plan(rules.question)
        return candidates.compactMap { candidate in
            let id = "\(candidate.voucher.id)"
            return plan.draws.first { $0.voucher.id == id }.map { (candidate.voucher.id, $0.amount) }
        }
    }

    /// The same with every step in words, and why vouchers pay nothing.
    /// - Throws: ``MoneyOverflow``
    package func draw(
        of purchase: Purchase, spent: [ID<Grant>: Int64] = [:], at now: Instant
    ) throws(MoneyOverflow) -> VoucherDraw {
        let (found, notes) = candidates(for: purchase, spent: spent, at: now)
        var rules = DrawRules(candidates: found, line: purchase.use.line, price: purchase.price, at: now)
        return try rules.best(notes: notes)
    }

    private func candidates(
        for purchase: Purchase, spent: [ID<Grant>: Int64], at now: Instant
    ) -> (found: [DrawCandidate], notes: [Bilingual]) {
        guard let held = entries[purchase.buyer], let buyer = firms[purchase.buyer] else { return ([], []) }
        let firm = VoucherCases.firm(buyer)
        var supplier = Case.Supplier()
        if let facts = firms[purchase.supplier] {
            let (one, other) = (facts.creditCode.text, buyer.creditCode.text)
            supplier = VoucherCases.supplier(
                facts, of: buyer, areOne: purchase.supplier == purchase.buyer,
                declaredShare: ties.declaredShare(one, other), chainedShare: ties.chainedShare(one, other))
        }
        if let region = purchase.supply?.region { supplier.region = region }
        var (found, notes): ([DrawCandidate], [Bilingual]) = ([], [])
        for entry in held {
            let left = entry.left.fen - (spent[entry.voucher.id] ?? 0)
            guard left > 0 else { continue }
            guard Instant.endOfDay(shanghai: purchase.endsOn) <= entry.voucher.expiresAt else {
                notes.append(
                    .expiresBefore(entry.programmeName, entry.voucher.expiresAt.shanghaiDate, purchase.endsOn))
                continue
            }
            if purchase.supply?.isAttested == false, !entry.programme.acceptsClaimedHardware {
                notes.append(.hardwareNotAttested(entry.programmeName))
                continue
            }
            var subject = Case()
            subject.firm = firm
            subject.supplier = supplier
            if let known = registers.firms[entry.terms]?[purchase.buyer] {
                subject.firm.credit = known.credit
                subject.firm.park = known.park
            }
            if let lists = registers.listings[entry.terms] { subject.supplier.listings = lists[purchase.supplier] }
            subject.history.uses = (histories[purchase.buyer] ?? []).filter { $0.grant != entry.voucher.id }.map(\.use)
            subject.history.otherVouchers = []
            subject.history.sameContractRounds = []
            subject.history.nearbyContracts = []
            subject.findings = entry.findings
            subject.contract = VoucherCases.contract(
                purchase.use, price: purchase.price, from: now.shanghaiDate,
                to: max(purchase.endsOn, now.shanghaiDate),
                line: VoucherCases.line(of: purchase.use, under: entry.programme, findings: entry.findings))
            found.append(
                DrawCandidate(
                    voucher: entry.voucher, programme: entry.spending, subject: subject, left: Money(fen: left)))
        }
        return (found, notes)
    }
}

extension VoucherShelf.RegisterFacts {
    /// Asks the registers once for each holder and, where the programme asks for lists, for each supplier.
    fileprivate mutating func load(
        _ terms: String, _ edition: ProgrammeEdition, holders: [ID<Organisation>], suppliers: [ID<Organisation>],
        on day: CivilDate, in transaction: ReadTransaction
    ) throws {
        let asksForLists = edition.programme.clauses.contains { clause in
            if case .supplier(.listed) = clause.rule { true } else { false }
        }
        for holder in holders {
            var subject = Case()
            try Registers.complete(&subject, for: edition, buyer: holder, vendor: nil, on: day, in: transaction)
            firms[terms, default: [:]][holder] = subject.firm
        }
        guard asksForLists, let holder = holders.first else { return }
        listings[terms] = [:]
        for supplier in suppliers {
            var subject = Case()
            try Registers.complete(&subject, for: edition, buyer: holder, vendor: supplier, on: day, in: transaction)
            if let lists = subject.supplier.listings { listings[terms]?[supplier] = lists }
        }
    }
}
