package import Annotations

/// A job that its buyer is still writing: whatever has been said so far.
package struct JobDraft: Sendable {
    package let id: ID<Job>
    package let buyer: ID<Organisation>
    package let state: JobState
    package let version: Int
    package let title: String
    package let description: String
    package let dataset: ID<Dataset>?
    package let itemCount: Int?
    package let taskFamily: TaskFamily?
    package let languages: [LabelLanguage]
    package let labelConfig: String?
    /// Objects that an item is expected to hold: what shapes and spans are priced by.
    package let objectsPerItem: Int
    package let requiredAccuracyBasisPoints: Int?
    package let lotSize: Int?
    package let samplingPlan: SamplingPlan?
    package let closesAt: Instant?
    package let deadlineOn: CivilDate?
    package let acceptanceDays: Int?
    package let budget: Money?
    package let securityClass: SecurityClass?
    package let regions: [String]
    package let publicSampleCount: Int
    package let estimatedPrice: Money?
    package let publishedAt: Instant?
    package let createdAt: Instant
}
