/// What is known about a firm, its contract and its supplier when a programme is asked. Whatever is nil is not known,
/// and what depends on it is not proven.
package struct Case: Hashable, Sendable {
    package var firm = Firm()
    package var supplier = Supplier()
    package var contract = Contract()
    package var history = History()
    package var evidence: [EvidenceKind] = []
    /// The step that is being taken; evidence for later steps informs only.
    package var step = EvidenceStep.claim
    /// What an officer has found, by clause id; settles only what is otherwise not proven.
    package var findings: [String: Bool] = [:]

    package init() {}

    package struct Firm: Hashable, Sendable {
        package var kind: FirmKind?
        package var size: FirmSize?
        package var industry: Industry?
        package var region: RegionCode?
        package var operatesInRegion: Bool?
        package var park: String?
        package var isLegalEntity: Bool?
        package var incubator: String?
        package var foundedOn: CivilDate?
        /// The day of the last bad entry in the credit record.
        package var credit: CreditRecord?
        package var accountsInOrder: Bool?
        package var projectLevels: [AdministrativeLevel]?

        package init() {}
    }

    package enum CreditRecord: Hashable, Sendable {
        case clean
        case badEntry(CivilDate)
    }

    package struct Listing: Hashable, Sendable {
        package var key: String
        package var from: CivilDate
        package var to: CivilDate?

        package init(key: String, from: CivilDate, to: CivilDate? = nil) {
            self.key = key
            self.from = from
            self.to = to
        }
    }

    package struct Supplier: Hashable, Sendable {
        package var id: String?
        package var region: RegionCode?
        package var listings: [Listing]?
        /// Half-precision petaflops.
        package var petaflops: Int?
        package var racks: Int?
        package var isSupercomputingCentre: Bool?
        package var relation: Relation?

        package init() {}
    }

    /// How the buyer and the supplier stand to each other.
    package struct Relation: Hashable, Sendable {
        /// What both have declared.
        package var declaredRelated: Bool?
        /// The largest share that one has in the other or a third has in both, through any chain.
        package var ownership: BasisPoints?
        package var sharesLegalRepresentative: Bool?
        package var sharesBankAccount: Bool?

        package init() {}
    }

    package struct LineItem: Hashable, Sendable {
        package var lineClass: LineClass
        package var amount: Money

        package init(lineClass: LineClass, amount: Money) {
            self.lineClass = lineClass
            self.amount = amount
        }
    }

    package struct Contract: Hashable, Sendable {
        package var id: String?
        package var kind: ContractKind?
        package var workKind: WorkKind?
        package var chipOrigin: ChipOrigin?
        package var platform: String?
        package var exchange: String?
        package var items: [LineItem] = []
        package var signedOn: CivilDate?
        package var from: CivilDate?
        /// The last day.
        package var to: CivilDate?
        package var listPrice: Money?
        package var approved: Money?
        package var settled: Money?

        package init() {}

        /// The contract price: the sum of all lines.
        /// - Throws: ``MoneyOverflow``.
        package func price() throws(MoneyOverflow) -> Money {
            var sum = Money.zero
            for item in items { sum = try sum.adding(item.amount) }
            return sum
        }
    }

    package struct PriorUse: Hashable, Sendable {
        package var programme: String
        package var year: Int
        package var round: String?
        package var claimed: Money
        package var redeemed: Money

        package init(programme: String, year: Int, round: String? = nil, claimed: Money, redeemed: Money) {
            self.programme = programme
            self.year = year
            self.round = round
            self.claimed = claimed
            self.redeemed = redeemed
        }
    }

    package struct OtherVoucher: Hashable, Sendable {
        package var programme: String
        package var level: AdministrativeLevel
        package var amount: Money

        package init(programme: String, level: AdministrativeLevel, amount: Money) {
            self.programme = programme
            self.level = level
            self.amount = amount
        }
    }

    package struct History: Hashable, Sendable {
        package var uses: [PriorUse]?
        /// Other public money on the same contract.
        package var otherVouchers: [OtherVoucher]?
        /// Vouchers of the same programme that this contract already has, by the keys of their rounds.
        package var sameContractRounds: [String]?
        /// Days on which other contracts with the same supplier were signed.
        package var nearbyContracts: [CivilDate]?

        package init() {}
    }
}
