/// Where an application for a voucher stands.
package enum ApplicationState: String, RuleWord {
    case draft, submitted, underReview, onNotice, granted, refused, withdrawn
    case redemptionClaimed, redeemed, settled, expired, clawedBack

    package var name: Bilingual {
        switch self {
        case .draft: Bilingual(en: "draft", zh: "草稿")
        case .submitted: Bilingual(en: "submitted", zh: "已提交")
        case .underReview: Bilingual(en: "under review", zh: "审核中")
        case .onNotice: Bilingual(en: "on public notice", zh: "公示中")
        case .granted: Bilingual(en: "granted", zh: "已发放")
        case .refused: Bilingual(en: "refused", zh: "未通过")
        case .withdrawn: Bilingual(en: "withdrawn", zh: "已撤回")
        case .redemptionClaimed: Bilingual(en: "redemption claimed", zh: "已申请兑付")
        case .redeemed: Bilingual(en: "redeemed", zh: "已兑付")
        case .settled: Bilingual(en: "settled", zh: "已清算")
        case .expired: Bilingual(en: "expired", zh: "已过期")
        case .clawedBack: Bilingual(en: "clawed back", zh: "已追回")
        }
    }

    /// Nothing follows.
    package var isFinal: Bool {
        switch self {
        case .refused, .withdrawn, .expired, .clawedBack: true
        default: false
        }
    }
}

/// What moves an application on.
package enum ApplicationEvent: String, RuleWord {
    case submit, check, publish, grant, refuse, withdraw, claimRedemption, redeem, settle, expire, clawBack

    package var name: Bilingual {
        switch self {
        case .submit: Bilingual(en: "submission", zh: "提交")
        case .check: Bilingual(en: "check", zh: "审核")
        case .publish: Bilingual(en: "public notice", zh: "公示")
        case .grant: Bilingual(en: "grant", zh: "发放")
        case .refuse: Bilingual(en: "refusal", zh: "驳回")
        case .withdraw: Bilingual(en: "withdrawal", zh: "撤回")
        case .claimRedemption: Bilingual(en: "claim of redemption", zh: "申请兑付")
        case .redeem: Bilingual(en: "redemption", zh: "兑付")
        case .settle: Bilingual(en: "settlement", zh: "清算")
        case .expire: Bilingual(en: "expiry", zh: "到期")
        case .clawBack: Bilingual(en: "clawback", zh: "追回")
        }
    }
}

/// Why an event cannot move an application.
package enum ApplicationRefusal: Refusal, Hashable {
    /// The state knows no such event.
    case outOfOrder(ApplicationState, ApplicationEvent)
    /// Somebody else has to do it.
    case wrongActor(ProcedureActor)

    package var kind: RefusalKind {
        switch self {
        case .outOfOrder: .conflict
        case .wrongActor: .forbidden
        }
    }
}

/// The steps an application can take, by a programme's procedure or by the market's own.
package struct ApplicationMachine: Sendable {
    private struct Key: Hashable {
        let state: ApplicationState
        let event: ApplicationEvent
    }

    private let targets: [Key: (state: ApplicationState, actor: ProcedureActor)]

    /// Steps of the programme replace the market's own for the same state and event.
    package init(_ programme: Programme? = nil) {
        var targets: [Key: (state: ApplicationState, actor: ProcedureActor)] = [:]
        for step in Self.usual { targets[Key(state: step.from, event: step.event)] = (step.to, step.actor) }
        for clause in programme?.clauses ?? [] {
            guard case .procedure(let steps) = clause.rule else { continue }
            for step in steps { targets[Key(state: step.from, event: step.event)] = (step.to, step.actor) }
        }
        self.targets = targets
    }

    /// The state after `event`.
    /// - Throws: ``ApplicationRefusal``.
    package func next(
        _ state: ApplicationState, _ event: ApplicationEvent, by actor: ProcedureActor
    ) throws(ApplicationRefusal) -> ApplicationState {
        guard let target = targets[Key(state: state, event: event)] else { throw .outOfOrder(state, event) }
        guard target.actor == actor else { throw .wrongActor(target.actor) }
        return target.state
    }

    /// What `actor` can do in `state`, in the order of the vocabulary.
    package func events(in state: ApplicationState, for actor: ProcedureActor) -> [ApplicationEvent] {
        ApplicationEvent.allCases.filter { targets[Key(state: state, event: $0)]?.actor == actor }
    }

    private static let usual: [ProcedureStep] = [
        ProcedureStep(event: .submit, from: .draft, to: .submitted, actor: .firm),
        ProcedureStep(event: .withdraw, from: .draft, to: .withdrawn, actor: .firm),
        ProcedureStep(event: .withdraw, from: .submitted, to: .withdrawn, actor: .firm),
        ProcedureStep(event: .check, from: .submitted, to: .underReview, actor: .bureau),
        ProcedureStep(event: .publish, from: .underReview, to: .onNotice, actor: .bureau),
        ProcedureStep(event: .grant, from: .underReview, to: .granted, actor: .bureau),
        ProcedureStep(event: .grant, from: .onNotice, to: .granted, actor: .bureau),
        ProcedureStep(event: .refuse, from: .submitted, to: .refused, actor: .bureau),
        ProcedureStep(event: .refuse, from: .underReview, to: .refused, actor: .bureau),
        ProcedureStep(event: .refuse, from: .onNotice, to: .refused, actor: .bureau),
        ProcedureStep(event: .claimRedemption, from: .granted, to: .redemptionClaimed, actor: .supplier),
        ProcedureStep(event: .redeem, from: .redemptionClaimed, to: .redeemed, actor: .bureau),
        ProcedureStep(event: .refuse, from: .redemptionClaimed, to: .granted, actor: .bureau),
        ProcedureStep(event: .settle, from: .redeemed, to: .settled, actor: .finance),
        ProcedureStep(event: .expire, from: .granted, to: .expired, actor: .clock),
        ProcedureStep(event: .clawBack, from: .redeemed, to: .clawedBack, actor: .bureau),
        ProcedureStep(event: .clawBack, from: .settled, to: .clawedBack, actor: .bureau),
    ]
}
