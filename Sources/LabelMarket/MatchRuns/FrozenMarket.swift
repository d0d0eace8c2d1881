internal import Annotations
internal import Storage

/// Everything that a run rests on, as it stood at one moment, in one snapshot.
struct FrozenMarket: Sendable {
    let at: Instant
    let policy: MatchPolicy
    var jobs: [FrozenJob]
    let bids: [ID<Job>: [FrozenBid]]
    /// Price lists that stand, by vendor.
    let lists: [PriceList]
    let records: [ID<Organisation>: TrackRecord]
    /// Work that vendors have under contract.
    let commitments: [ID<Organisation>: [Commitment]]
    let firms: [ID<Organisation>: OrganisationFacts]
    let ties: OwnershipMap
    /// Vendors that a buyer refused for a job.
    let refused: [ID<Job>: Set<ID<Organisation>>]
    let shelf: VoucherShelf
    let windows: [OpenWindow]
    /// Basis points of its compute that a site says are used.
    let siteUse: [ID<ComputeSite>: Int]
    /// The bureaus' registers with the SHA-256 of each, as text.
    let registers: [String]

    /// The first day on which work on a job can begin: the day after it can be awarded.
    func firstDay(of job: FrozenJob) -> Int64 { max(at, job.closesAt).shanghaiDate.dayNumber + 1 }
}

struct FrozenJob: Sendable {
    let id: ID<Job>
    let buyer: ID<Organisation>
    let version: Int
    let family: TaskFamily
    let languages: [LabelLanguage]
    let itemCount: Int
    let closesAt: Instant
    var deadlineOn: CivilDate
    let acceptanceDays: Int
    var budget: Money
    var regions: [String]
    var need: ComputeNeed?

    func isClosed(at now: Instant) -> Bool { closesAt <= now }
}

struct FrozenBid: Sendable {
    let id: ID<Bid>
    let job: ID<Job>
    let vendor: ID<Organisation>
    let version: Int
    let price: Money
    let days: Int
}

/// Items of a vendor's that were accepted, of those that were decided.
struct TrackRecord: Sendable {
    let accepted: Int64
    let decided: Int64

    /// Thousandths; a vendor without decided work counts as a good one, so that newcomers get their first job.
    static func score(_ record: TrackRecord?) -> Int64 {
        guard let record, record.decided >= 20 else { return 950 }
        return record.accepted * 1000 / record.decided
    }
}

/// Minutes of work that are due between two days.
struct Commitment: Sendable {
    let minutes: Int64
    let from: Int64
    let to: Int64
}

/// The inputs as text, a line for each, in an order that depends on nothing but them.
struct FrozenText {
    private(set) var lines: [String] = []

    init(_ market: FrozenMarket) {
        lines.append("frozen 1\t\(market.at.milliseconds)")
        lines.append("policy\t\(market.policy.content)")
        for job in market.jobs { add(job) }
        for job in market.jobs {
            for bid in market.bids[job.id] ?? [] {
                lines.append("bid\t\(bid.id)\t\(bid.job)\t\(bid.vendor)\t\(bid.version)\t\(bid.price.fen)\t\(bid.days)")
            }
            for vendor in (market.refused[job.id] ?? []).sorted() { lines.append("refused\t\(job.id)\t\(vendor)") }
        }
        for list in market.lists { add(list) }
        for (vendor, record) in market.records.sorted(by: { $0.key < $1.key }) {
            lines.append("record\t\(vendor)\t\(record.accepted)\t\(record.decided)")
        }
        for (vendor, work) in market.commitments.sorted(by: { $0.key < $1.key }) {
            let spans = work.map { "\($0.minutes) \($0.from) \($0.to)" }.joined(separator: ",")
            lines.append("work\t\(vendor)\t\(spans)")
        }
        for (id, facts) in market.firms.sorted(by: { $0.key < $1.key }) {
            lines.append(
                "firm\t\(id)\t\(facts.creditCode.text)\t\(facts.region.code)\t\(facts.kind.rawValue)\t\(facts.sizeClass?.rawValue ?? "")"
                    + "\t\(facts.legalRepresentative)\t\(facts.bank?.number ?? "")")
        }
        for tie in market.ties.holdings { lines.append("tie\t\(tie.owned)\t\(tie.owner)\t\(tie.share)") }
        for entry in market.shelf.all {
            let voucher = entry.voucher
            lines.append(
                "voucher\t\(voucher.id)\t\(voucher.holder)\t\(voucher.programme) \(voucher.version)\t\(entry.left.fen)\t\(voucher.expiresAt.milliseconds)"
            )
        }
        for window in market.windows { add(window) }
        lines += market.registers
        for (site, used) in market.siteUse.sorted(by: { $0.key < $1.key }) { lines.append("site\t\(site)\t\(used)") }
    }

    private mutating func add(_ job: FrozenJob) {
        lines.append(
            "job\t\(job.id)\t\(job.buyer)\t\(job.version)\t\(job.family.rawValue)\t\(job.itemCount)\t\(job.closesAt.milliseconds)"
                + "\t\(job.deadlineOn.dayNumber)\t\(job.budget.fen)\t\(job.regions.joined(separator: ","))\t\(job.need?.content ?? "")")
    }

    private mutating func add(_ list: PriceList) {
        let prices = list.lines.map { "\($0.family.rawValue) \($0.pricePerItem.fen) \($0.secondsPerItem)" }
        let languages = list.languages.map(\.rawValue).joined(separator: ",")
        lines.append(
            "list\t\(list.vendor)\t\(list.hoursPerWeek)\t\(list.leadDays)\t\(languages)\t\(prices.joined(separator: ","))")
    }

    private mutating func add(_ open: OpenWindow) {
        let window = open.window
        let free = open.free.map { "\($0.from.milliseconds)-\($0.to.milliseconds) \($0.cards)" }.joined(separator: ",")
        lines.append(
            "window\t\(window.id)\t\(window.revision)\t\(window.terms.pricePerCardHour.fen)\t\(open.site.region.code)\t\(window.accelerator)"
                + "\t\(open.deviceClass.isAttested)\t\(free)")
    }

    var bytes: [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    /// Kinds of lines that are not the same in both, with how many of each: `bid 2, voucher 1`; nil when all are.
    static func difference(_ old: [String], _ new: [String]) -> String? {
        let gone = Set(old).subtracting(new), come = Set(new).subtracting(old)
        if gone.isEmpty, come.isEmpty { return nil }
        var things: [String: Set<Substring>] = [:]
        for line in gone.union(come) {
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            things[String(parts[0]), default: []].insert(parts.count > 1 ? parts[1] : "")
        }
        return things.keys.sorted().map { "\($0) \(things[$0]?.count ?? 0)" }.joined(separator: ", ")
    }
}
