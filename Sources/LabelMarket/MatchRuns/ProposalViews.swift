package import Storage

/// A proposal with the names of everything in it, as the buyer reads it.
package struct ProposalView: Sendable {
    package let proposal: MatchProposal
    package let job: Job
    package let need: ComputeNeed?
    /// nil for a what-if.
    package let run: MatchRun?
    package let names: [ID<Organisation>: Bilingual]
    package let windows: [ID<ComputeWindow>: WindowName]
    package let programmes: [ID<Grant>: Bilingual]
    package let isBiddingOver: Bool
    /// Why vouchers pay nothing of the proposed work or compute, and what expires before.
    package let notes: [Bilingual]

    /// What a page calls a window.
    package struct WindowName: Hashable, Sendable {
        package let site: Bilingual
        package let region: Bilingual
        package let accelerator: String
        package let isWest: Bool
    }

    /// Whether the buyer may still decide about it.
    package var isOpen: Bool { proposal.state == .proposed && job.state == .open }

    init(_ proposal: MatchProposal, _ job: Job, run: MatchRun?, at now: Instant, in transaction: ReadTransaction) throws {
        self.proposal = proposal
        self.job = job
        self.run = run
        need = try Jobs.computeNeed(of: job.id, in: transaction)
        isBiddingOver = now >= job.closesAt
        let reasons = proposal.reasons
        var vendors = Set(reasons.vendors.map(\.vendor) + [job.buyer])
        var grants: Set<ID<Grant>> = []
        var windows = Set(reasons.windows.map(\.window))
        for scarce in reasons.scarce {
            switch scarce.resource.kind {
            case .vendor: vendors.insert(ID(rawValue: scarce.resource.owner))
            case .window: windows.insert(ID(rawValue: scarce.resource.owner))
            case .voucher: grants.insert(ID(rawValue: scarce.resource.owner))
            case .site: continue
            }
        }
        if let vendor = proposal.vendor { vendors.insert(vendor) }
        if let window = proposal.window { windows.insert(window) }
        names = try MatchNames.organisations(Array(vendors), in: transaction)
        self.windows = try MatchNames.windows(Array(windows), in: transaction)
        programmes = try Dictionary(
            uniqueKeysWithValues: grants.map { ($0, try Voucher.programmeName(of: $0, in: transaction)) })
        notes = try Self.notes(proposal, job, in: transaction)
    }

    /// What the vouchers' rules say about the proposed purchases, as they stand now.
    private static func notes(
        _ proposal: MatchProposal, _ job: Job, in transaction: ReadTransaction
    ) throws -> [Bilingual] {
        guard let vendor = proposal.vendor, proposal.state == .proposed else { return [] }
        let (now, madeOn) = (proposal.madeAt, max(proposal.madeAt, job.closesAt).shanghaiDate)
        var notes = try Vouchers.draw(
            for: proposal.price, buyer: job.buyer, vendor: vendor, use: .labeling,
            workEndsOn: madeOn.advanced(byDays: Int64(proposal.days + job.acceptanceDays)), at: now, in: transaction
        ).notes
        if let window = proposal.window, let use = proposal.use,
            let open = try ComputeWindows.openWindow(window, at: now, in: transaction)
        {
            let booking = Booking(window: window, cards: use.cards, startsAt: use.from, endsAt: use.to, job: job.id)
            notes += try Reservations.draw(booking, of: open, for: job.buyer, at: now, in: transaction).notes
        }
        var seen: Set<Bilingual> = []
        return notes.filter { seen.insert($0).inserted }
    }
}

/// Names for pages, in one query a kind.
enum MatchNames {
    static func organisations(
        _ ids: [ID<Organisation>], in transaction: ReadTransaction
    ) throws -> [ID<Organisation>: Bilingual] {
        var names: [ID<Organisation>: Bilingual] = [:]
        try transaction.each("SELECT id, name_zh, name_en FROM organisation WHERE id IN \(list: ids)") { row in
            let zh: String = try row.at(1)
            names[try row.at(0)] = Bilingual(zh: zh, en: try row.at(2, as: String?.self) ?? zh)
        }
        return names
    }

