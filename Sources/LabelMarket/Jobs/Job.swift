package import Annotations
internal import Storage

/// A labeling job that has been published: everything a vendor needs to know to bid. What a buyer is still writing is a
/// ``JobDraft``.
package struct Job: Sendable {
    package let id: ID<Job>
    package let buyer: ID<Organisation>
    package let dataset: ID<Dataset>
    /// 1 when published; grows with each edit, and bids on an older one must be confirmed again.
    package let version: Int
    package let state: JobState
    package let title: String
    package let description: String
    package let taskFamily: TaskFamily
    /// The languages a labeler must read, at least one.
    package let languages: [LabelLanguage]
    /// The XML labeling config.
    package let labelConfig: String
    /// Items of the dataset.
    package let itemCount: Int
    /// Share of items that must be right, in hundredths of a percent.
    package let requiredAccuracyBasisPoints: Int
    /// Items that are delivered and accepted together; the last lot may be smaller.
    package let lotSize: Int
    package let samplingPlan: SamplingPlan
    /// Bidding is over from this moment on.
    package let closesAt: Instant
    /// The last day for the last delivery.
    package let deadlineOn: CivilDate
    /// Days after a delivery in which the buyer decides; silence accepts.
    package let acceptanceDays: Int
    /// The most the buyer will pay.
    package let budget: Money
    package let securityClass: SecurityClass
    /// Codes of ``Province`` where the work may be done; empty means anywhere in the mainland.
    package let regions: [String]
    /// The middle of the indicative range when the job was last edited; nil when there is no figure for the family.
    package let estimatedPrice: Money?
    /// Items 1 to this number are shown to everyone.
    package let publicSampleCount: Int
    package let publishedAt: Instant
    package let createdAt: Instant

    /// Whether bids are taken at `now`.
    package func takesBids(at now: Instant) -> Bool { state == .open && now < closesAt }

    /// Lots that the dataset is delivered in.
    package var lotCount: Int { (itemCount + lotSize - 1) / lotSize }
}

package enum JobState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case draft, open, withdrawn, awarded, completed, cancelled

    /// States that may follow.
    package var successors: Set<JobState> {
        switch self {
        case .draft: [.open]
        case .open: [.withdrawn, .awarded]
        case .awarded: [.completed, .cancelled]
        case .withdrawn, .completed, .cancelled: []
        }
    }
}

/// The kinds of work that jobs are listed and priced by are the families of label configs.
extension TaskFamily: SQLBindable, SQLReadable {}

/// A language that a labeler must read, by its BCP 47 tag.
package enum LabelLanguage: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case chinese = "zh"
    case english = "en"
    case cantonese = "yue"
    case tibetan = "bo"
    case uyghur = "ug"
    case mongolian = "mn"
    case japanese = "ja"
    case korean = "ko"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case russian = "ru"
    case arabic = "ar"
}

/// Who may handle the items.
package enum SecurityClass: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Nothing confidential or personal; samples may be public.
    case open
    /// Seen only by the vendor under contract.
    case restricted
    /// As restricted, and labeled in the vendor's own rooms without copies.
    case confidential
}

/// How a lot is inspected: a sample of `sampleSize` items of every full lot is looked at, and the lot passes with at
/// most `acceptanceNumber` wrong ones.
package struct SamplingPlan: Hashable, Sendable {
    package enum Strictness: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
        case standard, strict
        /// Every item is inspected.
        case full
    }

    package let strictness: Strictness
    package let sampleSize: Int
    package let acceptanceNumber: Int
}
