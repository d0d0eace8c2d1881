/// Payloads of the rules about who buys, who supplies, where, and what the contract looks like.

package struct LineItemScope: Hashable, Sendable {
    package var included: [LineClass]
    package var excluded: [LineClass]
}

package enum BuyerTest: Hashable, Sendable {
    case kinds([FirmKind])
    case sizes([FirmSize])
    case industries([Industry])
    /// A registered legal person; where `incubatorSuffices`, also a team without one in a recognised incubator.
    case legalEntity(incubatorSuffices: Bool)
    /// No bad credit record for so many years.
    case cleanCredit(years: Int)
    case accountsInOrder
    case park(key: String, name: Bilingual)
    /// What only a person can judge; an officer's finding settles it.
    case judgement(Bilingual)
}

package enum SupplierTest: Hashable, Sendable {
    /// On the list kept under `key` on the day the contract is signed.
    case listed(key: String, by: Bilingual)
    /// At least one of the stated capacities, or a national supercomputing centre where that suffices.
    case capacity(petaflopsMin: Int?, racksMin: Int?, supercomputingSuffices: Bool)
    /// A target agreed with the bureau; below the floor nothing is paid. Either side claims, never both.
    case target(petaflops: Int, floorPetaflops: Int)
    /// Accelerators whose acquisition nobody attested are paid for, too; without this rule they are not.
    case claimedHardware
}

package enum Locality: Hashable, Sendable {
    /// The buyer is registered there; where `operating`, also really works there.
    case buyer(RegionCode, operating: Bool)
    /// The compute or the goods come from there, wherever the buyer sits.
    case supplier(RegionCode)
    case platform(key: String, name: Bilingual)
    /// Bought through a data exchange: the one with this key, or any.
    case exchange(key: String?)
}

package struct NonRelatedTest: Hashable, Sendable {
    /// The share from which firms are related; nil where no legal test was found.
    package var ownershipFrom: BasisPoints?
}

package enum ContractTest: Hashable, Sendable {
    case kinds([ContractKind])
    case signed(from: CivilDate?, to: CivilDate?)
    case term(monthsMin: Int?, monthsMax: Int?)
    /// One voucher for a contract: in each round, or ever.
    case oneVoucher(perRound: Bool)
    /// Other contracts with the same supplier in so many days before look like one that was split.
    case notSplit(days: Int)
}
