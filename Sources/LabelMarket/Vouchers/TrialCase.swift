extension Case {
    /// A made-up firm with a made-up contract, for trying a programme.
    package init(
        trying use: VoucherUse, price: Money, from: CivilDate, to: CivilDate, kind: FirmKind?, size: FirmSize?,
        region: RegionCode
    ) {
        self.init()
        firm.kind = kind
        firm.size = size
        firm.region = region
        firm.isLegalEntity = true
        contract = VoucherCases.contract(use, price: price, from: from, to: to, line: use.line)
        history.uses = []
        history.otherVouchers = []
        history.sameContractRounds = []
        history.nearbyContracts = []
    }
}

extension Trial {
    package var outcome: VerdictOutcome { VerdictOutcome(assessment.outcome) }
    package var entitled: Money? { assessment.outcome == .fail ? .zero : assessment.amount?.voucher }
    package var verdicts: [RuleVerdict] { RuleVerdict.all(of: assessment) }
    package var steps: [WorkedStep] { WorkedStep.all(of: assessment) }
}
