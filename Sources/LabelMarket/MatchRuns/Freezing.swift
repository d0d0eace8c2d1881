internal import Annotations
internal import Storage

/// What a run looks at.
enum MatchScope: Sendable {
    case market
    case job(ID<Job>)
}

/// Collects the inputs of a run: a handful of queries, whatever the number of jobs.
struct Freezing {
    let scope: MatchScope
    let at: Instant
    let policy: MatchPolicy
    let transaction: ReadTransaction

    func freeze() throws -> FrozenMarket {
        let jobs = try self.jobs()
        let bids = try self.bids()
        let lists = try PriceLists.all(where: "price_list.stands = 1", in: transaction)
        let windows = jobs.contains { $0.need != nil } ? try ComputeWindows.open(at: at, in: transaction) : []
        let firms = try Organisations.facts(where: organisations, in: transaction)
        let ties = try OwnershipMap.load(in: transaction)
        let shelf = try VoucherShelf.load(holders: holders, firms: firms, ties: ties, at: at, in: transaction)
        return FrozenMarket(
            at: at, policy: policy, jobs: jobs, bids: bids, lists: lists, records: try records(),
            commitments: try commitments(), firms: firms, ties: ties, refused: try refused(), shelf: shelf,
            windows: windows, siteUse: windows.isEmpty ? [:] : try siteUse(),
            registers: try registers())
    }

    private var chosen: SQL {
        switch scope {
        case .market: "job.state = 'open'"
        case .job(let id): "job.id = \(id) AND job.state = 'open'"
        }
    }

    private var holders: SQL { "voucher.holder IN (SELECT job.buyer FROM job WHERE \(chosen))" }

    private var organisations: SQL {
        switch scope {
        case .market:
            "kind IN ('labelingVendor', 'dataCentre') OR id IN (SELECT job.buyer FROM job WHERE \(chosen))"
        case .job(let id):
            """
            id IN (SELECT buyer FROM job WHERE id = \(id)) OR id IN (SELECT vendor FROM price_list WHERE stands = 1)
                OR id IN (SELECT vendor FROM bid WHERE job = \(id))
                OR id IN (SELECT site.operator FROM site)
            """
        }
    }

    private func jobs() throws -> [FrozenJob] {
        try transaction.all(
            """
            SELECT job.id, job.buyer, job.version, job.task_family, job.language, job.item_count, job.closes_at,
                job.deadline_on, job.acceptance_days, job.budget_fen, job.regions, job_compute.job, \(ComputeNeed.columns)
            FROM job LEFT JOIN job_compute ON job_compute.job = job.id WHERE \(chosen) ORDER BY job.id
            """
        ) { row in
            let need: Int64? = try row.at(11)
            return FrozenJob(
                id: try row.at(0), buyer: try row.at(1), version: try row.at(2), family: try row.at(3),
                languages: codes(try row.at(4)).compactMap(LabelLanguage.init), itemCount: try row.at(5),
                closesAt: try row.at(6), deadlineOn: try row.at(7), acceptanceDays: try row.at(8),
                budget: try row.at(9), regions: codes(try row.at(10)), need: need == nil ? nil : try ComputeNeed(row))
        }
    }

    /// Offers are opened by the closing of their job: what is sealed still is not read.
    private func bids() throws -> [ID<Job>: [FrozenBid]] {
        var bids: [ID<Job>: [FrozenBid]] = [:]
        try transaction.each(
            """
            SELECT bid.id, bid.job, bid.vendor, bid.job_version, bid.price_fen, bid.days
            FROM job JOIN bid ON bid.job = job.id
            WHERE \(chosen) AND job.closes_at <= \(at) AND bid.state = 'sealed' ORDER BY bid.job, bid.id
            """
        ) { row in
            let bid = FrozenBid(
                id: try row.at(0), job: try row.at(1), vendor: try row.at(2), version: try row.at(3),
                price: try row.at(4), days: try row.at(5))
            bids[bid.job, default: []].append(bid)
        }
        return bids
    }

    private func records() throws -> [ID<Organisation>: TrackRecord] {
        var records: [ID<Organisation>: TrackRecord] = [:]
        try transaction.each(
            """
            SELECT contract.vendor, SUM(lot.accepted_items), SUM(lot.last_item - lot.first_item + 1)
            FROM contract JOIN lot ON lot.contract = contract.id WHERE lot.state IN ('accepted', 'refused')
            GROUP BY contract.vendor
            """
        ) { row in records[try row.at(0)] = TrackRecord(accepted: try row.at(1), decided: try row.at(2)) }
        return records
    }

    private func commitments() throws -> [ID<Organisation>: [Commitment]] {
        var work: [ID<Organisation>: [Commitment]] = [:]
        try transaction.each(
            """
            SELECT contract.vendor, contract.signed_at, contract.deliver_by, contract.item_count, job.task_family,
                price_list_line.seconds_per_item
            FROM contract JOIN job ON job.id = contract.job
            JOIN price_list ON price_list.vendor = contract.vendor
            LEFT JOIN price_list_line ON price_list_line.vendor = contract.vendor
                AND price_list_line.task_family = job.task_family
            WHERE contract.state = 'active' AND contract.deliver_by >= \(at.shanghaiDate) ORDER BY contract.id
            """
        ) { row in
            let signed: Instant = try row.at(1)
            let end: CivilDate = try row.at(2)
            let seconds = try row.at(5, as: Int64?.self) ?? PriceListRules.usualSeconds(try row.at(4))
            work[try row.at(0), default: []].append(
                Commitment(
                    minutes: PriceListRules.minutes(seconds, items: try row.at(3)),
                    from: signed.shanghaiDate.dayNumber + 1, to: end.dayNumber))
        }
        return work
    }

    private func refused() throws -> [ID<Job>: Set<ID<Organisation>>] {
        var refused: [ID<Job>: Set<ID<Organisation>>] = [:]
        try transaction.each(
            """
            SELECT match_proposal.job, match_proposal.vendor FROM match_proposal JOIN job ON job.id = match_proposal.job
            WHERE \(chosen) AND match_proposal.state = 'refused' AND match_proposal.vendor IS NOT NULL
            """
        ) { row in refused[try row.at(0), default: []].insert(try row.at(1)) }
        return refused
    }

    private func registers() throws -> [String] {
        try transaction.all("SELECT id, file_hash FROM register ORDER BY id") { row in
            "register\t\(try row.at(0, as: Int64.self))\t\(hexadecimal(try row.at(1, as: [UInt8].self)))"
        }
    }

    private func siteUse() throws -> [ID<ComputeSite>: Int] {
        var use: [ID<ComputeSite>: Int] = [:]
        try transaction.each(
            "SELECT site, compute_used_bp FROM site_claim ORDER BY site, claimed_on, recorded_at"
        ) { row in use[try row.at(0)] = try row.at(1) }
        return use
    }
}
