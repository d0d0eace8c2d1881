import LabelMarket
import Testing

struct SizeClassTests {
    /// For each sector, the lower limits of small, medium and large in heads, 10,000 yuan of revenue and of assets, as
    /// read from the standard; zero where it does not look.
    static let limits: [(Sector, small: [Int64], medium: [Int64], large: [Int64])] = [
        (.agriculture, [0, 50, 0], [0, 500, 0], [0, 20_000, 0]),
        (.industry, [20, 300, 0], [300, 2000, 0], [1000, 40_000, 0]),
        (.construction, [0, 300, 300], [0, 6000, 5000], [0, 80_000, 80_000]),
        (.wholesale, [5, 1000, 0], [20, 5000, 0], [200, 40_000, 0]),
        (.retail, [10, 100, 0], [50, 500, 0], [300, 20_000, 0]),
        (.transport, [20, 200, 0], [300, 3000, 0], [1000, 30_000, 0]),
        (.storage, [20, 100, 0], [100, 1000, 0], [200, 30_000, 0]),
        (.postal, [20, 100, 0], [300, 2000, 0], [1000, 30_000, 0]),
        (.accommodation, [10, 100, 0], [100, 2000, 0], [300, 10_000, 0]),
        (.catering, [10, 100, 0], [100, 2000, 0], [300, 10_000, 0]),
        (.informationTransmission, [10, 100, 0], [100, 1000, 0], [2000, 100_000, 0]),
        (.software, [10, 50, 0], [100, 1000, 0], [300, 10_000, 0]),
        (.realEstate, [0, 100, 2000], [0, 1000, 5000], [0, 200_000, 10_000]),
        (.propertyManagement, [100, 500, 0], [300, 1000, 0], [1000, 5000, 0]),
        (.businessServices, [10, 0, 100], [100, 0, 8000], [300, 0, 120_000]),
        (.other, [10, 0, 0], [100, 0, 0], [300, 0, 0]),
    ]

    @Test func everySector_classesAtEachLimitAndJustBelow() {
        #expect(Set(Self.limits.map(\.0)) == Set(Sector.allCases))
        for (sector, small, medium, large) in Self.limits {
            let ladder: [(SizeClass, [Int64])] = [(.small, small), (.medium, medium), (.large, large)]
            var below = SizeClass.micro
            for (reached, limit) in ladder {
                #expect(size(sector, limit[0], limit[1] * 1_000_000, limit[2] * 1_000_000) == reached)
                // One head or one fen short of any of the limits falls to the next class down.
                if limit[0] > 0 { #expect(size(sector, limit[0] - 1, .max / 4, .max / 4) <= below) }
                if limit[1] > 0 { #expect(size(sector, 10_000, limit[1] * 1_000_000 - 1, .max / 4) <= below) }
                if limit[2] > 0 { #expect(size(sector, 10_000, .max / 4, limit[2] * 1_000_000 - 1) <= below) }
                below = reached
            }
        }
    }

    @Test(arguments: [
        (.software, 400, 90_000_000, .medium), (.software, 400, 900_000, .small), (.software, 5, 900_000_000, .micro),
        (.industry, 5000, 1_000_000, .micro), (.other, 99, 0, .small), (.retail, 60, 4_999_999, .small),
    ] as [(Sector, Int64, Int64, SizeClass)])
    func mixedFigures_fallToTheClassWhoseLimitsAreAllReached(
        sector: Sector, headcount: Int64, yuan: Int64, expected: SizeClass
    ) {
        #expect(SizeClass.of(sector, headcount: headcount, revenue: .yuan(yuan), assets: .zero) == expected)
    }

    @Test func sizeClass_isForEnterprisesOnly() {
        #expect(AccountsFixture.facts(.firm).sizeClass == .small)
        #expect(AccountsFixture.facts(.university).sizeClass == nil)
    }

    private func size(_ sector: Sector, _ headcount: Int64, _ revenueFen: Int64, _ assetsFen: Int64) -> SizeClass {
        .of(sector, headcount: headcount, revenue: Money(fen: revenueFen), assets: Money(fen: assetsFen))
    }
}
