internal import Storage

/// The sixteen sectors by which China classes enterprises by size: 工信部联企业〔2011〕300号, articles 4(1) to 4(16).
package enum Sector: String, CaseIterable, Sendable, Hashable, Codable, SQLBindable, SQLReadable {
    case agriculture, industry, construction, wholesale, retail, transport, storage, postal, accommodation, catering
    case informationTransmission, software, realEstate, propertyManagement, businessServices, other
}

/// How large an enterprise is, for every rule that speaks of small and medium firms.
package enum SizeClass: String, CaseIterable, Sendable, Hashable, Codable, Comparable, SQLBindable, SQLReadable {
    case micro, small, medium, large

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .micro: 0
        case .small: 1
        case .medium: 2
        case .large: 3
        }
    }

    /// The class of an enterprise with these figures of its last year: the highest class whose lower limits are all
    /// reached; whoever misses one of them falls to the next class down.
    /// - Source: 工信部联企业〔2011〕300号《中小企业划型标准规定》, article 4; the amounts stand there in units of 10,000 yuan.
    ///   Compared with secondary copies of articles 4(2) to 4(16) in public code; the ministry's own text was not at hand,
    ///   and of article 4(1) only the upper limit.
    package static func of(_ sector: Sector, headcount: Int64, revenue: Money, assets: Money) -> SizeClass {
        let limits = SizeLimits.table(sector)
        if limits.large.isReached(headcount, revenue, assets) { return .large }
        if limits.medium.isReached(headcount, revenue, assets) { return .medium }
        if limits.small.isReached(headcount, revenue, assets) { return .small }
        return .micro
    }
}

/// The lower limits of one sector's classes.
private struct SizeLimits {
    let large: Limit
    let medium: Limit
    let small: Limit

    /// What must be reached for a class; zero where the standard does not look.
    struct Limit {
        var heads: Int64 = 0
        /// Units of 10,000 yuan, as in the standard.
        var revenueWan: Int64 = 0
        var assetsWan: Int64 = 0

        func isReached(_ headcount: Int64, _ revenue: Money, _ assets: Money) -> Bool {
            headcount >= heads && revenue >= .yuan(revenueWan * 10_000) && assets >= .yuan(assetsWan * 10_000)
        }
    }

    private static func heads(_ heads: Int64, revenue: Int64) -> Limit { Limit(heads: heads, revenueWan: revenue) }
    private static func heads(_ heads: Int64, assets: Int64) -> Limit { Limit(heads: heads, assetsWan: assets) }
    private static func revenue(_ revenue: Int64, assets: Int64) -> Limit {
        Limit(revenueWan: revenue, assetsWan: assets)
    }

    private init(_ large: Limit, _ medium: Limit, _ small: Limit) {
        self.large = large
        self.medium = medium
        self.small = small
    }

    static func table(_ sector: Sector) -> SizeLimits {
        switch sector {
        case .agriculture:
            SizeLimits(Limit(revenueWan: 20_000), Limit(revenueWan: 500), Limit(revenueWan: 50))
        case .industry:
            SizeLimits(heads(1000, revenue: 40_000), heads(300, revenue: 2000), heads(20, revenue: 300))
        case .construction:
            SizeLimits(revenue(80_000, assets: 80_000), revenue(6000, assets: 5000), revenue(300, assets: 300))
        case .wholesale:
            SizeLimits(heads(200, revenue: 40_000), heads(20, revenue: 5000), heads(5, revenue: 1000))
        case .retail:
            SizeLimits(heads(300, revenue: 20_000), heads(50, revenue: 500), heads(10, revenue: 100))
        case .transport:
            SizeLimits(heads(1000, revenue: 30_000), heads(300, revenue: 3000), heads(20, revenue: 200))
        case .storage:
            SizeLimits(heads(200, revenue: 30_000), heads(100, revenue: 1000), heads(20, revenue: 100))
        case .postal:
            SizeLimits(heads(1000, revenue: 30_000), heads(300, revenue: 2000), heads(20, revenue: 100))
        case .accommodation, .catering:
            SizeLimits(heads(300, revenue: 10_000), heads(100, revenue: 2000), heads(10, revenue: 100))
        case .informationTransmission:
            SizeLimits(heads(2000, revenue: 100_000), heads(100, revenue: 1000), heads(10, revenue: 100))
        case .software:
            SizeLimits(heads(300, revenue: 10_000), heads(100, revenue: 1000), heads(10, revenue: 50))
        case .realEstate:
            SizeLimits(revenue(200_000, assets: 10_000), revenue(1000, assets: 5000), revenue(100, assets: 2000))
        case .propertyManagement:
            SizeLimits(heads(1000, revenue: 5000), heads(300, revenue: 1000), heads(100, revenue: 500))
        case .businessServices:
            SizeLimits(heads(300, assets: 120_000), heads(100, assets: 8000), heads(10, assets: 100))
        case .other:
            SizeLimits(Limit(heads: 300), Limit(heads: 100), Limit(heads: 10))
        }
    }
}
