/// Why an instance was refused, with the place.
package struct InstanceFault: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Place: Equatable, Sendable {
        case market
        case resource(Int)
        case voucher(Int)
        case job(Int)
        case labelPlan(job: Int, plan: Int)
        case computePlan(job: Int, plan: Int)
    }

    package enum Reason: Equatable, Sendable {
        case outOfRange(field: String, value: Int64)
        case unknownResource(Int64)
        case unknownVoucher(Int64)
        case voucherOfAnotherHolder(Int64)
        case endsBeforeStart
        case planWithoutJob
        case tooMany(String)
        case sumOverflows(String)
    }

    package let place: Place
    package let reason: Reason

    package var description: String { "\(placeText): \(reasonText)" }

    private var placeText: String {
        switch place {
        case .market: "market"
        case .resource(let id): "resource \(id)"
        case .voucher(let id): "voucher \(id)"
        case .job(let id): "job \(id)"
        case .labelPlan(let job, let plan): "job \(job), label plan \(plan)"
        case .computePlan(let job, let plan): "job \(job), compute plan \(plan)"
        }
    }

    private var reasonText: String {
        switch reason {
        case .outOfRange(let field, let value): "\(field) \(value) is outside the permitted range"
        case .unknownResource(let id): "there is no resource \(id)"
        case .unknownVoucher(let id): "there is no voucher \(id)"
        case .voucherOfAnotherHolder(let id): "voucher \(id) belongs to another holder"
        case .endsBeforeStart: "ends before it starts"
        case .planWithoutJob: "a plan before the first job"
        case .tooMany(let what): "too many \(what)"
        case .sumOverflows(let what): "the sum of \(what) does not fit in 64 bits"
        }
    }
}
