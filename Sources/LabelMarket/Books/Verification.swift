internal import Dispatch
package import Storage
internal import Synchronization

/// Proof, from the rows alone, that the books are whole: on the live file, on a backup, on a copy in other hands.
package enum Verification {
    /// Something to be proven. Slices add their own: what their states imply about transfers.
    package struct Check: Sendable {
        /// What it proves, as the report names it.
        package let invariants: [Invariant]
        package let run: @Sendable (ReadTransaction, inout VerificationReport) throws -> Void

        package init(
            _ invariants: Invariant...,
            run: @escaping @Sendable (ReadTransaction, inout VerificationReport) throws -> Void
        ) {
            self.invariants = invariants
            self.run = run
        }
    }

    /// The checks of the books themselves.
    /// - Parameter migrations: every migration of the program, for the comparison of the schema.
    package static func checks(migrations: [Migration]) -> [Check] {
        [schema(migrations), integrity, ledger, references, once, requests, audit, checkpoints]
    }

    /// Runs `checks` on one snapshot. A check that cannot read what it needs reports that as its finding.
    /// - Complexity: O(rows) time; memory for accounts and open holds, not for transfers.
    package static func run(_ checks: [Check], in transaction: ReadTransaction) -> VerificationReport {
        checks.reduce(into: VerificationReport()) { report, check in report.add(run(check, in: transaction)) }
    }

    /// Runs `checks` on several openings of one file at the same time, whichever is free taking the next: each check on
    /// one snapshot, and all on the same when nobody writes.
    /// - Precondition: there is at least one archive.
    package static func run(_ checks: [Check], on archives: [Archive]) -> VerificationReport {
        let next = Atomic<Int>(0)
        let reports = Mutex<[VerificationReport?]>(Array(repeating: nil, count: checks.count))
        DispatchQueue.concurrentPerform(iterations: archives.count) { lane in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < checks.count else { return }
                var report = VerificationReport()
                do {
                    report = try archives[lane].read { run(checks[index], in: $0) }
                } catch {
                    for invariant in checks[index].invariants { report.add(invariant, at: "database", "cannot be read: \(error)") }
                }
                let done = report
                reports.withLock { $0[index] = done }
            }
        }
        return reports.withLock { $0 }.reduce(into: VerificationReport()) { sum, report in
            if let report { sum.add(report) }
        }
    }

    private static func run(_ check: Check, in transaction: ReadTransaction) -> VerificationReport {
        var report = VerificationReport()
        for invariant in check.invariants { report.begin(invariant) }
        do {
            try check.run(transaction, &report)
        } catch {
            for invariant in check.invariants { report.add(invariant, at: "database", "cannot be read: \(error)") }
        }
        return report
    }
}

/// What must always be true of the books.
package struct Invariant: Hashable, Sendable {
    /// Short and stable, for the command line and for tests.
    package let name: String
    /// What it says, for people.
    package let meaning: String

    package init(_ name: String, _ meaning: String) {
        self.name = name
        self.meaning = meaning
    }

    package static let schema = Invariant("schema", "every table, constraint, index and guard is in place")
    package static let integrity = Invariant("integrity", "the file's pages, indexes and references are whole")
    package static let sums = Invariant("sums", "in every book debits equal credits, posted and held")
    package static let balances = Invariant("balances", "balances are what the transfers and their post-images say")
    package static let bounds = Invariant("bounds", "no account was ever beyond its bound")
    package static let holds = Invariant("holds", "held sums are exactly the open holds, each resolved at most once")
    package static let chain = Invariant("chain", "the chain of transfers is whole: no gap, no change, no step back")
    package static let reasons = Invariant("reasons", "every transfer has a reason, a lawful route and its people")
    package static let appropriations = Invariant("appropriations", "grants never exceeded appropriations")
    package static let once = Invariant("once", "every transfer and every request exists exactly once")
    package static let requests = Invariant("requests", "requests and the transfers they made match one to one")
    package static let auditChain = Invariant("audit", "the audit chain is whole")
    package static let checkpoints = Invariant("checkpoints", "signed day roots match the transfers they cover")
    package static let handedOut = Invariant("handed-out", "seals kept outside the market match its transfers")
}

/// What verification found, by invariant in the order of the checks.
package struct VerificationReport: Sendable {
    /// Where an invariant does not hold.
    package struct Finding: Hashable, Sendable {
        package let invariant: Invariant
        /// The book and transfer, the account, the table.
        package let place: String
        package let problem: String
    }

    /// Kept for each invariant; more are only counted.
    package static let findingsKept = 20

    package private(set) var invariants: [Invariant] = []
    package private(set) var findings: [Finding] = []
    private var counts: [Invariant: Int] = [:]
    /// Transfers read.
    package var transfers: Int64 = 0

    package init() {}

    package var isWhole: Bool { counts.values.allSatisfy { $0 == 0 } }

    /// How often `invariant` fails.
    package func count(of invariant: Invariant) -> Int { counts[invariant] ?? 0 }

    /// Those that fail, in the order of the checks.
    package var broken: [Invariant] { invariants.filter { count(of: $0) > 0 } }

    package mutating func begin(_ invariant: Invariant) {
        if !invariants.contains(invariant) { invariants.append(invariant) }
    }

    /// Takes in what another check found, after what is here.
    mutating func add(_ other: VerificationReport) {
        for invariant in other.invariants {
            begin(invariant)
            let kept = findings.count { $0.invariant == invariant }
            findings += other.findings.filter { $0.invariant == invariant }.prefix(max(0, Self.findingsKept - kept))
            counts[invariant, default: 0] += other.count(of: invariant)
        }
        transfers += other.transfers
    }

    package mutating func add(_ invariant: Invariant, at place: String, _ problem: String) {
        begin(invariant)
        counts[invariant, default: 0] += 1
        guard count(of: invariant) <= Self.findingsKept else { return }
        findings.append(Finding(invariant: invariant, place: place, problem: problem))
    }
}
