/// What a firm would pay of a price, before there is a contract.
package struct Quote: Sendable {
    package let price: Money
    package let voucherShare: Money
    package let ownShare: Money
    package let steps: [AmountStep]
    /// The whole assessment behind it; its open points are what still has to be proven.
    package let assessment: Assessment
}

/// What can be said of a firm alone.
package struct Eligibility: Sendable {
    package let assessment: Assessment
    /// Fails as soon as a rule fails that the firm's own facts decide; passes when all those pass.
    package let outcome: Outcome
    /// Rules already decided, as lines with reasons.
    package var decided: [VerdictLine] { assessment.lines.filter { $0.decides && $0.outcome != .notProven } }
    /// Rules that wait for a contract, a supplier or a proof.
    package var open: [VerdictLine] { assessment.lines.filter { $0.decides && $0.outcome == .notProven } }
}

extension Programme {
    /// Which rules can be decided for a firm that has no contract yet.
    ///
    /// Only rules about the programme's dates, its rounds, the buyer and the buyer's place take part in the outcome.
    package func eligibility(_ firm: Case.Firm, at instant: Instant) -> Eligibility {
        var subject = Case()
        subject.firm = firm
        let assessment = evaluate(subject, at: instant)
        var outcome = Outcome.pass
        for verdict in assessment.verdicts where verdict.decides && concernsFirm(verdict) {
            if verdict.outcome == .fail {
                outcome = .fail
                break
            }
            if verdict.outcome == .notProven { outcome = .notProven }
        }
        return Eligibility(assessment: assessment, outcome: outcome)
    }

    private func concernsFirm(_ verdict: Verdict) -> Bool {
        switch verdict.kind {
        case .inForce, .round, .buyer: return true
        case .locality:
            guard let index = verdict.clauseIndex, case .locality(.buyer) = clauses[index].rule else { return false }
            return true
        default: return false
        }
    }

    /// What a price would cost the firm: `subject`'s lines where it has any, else one line of its kind of work.
    ///
    /// What is not proven counts as it would if it were proven, except for lines that no rule covers.
    package func quote(_ price: Money, for subject: Case, at instant: Instant) -> Quote {
        var asked = subject
        if asked.contract.items.isEmpty {
            asked.contract.items = [
                Case.LineItem(lineClass: asked.contract.workKind?.lineClass ?? .other, amount: price)
            ]
        }
        let assessment = evaluate(asked, at: instant)
        let voucher = min(assessment.voucherShare, price)
        return Quote(
            price: price, voucherShare: voucher, ownShare: Money(fen: price.fen - voucher.fen),
            steps: assessment.amount?.steps ?? [.price(price), .own(price)], assessment: assessment)
    }
}

extension WorkKind {
    /// The class of line that this work is usually billed under.
    package var lineClass: LineClass {
        switch self {
        case .labeling: .labeling
        case .corpusPurchase: .corpus
        case .training, .inference: .smartCompute
        case .modelUse: .modelCall
        case .modelDeployment: .modelDeployment
        case .generalCompute: .generalCompute
        case .dataGovernance: .other
        }
    }
}