    static func windows(
        _ ids: [ID<ComputeWindow>], in transaction: ReadTransaction
    ) throws -> [ID<ComputeWindow>: ProposalView.WindowName] {
        var names: [ID<ComputeWindow>: ProposalView.WindowName] = [:]
        try transaction.each(
            """
            SELECT compute_window.id, site.name_zh, site.name_en, site.region, compute_window.accelerator, site.hub
            FROM compute_window JOIN site ON site.id = compute_window.site WHERE compute_window.id IN \(list: ids)
            """
        ) { row in
            let zh: String = try row.at(1)
            let region: Region = try row.at(3)
            names[try row.at(0)] = ProposalView.WindowName(
                site: Bilingual(zh: zh, en: try row.at(2, as: String?.self) ?? zh), region: region.name,
                accelerator: try row.at(4),
                isWest: try row.at(5, as: String?.self).flatMap(Hub.named)?.side == .west)
        }
        return names
    }
}

/// A line of a list of proposals.
package struct ProposalLine: Sendable {
    package let proposal: MatchProposal
    package let title: String
    package let jobState: JobState
    package let buyerName: Bilingual
    package let vendorName: Bilingual?
}

extension ProposalLine {
    static func rows(
        where condition: SQL, limit: Int, in transaction: ReadTransaction
    ) throws -> [ProposalLine] {
        try transaction.all(
            """
            SELECT \(MatchProposal.columns), job.title AS job_title, job.state AS job_state,
                buyer.name_zh AS buyer_zh, buyer.name_en AS buyer_en, vendor.name_zh AS vendor_zh,
                vendor.name_en AS vendor_en
            FROM match_proposal JOIN job ON job.id = match_proposal.job
            JOIN organisation AS buyer ON buyer.id = match_proposal.buyer
            LEFT JOIN organisation AS vendor ON vendor.id = match_proposal.vendor
            WHERE \(condition) ORDER BY match_proposal.id DESC LIMIT \(limit)
            """
        ) { row in
            let buyer: String = try row("buyer_zh")
            let vendor: String? = try row("vendor_zh")
            return ProposalLine(
                proposal: try MatchProposal(row), title: try row("job_title"), jobState: try row("job_state"),
                buyerName: Bilingual(zh: buyer, en: try row("buyer_en", as: String?.self) ?? buyer),
                vendorName: try vendor.map { Bilingual(zh: $0, en: try row("vendor_en", as: String?.self) ?? $0) })
        }
    }
}

extension MatchRuns {
    static let pageSize = 50

    /// What is proposed for a job.
    /// - Returns: nil when nothing has been proposed yet.
    /// - Throws: ``CommonRefusal/notFound`` for a job that is not the buyer's; offices and auditors see every job.
    package func proposal(for job: ID<Job>, for actor: Actor) throws -> (job: Job, view: ProposalView?) {
        try actor.require(.buyer, .officer, .auditor, .administrator)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let job = try Jobs.load(job, in: transaction),
                actor.role != .buyer || job.buyer == actor.organisation
            else { throw CommonRefusal.notFound }
            guard let proposal = try MatchProposal.latest(for: job.id, in: transaction) else { return (job, nil) }
            let run = try MatchRun.load(proposal.run, in: transaction)
            return (job, try ProposalView(proposal, job, run: run, at: now, in: transaction))
        }
    }

    /// The actor's own rows, newest first: a buyer's jobs, or jobs that a vendor is proposed for.
    package func own(for actor: Actor, before: ID<MatchProposal>?) throws -> (rows: [ProposalLine], hasMore: Bool) {
        try actor.require(.buyer, .vendor)
        return try house.database.read { transaction in
            let mine: SQL =
                actor.role == .buyer
                ? "match_proposal.buyer = \(actor.organisation)" : "match_proposal.vendor = \(actor.organisation)"
            let rows = try ProposalLine.rows(
                where: "\(mine) AND match_proposal.id < \(before?.rawValue ?? .max)", limit: Self.pageSize + 1,
                in: transaction)
            return (Array(rows.prefix(Self.pageSize)), rows.count > Self.pageSize)
        }
    }
}
