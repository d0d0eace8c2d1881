package import Storage

/// Runs of the engine: asked for, worked on off the request path, adopted when nothing they rest on has changed.
package struct MatchRuns: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    // MARK: Asking

    /// An office asks for a run over the whole market.
    /// - Throws: ``MatchRefusal/runUnderWay``
    package func ask(by actor: Actor, key: FormKey) async throws -> ID<MatchRun> {
        try actor.require(.officer, .administrator)
        return try await house.once(key, content: "ask for match run", by: actor, refusing: MatchRefusal.self) {
            [world = house.world] transaction in
            try Self.queue(.officer, by: actor, in: transaction, world: world)
        }
    }

    /// The person at the command line asks.
    package func ask() async throws -> ID<MatchRun> {
        try await house.database.write { [world = house.world] transaction in
            try Self.queue(.command, by: nil, in: transaction, world: world)
        }
    }

    /// Asks for the night's run when it is due: once a day, from two o'clock on.
    @discardableResult
    package func askByClock() async throws -> Bool {
        let now = house.world.now()
        let due = Instant(shanghai: now.shanghaiDate, hour: 2)
        guard now >= due else { return false }
        let last: Int? = try house.database.read { transaction in
            try transaction.value("SELECT 1 FROM match_run WHERE cause = 'clock' AND asked_at >= \(due) LIMIT 1")
        }
        if last != nil { return false }
        return try await house.database.write { [world = house.world] transaction in
            let done: Int =
                try transaction.value(
                    "SELECT COUNT(*) FROM match_run WHERE cause = 'clock' AND asked_at >= \(due)") ?? 0
            let open: Int = try transaction.value("SELECT COUNT(*) FROM job WHERE state = 'open'") ?? 0
            if done > 0 || open == 0 { return false }
            do {
                _ = try Self.queue(.clock, by: nil, in: transaction, world: world)
                return true
            } catch MatchRefusal.runUnderWay {
                return false
            }
        }
    }

    private static func queue(
        _ cause: MatchCause, by actor: Actor?, in transaction: WriteTransaction, world: World
    ) throws -> ID<MatchRun> {
        let waiting: Int =
            try transaction.value(
                "SELECT COUNT(*) FROM match_run WHERE job IS NULL AND state IN ('queued', 'running', 'proposed')") ?? 0
        guard waiting == 0 else { throw MatchRefusal.runUnderWay }
        let id = world.makeID(MatchRun.self)
        try insert(id, job: nil, cause, state: .queued, base: nil, by: actor, in: transaction, world: world)
        try Audit.record(
            "ask for match run", on: BusinessReference("match run", id), by: actor, note: cause.rawValue,
            at: world.now(), in: transaction)
        return id
    }

    static func insert(
        _ id: ID<MatchRun>, job: ID<Job>?, _ cause: MatchCause, state: MatchRunState, base: ID<MatchRun>?,
        by actor: Actor?, seed chosen: Int64? = nil, in transaction: WriteTransaction, world: World
    ) throws {
        let seed = chosen ?? world.randomBytes(7).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        try transaction.execute(
            """
            INSERT INTO match_run (id, job, cause, asked_by, asked_at, state, seed, policy, base)
            VALUES (\(id), \(job), \(cause), \(actor?.person), \(world.now()), \(state), \(seed),
                \(try MatchPolicies.current(in: transaction).version), \(base))
            """)
    }

    // MARK: Working

    /// Puts runs that a stop of the server interrupted back into the queue. To be called once, before requests are served.
    package func recover() async throws {
        _ = try await house.database.write { transaction in
            try transaction.execute(
                "UPDATE match_run SET state = 'queued', permille = 0 WHERE state IN ('running', 'proposed')")
        }
    }

    /// Works on the run that waits longest.
    /// - Parameter progress: thousandths of the work, as they are done.
    /// - Returns: false when none waits.
    /// - Throws: what made the run fail; it is marked as failed then.
    package func processNext(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Bool {
        // A look first: an order that changes nothing would still make every kept page old.
        let waiting: Int? = try house.database.read { transaction in
            try transaction.value("SELECT 1 FROM match_run WHERE state = 'queued' AND job IS NULL LIMIT 1")
        }
        if waiting == nil { return false }
        let taken: MatchRun? = try await house.database.write { transaction in
            let next = try transaction.first(
                """
                SELECT \(MatchRun.columns) FROM match_run WHERE match_run.state = 'queued' AND match_run.job IS NULL
                ORDER BY match_run.id LIMIT 1
                """
            ) { try MatchRun($0) }
            if let next { try transaction.execute("UPDATE match_run SET state = 'running' WHERE id = \(next.id)") }
            return next
        }
        guard let run = taken else { return false }
        do {
            try await withTaskExecutorPreference(ReadingExecutor.shared) {
                try await MatchWork(house: house, run: run, progress: progress).perform()
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            let now = house.world.now()
            _ = try await house.database.write { transaction in
                try transaction.execute(
                    "UPDATE match_run SET state = 'failed', ended_at = \(now) WHERE id = \(run.id)")
            }
            throw error
        }
        return true
    }
}

extension MatchRuns {
    /// The newest run over the whole market, for the person at the command line.
    package func last() throws -> MatchRun? {
        try house.database.read { transaction in
            try transaction.first(
                "SELECT \(MatchRun.columns) FROM match_run WHERE match_run.job IS NULL ORDER BY match_run.id DESC LIMIT 1"
            ) { try MatchRun($0) }
        }
    }
}

/// What a run over the market took, in milliseconds.
package struct MatchTimes: Sendable {
    package let freeze: Int64
    package let solve: Int64
    package let adopt: Int64
    package let jobs: Int
    package let matched: Int
    package let gapPartsPerMillion: Int64

    package var all: Int64 { freeze + solve + adopt }
}

extension MatchRuns {
    /// A run in the foreground with a look at the clock between its steps, for measurements.
    package func measure() async throws -> MatchTimes {
        let id = try await ask()
        guard let run = try house.database.read({ try MatchRun.load(id, in: $0) }) else { throw CommonRefusal.notFound }
        let work = MatchWork(house: house, run: run, progress: { _ in })
        let startedAt = house.world.now()
        let (frozen, lines) = try work.freeze(startedAt)
        let inputs = try house.blobs.put(Array(lines.joined(separator: "\n").utf8))
        _ = try await house.database.write { transaction in
            try transaction.execute("UPDATE match_run SET frozen_at = \(frozen.at), inputs_blob = \(inputs) WHERE id = \(id)")
        }
        let frozenAt = house.world.now()
        let (answer, took) = try work.solve(frozen)
        let solvedAt = house.world.now()
        try await work.adopt(answer, frozenAt: frozen.at, lines: lines, milliseconds: took)
        return MatchTimes(
            freeze: frozenAt.since(startedAt).milliseconds, solve: solvedAt.since(frozenAt).milliseconds,
            adopt: house.world.now().since(solvedAt).milliseconds, jobs: answer.figures.jobs,
            matched: answer.figures.matched,
            gapPartsPerMillion: answer.objective > 0 ? Int64(Int128(answer.bound - answer.objective) * 1_000_000 / Int128(answer.bound)) : 0)
    }
}

/// One run at work: freeze, solve, check, adopt.
struct MatchWork: Sendable {
    let house: House
    let run: MatchRun
    let progress: @Sendable (Int) -> Void

    func perform() async throws {
        let at = house.world.now()
        let (frozen, lines) = try freeze(at)
        let inputs = try house.blobs.put(Array(lines.joined(separator: "\n").utf8))
        _ = try await house.database.write { [id = run.id] transaction in
            try transaction.execute("UPDATE match_run SET frozen_at = \(at), inputs_blob = \(inputs) WHERE id = \(id)")
        }
        let (answer, milliseconds) = try solve(frozen)
        _ = try await house.database.write { [id = run.id] transaction in
            try transaction.execute("UPDATE match_run SET state = 'proposed', permille = 950 WHERE id = \(id)")
        }
        try await adopt(answer, frozenAt: at, lines: lines, milliseconds: milliseconds)
        progress(1000)
    }

    func freeze(_ at: Instant) throws -> (FrozenMarket, [String]) {
        try house.database.read { transaction in
            let frozen = try Freezing(
                scope: .market, at: at, policy: try MatchPolicies.load(run.policy, in: transaction),
                transaction: transaction
            ).freeze()
            return (frozen, FrozenText(frozen).lines)
        }
    }

    func solve(_ frozen: FrozenMarket) throws -> (MatchAnswer, Int64) {
        let started = house.world.now()
        let notes = ProgressNotes(house: house, run: run.id, shown: progress)
        let problem = try MatchProblem(frozen, seed: run.seed) { notes.note($0 * 3 / 10) }
        let answer = try problem.solve { notes.note(300 + $0 * 6 / 10) }
        return (answer, max(0, house.world.now().since(started).milliseconds))
    }

    /// Stores the proposals and makes them the standing ones, if what they rest on is unchanged; else the run says what
    /// changed.
    func adopt(_ answer: MatchAnswer, frozenAt at: Instant, lines: [String], milliseconds: Int64) async throws {
        let (run, world) = (run, house.world)
        try await house.database.write { transaction in
            let now = world.now()
            let frozen = try Freezing(
                scope: .market, at: at, policy: try MatchPolicies.load(run.policy, in: transaction),
                transaction: transaction
            ).freeze()
            if let changes = FrozenText.difference(lines, FrozenText(frozen).lines) {
                try transaction.execute(
                    """
                    UPDATE match_run SET state = 'superseded', ended_at = \(now), changes = \(changes) WHERE id = \(run.id)
                    """)
                return
            }
            let known = try MatchProposal.standing(in: transaction)
            try transaction.execute(
                """
                UPDATE match_proposal SET state = 'overtaken', decided_at = \(now)
                WHERE state IN ('proposed', 'unmatched')
                """)
            var perBuyer: [ID<Organisation>: [ID<Job>]] = [:]
            for line in answer.lines {
                let proposal = MatchProposal(line, id: world.makeID(), run: run.id, at: now)
                try proposal.insert(uses: line.uses, in: transaction)
                if line.label != nil, !known.contains(proposal.gist) { perBuyer[proposal.buyer, default: []].append(proposal.job) }
            }
            try MatchUses.insert(answer.limits, of: run.id, in: transaction)
            try MatchRuns.close(run.id, answer, milliseconds: milliseconds, at: now, in: transaction)
            for (buyer, jobs) in perBuyer.sorted(by: { $0.key < $1.key }) {
                try Notices.add(
                    to: buyer, .matchesProposed(jobs.count), path: jobs.count == 1 ? "/jobs/\(jobs[0])/match" : "/matches",
                    at: now, world: world, in: transaction)
            }
            try Audit.record(
                "adopt match run", on: BusinessReference("match run", run.id), by: nil,
                note: "\(answer.figures.matched) of \(answer.figures.jobs)", at: now, in: transaction)
        }
    }
}

extension MatchRuns {
    /// Writes what a run found into its row, and that it stands.
    static func close(
        _ run: ID<MatchRun>, _ answer: MatchAnswer, milliseconds: Int64, at now: Instant, in transaction: WriteTransaction
    ) throws {
        let figures = answer.figures
        try transaction.execute(
            """
            UPDATE match_run SET state = 'adopted', permille = 1000, ended_at = \(now), solve_ms = \(milliseconds),
                objective_mfen = \(answer.objective), bound_mfen = \(max(answer.bound, answer.objective)),
                jobs = \(figures.jobs), matched = \(figures.matched), offers = \(figures.offers),
                windows = \(figures.windows), own_fen = \(figures.own), voucher_fen = \(figures.vouchers),
                hand_matched = \(figures.handMatched), hand_own_fen = \(figures.handOwn),
                shared_own_fen = \(figures.sharedOwn), idle_hours = \(figures.idleHours),
                booked_hours = \(figures.bookedHours), filled_hours = \(figures.filledHours)
            WHERE id = \(run)
            """)
    }
}

/// Notes a run's progress in its row, in steps of a tenth, without holding the work up.
private final class ProgressNotes {
    private let house: House
    private let run: ID<MatchRun>
    private let shown: @Sendable (Int) -> Void
    private var last = 0

    init(house: House, run: ID<MatchRun>, shown: @escaping @Sendable (Int) -> Void) {
        self.house = house
        self.run = run
        self.shown = shown
    }

    func note(_ permille: Int) {
        shown(permille)
        guard permille >= last + 100 else { return }
        last = permille
        Task { [database = house.database, run] in
            _ = try? await database.write { transaction in
                try transaction.execute(
                    "UPDATE match_run SET permille = \(permille) WHERE id = \(run) AND state = 'running'")
            }
        }
    }
}

extension Bilingual {
    static func matchesProposed(_ count: Int) -> Bilingual {
        count == 1
            ? Bilingual(zh: "您的任务有一条配对建议", en: "A match is proposed for your job")
            : Bilingual(zh: "您的任务有 \(count) 条配对建议", en: "\(count) matches are proposed for your jobs")
    }
}
