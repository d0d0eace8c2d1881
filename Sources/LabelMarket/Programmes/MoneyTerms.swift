/// Payloads of the rules about money: direction, pots, rates, caps, stacking, arithmetic.

package struct DirectionTerms: Hashable, Sendable {
    package var kind: VoucherKind
    package var direction: Direction
}

/// Money set aside for a period by one or more funders.
package struct Pot: Hashable, Sendable {
    package enum Period: String, CaseIterable, Hashable, Sendable {
        case calendarYear, round, lifetime
    }

    package struct Funder: Hashable, Sendable {
        package var name: Bilingual
        /// The funder's part of the sum of all weights.
        package var weight: Int
    }

    package var name: Bilingual
    /// nil where the size was not found.
    package var amount: Money?
    package var period: Period
    /// How many awards a period holds, for awards that are counted.
    package var places: Int?
    package var funders: [Funder]

    /// What each funder pays of `amount`, exact to the fen.
    /// - Throws: ``MoneyOverflow`` when the weights do not split anything.
    package func shares(of amount: Money) throws(MoneyOverflow) -> [Money] {
        try amount.split(by: funders.map { Int64($0.weight) })
    }
}

/// A share in basis points, hundredths of a percent.
package typealias BasisPoints = Int

/// For whom or what a rate or a cap holds; an empty condition holds always. All stated parts must hold.
package struct Condition: Hashable, Sendable {
    package var firmKinds: [FirmKind] = []
    package var sizes: [FirmSize] = []
    package var workKinds: [WorkKind] = []
    package var chipOrigin: ChipOrigin?
    package var regions: [RegionCode] = []
    /// Holds for start-ups only.
    package var startUp = false
    /// Up to how many months after founding a firm is a start-up; nil where no definition was found.
    package var startUpMonths: Int?
    /// Holds for winners of projects of this level.
    package var projectLevel: AdministrativeLevel?

    package var isEmpty: Bool { self == Condition() }
}

package struct RateRow: Hashable, Sendable {
    package var condition: Condition
    /// Of the base; nil where not found.
    package var rate: BasisPoints?
}

/// Rates by condition. Rows exclude each other; a row without condition is for all that no other row takes.
package struct RateTable: Hashable, Sendable {
    package var rows: [RateRow]
}

package struct Cap: Hashable, Sendable {
    /// nil where not found.
    package var amount: Money?
    package var period: CapPeriod
    package var count: CapCount
    package var condition = Condition()
}

/// Another source of public money on the same contract.
package enum StackPartner: Hashable, Sendable {
    case any
    case level(AdministrativeLevel)
    case programme(String)
}

/// Which other vouchers may stand on the same contract.
package struct StackingTerms: Hashable, Sendable {
    package struct Ceiling: Hashable, Sendable {
        package var partners: [StackPartner]
        /// Of the contract, for this voucher and all of `partners` together.
        package var share: BasisPoints
        /// The longest contract term for which the ceiling holds.
        package var monthsMax: Int?
    }

    package var exclusiveWith: [StackPartner]
    package var ceilings: [Ceiling]
}

/// How amounts are worked out.
package struct Arithmetic: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        case fen, yuan, tenThousandYuan

        package var fen: Int64 {
            switch self {
            case .fen: 1
            case .yuan: 100
            case .tenThousandYuan: 1_000_000
            }
        }
    }

    package enum Rounding: String, CaseIterable, Hashable, Sendable {
        case truncate, halfUp, halfEven, up
    }

    package enum DayCount: String, CaseIterable, Hashable, Sendable {
        /// Days between two dates: the first is not counted.
        case exclusive
        /// Both end days are counted.
        case inclusive
    }

    /// Only the part of the contract inside a window counts, by days.
    package struct ProRata: Hashable, Sendable {
        package var from: CivilDate
        package var to: CivilDate
        package var dayCount: DayCount
    }

    package var unit = Unit.fen
    /// Decimals of `unit` that remain.
    package var decimals = 0
    package var rounding = Rounding.truncate
    package var proRata: ProRata?

    /// The smallest step of an amount, in fen; nil when it would be less than a fen.
    package var quantumFen: Int64? {
        var quantum = unit.fen
        for _ in 0..<decimals {
            guard quantum % 10 == 0 else { return nil }
            quantum /= 10
        }
        return quantum
    }
}
