/// Payloads of the rules about time, procedure, payment, evidence and review.

package struct Round: Hashable, Sendable {
    package var key: String
    package var opens: Instant
    /// The first moment at which it is too late.
    package var closes: Instant
}

package struct RoundCalendar: Hashable, Sendable {
    /// In order of opening; empty where no dates were found.
    package var rounds: [Round]
    /// Applications are taken at any time.
    package var continuous = false
    /// The days on which the supported use must lie; may begin before any round does.
    package var useFrom: CivilDate?
    package var useTo: CivilDate?
}

/// Who acts in a procedure.
package enum ProcedureActor: String, RuleWord {
    case firm, supplier, bureau, finance, district, platform, expert, clock

    package var name: Bilingual {
        switch self {
        case .firm: Bilingual(en: "firm", zh: "申请单位")
        case .supplier: Bilingual(en: "supplier", zh: "服务商")
        case .bureau: Bilingual(en: "bureau", zh: "主管部门")
        case .finance: Bilingual(en: "finance bureau", zh: "财政部门")
        case .district: Bilingual(en: "district", zh: "区县")
        case .platform: Bilingual(en: "platform", zh: "平台运营方")
        case .expert: Bilingual(en: "experts", zh: "专家")
        case .clock: Bilingual(en: "calendar", zh: "系统时间")
        }
    }
}

package struct ProcedureStep: Hashable, Sendable {
    package var event: ApplicationEvent
    package var from: ApplicationState
    package var to: ApplicationState
    package var actor: ProcedureActor
}

package struct PaymentTerms: Hashable, Sendable {
    package var payee: Payee
    /// nil where not found.
    package var timing: PaymentTiming?
    /// A reserve pays suppliers before the bureau does.
    package var reserveFund = false
}

/// How long an issued voucher can be used.
package struct Validity: Hashable, Sendable {
    package var months: Int?
    package var days: Int?
    package var until: CivilDate?
    /// What is not used goes back to the pot.
    package var releasesUnused = true
}

package struct EvidenceSet: Hashable, Sendable {
    package var step: EvidenceStep
    package var items: [EvidenceKind]
    /// The invoice shows the price before the voucher.
    package var fullAmountInvoice = false
}

package struct Review: Hashable, Sendable {
    package var kinds: [ReviewKind]
    package var noticeDays: Int?
}

/// What happens when money has to come back; nil where no text was found.
package struct Recovery: Hashable, Sendable {
    package var interest: Bool?
    /// Simple interest for each day after the last day of payment.
    package var dailyRate: BasisPoints?
    package var banYears: Int?
    package var creditRecord: Bool?
    package var referral: Bool?
}

package struct LawText: Hashable, Sendable {
    package var title: Bilingual
    /// The document's number, such as 京技管发〔2024〕29号.
    package var number: String?
    package var issuedOn: CivilDate?
}

/// When an application may be granted without a person.
package struct AutomaticGrant: Hashable, Sendable {
    /// How well each deciding rule must be proven.
    package var statuses: [ProofStatus]
    package var amountMax: Money
    /// The part of such grants that a person looks at later.
    package var sample: BasisPoints
}
