package import Storage

/// An application of a round, checked again with what is known now.
package struct RoundCandidate: Sendable {
    /// What becomes of it when the round is decided.
    package enum Standing: Sendable, Hashable {
        case takesPart
        /// A rule fails; its sentence.
        case fails(Bilingual)
        /// Something is not proven, and nobody has found about it.
        case open
    }

    package let application: VoucherApplication
    package let buyerName: Bilingual
    package let standing: Standing
    /// What was asked, at most what the rules work out.
    package let asked: Money
    /// What the round gives; nil before a lottery is drawn, and where it takes no part.
    package let given: Money?
}

/// A decided round, as it stands for everyone to read and to draw again.
package struct RoundResult: Sendable {
    package struct Share: Sendable {
        package let place: Int
        package let application: ID<Application>
        package let buyerName: Bilingual
        package let asked: Money
        package let given: Money
        package let contractOn: CivilDate
        package let receivedAt: Instant
    }

    package let method: Oversubscription?
    package let pot: Money
    package let asked: Money
    package let given: Money
    package let refused: Int
    package let seed: [UInt8]?
    package let listHash: [UInt8]
    package let decidedAt: Instant
    package let count: Int
}

/// A round as its bureau sees it.
package struct RoundView: Sendable {
    package let round: RoundRow
    package let programmeName: Bilingual
    /// nil where no text says what happens when the pot is too small.
    package let method: Oversubscription?
    package let commitment: [UInt8]?
    /// In the order of filing; empty while the round is open, and once it is decided.
    package let candidates: [RoundCandidate]
    package let pot: Money
    package let asked: Money
    package let given: Money?
    /// Hash of what the page shows: what is decided is what was shown.
    package let listHash: [UInt8]
    package let result: RoundResult?
    /// Applications filed so far, whatever became of them.
    package let filed: Int

    package var takingPart: Int { candidates.filter { $0.standing == .takesPart }.count }
    package var isOversubscribed: Bool { asked > pot }
}

extension Vouchers {
    /// A round with the allocation that deciding it now would give. The order of a lottery is not drawn before it counts.
    ///
    /// - Parameter includesOpen: whether applications with points that nobody has settled take part.
    package func round(
        _ id: ID<ApplicationRound>, includesOpen: Bool = false, for actor: Actor
    ) throws -> RoundView {
        try actor.require(.officer, .administrator, .auditor)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let round = try Rounds.rows(where: "id = \(id)", in: transaction).first,
                try actor.role == .auditor || Programmes.answers(actor, for: round.programme, in: transaction)
            else { throw CommonRefusal.notFound }
            return try Self.view(of: round, includesOpen: includesOpen, at: now, in: transaction)
        }
    }

    private static func view(
        of round: RoundRow, includesOpen: Bool, at now: Instant, in transaction: ReadTransaction
    ) throws -> RoundView {
        guard let edition = try ProgrammeEdition.inForce(round.programme, in: transaction) else {
            throw VoucherRefusal.programmeNotInForce
        }
        let method = edition.programme.oversubscription
        let pot = try potLeft(edition, at: now, in: transaction)
        let result = try RoundRecords.result(of: round.id, in: transaction)
        let isDue = now >= round.closesAt && result == nil
        let checked = isDue ? try candidates(of: round.id, includesOpen: includesOpen, in: transaction) : []
        let taking = checked.filter { $0.standing == .takesPart }
        let asked = try taking.reduce(Money.zero) { try $0.adding($1.asked) }
        var shares: [Money]?
        if asked <= pot {
            shares = taking.map(\.asked)
        } else if let method, method != .lottery {
            let tickets = taking.map(\.ticket)
            let order = Allocation.order(tickets, by: method)
            var given = [Money](repeating: .zero, count: tickets.count)
            for (place, share) in zip(order, try Allocation.allocate(order.map { tickets[$0] }, pot: pot, by: method)) {
                given[place] = share
            }
            shares = given
        }
        return RoundView(
            round: round, programmeName: edition.programme.name, method: method,
            commitment: try RoundRecords.seed(of: round.id, in: transaction)?.commitment,
            candidates: assign(shares, to: checked), pot: pot, asked: asked,
            given: try shares?.reduce(Money.zero) { try $0.adding($1) }, listHash: listHash(checked, pot), result: result,
            filed: try transaction.value("SELECT COUNT(*) FROM application WHERE round = \(round.id)") ?? 0)
    }

    /// What the round can give: what the pot has left, at most what the text sets aside for one round.
    private static func potLeft(
        _ edition: ProgrammeEdition, at now: Instant, in transaction: ReadTransaction
    ) throws -> Money {
        let year = now.shanghaiDate.parts.year
        let left = try Pots.left(of: edition.key, year: year, in: transaction) ?? .zero
        let ofRound = edition.programme.pots.filter { $0.period == .round }.compactMap(\.amount).min()
        return max(.zero, ofRound.map { min($0, left) } ?? left)
    }

    /// Every application of the round that waits, with each rule asked again: as of the moment of filing, by what is known
    /// now and what officers found.
    private static func candidates(
        of round: ID<ApplicationRound>, includesOpen: Bool, in transaction: ReadTransaction
    ) throws -> [RoundCandidate] {
        let rows = try transaction.all(
            ApplicationRow.query
                + " WHERE application.round = \(round) AND application.state = \(ApplicationState.submitted)"
                + " ORDER BY application.id", ApplicationRow.init(row:))
        return try rows.map { row in
            let application = row.application
            guard let edition = try ProgrammeEdition.load(
                application.programme, version: application.version, in: transaction)
            else { throw CommonRefusal.notFound }
            let appraisal = try appraise(
                edition, application.plan, for: application.buyer,
                findings: try ApplicationRecords.findings(of: application.id, in: transaction), at: application.filedAt,
                in: transaction)
            let standing: RoundCandidate.Standing =
                switch appraisal.outcome {
                case .fail: .fails(appraisal.assessment.obstacles.first { $0.outcome == .fail }?.reason ?? .ruleFails)
                case .notProven where !includesOpen: .open
                case .pass, .notProven, .information: .takesPart
                }
            let entitled = appraisal.entitled ?? .zero
            return RoundCandidate(
                application: application, buyerName: row.buyerName, standing: standing,
                asked: entitled.fen > 0 ? min(application.asked, entitled) : application.asked, given: nil)
        }
    }

    private static func assign(_ shares: [Money]?, to candidates: [RoundCandidate]) -> [RoundCandidate] {
        guard let shares else { return candidates }
        var rest = shares[...]
        return candidates.map { candidate in
            guard candidate.standing == .takesPart, let share = rest.popFirst() else { return candidate }
            return RoundCandidate(
                application: candidate.application, buyerName: candidate.buyerName, standing: candidate.standing,
                asked: candidate.asked, given: share)
        }
    }

    private static func listHash(_ candidates: [RoundCandidate], _ pot: Money) -> [UInt8] {
        var text = "pot \(pot.fen)\n"
        for candidate in candidates {
            text += "\(candidate.application.id) \(candidate.application.revision) \(candidate.asked.fen) "
            switch candidate.standing {
            case .takesPart: text += "takes part\n"
            case .fails: text += "fails\n"
            case .open: text += "open\n"
            }
        }
        return sha256(Array(text.utf8))
    }

    // MARK: Deciding

    /// Promises a seed for the round's lottery, before it closes: its hash is public from now on, the seed itself with the
    /// decision.
    /// - Throws: ``VoucherRefusal/noLottery``, ``VoucherRefusal/seedTooLate``, ``VoucherRefusal/seedPromised``
    package func promiseSeed(_ id: ID<ApplicationRound>, by actor: Actor, formKey: FormKey) async throws {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let seed = house.world.randomBytes(32)
        _ = try await house.once(formKey, content: "promise seed \(id)", by: actor, refusing: VoucherRefusal.self) {
            transaction in
            let round = try Self.mine(id, actor, in: transaction)
            guard let edition = try ProgrammeEdition.inForce(round.programme, in: transaction) else {
                throw VoucherRefusal.programmeNotInForce
            }
            guard edition.programme.oversubscription == .lottery else { throw VoucherRefusal.noLottery }
            guard now < round.closesAt else { throw VoucherRefusal.seedTooLate }
            guard try RoundRecords.seed(of: id, in: transaction) == nil else { throw VoucherRefusal.seedPromised }
            try transaction.execute(
                """
                INSERT INTO round_seed (round, commitment, seed, committed_at, committed_by)
                VALUES (\(id), \(sha256(seed)), \(seed), \(now), \(actor.person))
                """)
            try Audit.record(
                "promise seed", on: BusinessReference("round", id), after: hexadecimal(sha256(seed)), by: actor, at: now,
                in: transaction)
            return true
        }
    }

    /// Decides a whole round in one transaction: grants, public notices and refusals, with a notice to every firm. There is
    /// no way back.
    ///
    /// - Parameter shown: hash of the list as the officer's page showed it.
    /// - Throws: ``VoucherRefusal/roundStillOpen``, ``VoucherRefusal/roundDecided``, ``VoucherRefusal/roundChanged``,
    ///   ``VoucherRefusal/noOversubscriptionRule``, ``VoucherRefusal/seedMissing``
    package func decideRound(
        _ id: ID<ApplicationRound>, includesOpen: Bool, shown: [UInt8], by actor: Actor, formKey: FormKey
    ) async throws -> BulkOutcome {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let world = house.world
        let content = "decide round \(id) \(includesOpen) \(hexadecimal(shown))"
        return try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            let round = try Self.mine(id, actor, in: transaction)
            guard now >= round.closesAt else { throw VoucherRefusal.roundStillOpen }
            let view = try Self.view(of: round, includesOpen: includesOpen, at: now, in: transaction)
            guard view.result == nil else { throw VoucherRefusal.roundDecided }
            guard view.listHash == shown else { throw VoucherRefusal.roundChanged }
            let seed = try RoundRecords.seed(of: id, in: transaction)?.seed
            if view.isOversubscribed {
                guard let method = view.method else { throw VoucherRefusal.noOversubscriptionRule }
                if method == .lottery, seed == nil { throw VoucherRefusal.seedMissing }
            }
            let drawn = try Self.draw(view, seed: seed)
            try RoundRecords.insert(view, drawn, seed: seed, by: actor, at: now, in: transaction)
            let outcome = try Self.carryOut(view, drawn, by: actor, at: now, world: world, in: transaction)
            try Audit.record(
                "decide round", on: BusinessReference("round", id), after: hexadecimal(view.listHash), by: actor,
                note: "\(outcome.granted.count) granted, \(outcome.refused.count) refused", at: now, in: transaction)
            return outcome
        }
    }

    private static func mine(
        _ id: ID<ApplicationRound>, _ actor: Actor, in transaction: ReadTransaction
    ) throws -> RoundRow {
        guard let round = try Rounds.rows(where: "id = \(id)", in: transaction).first,
            try Programmes.answers(actor, for: round.programme, in: transaction)
        else { throw CommonRefusal.notFound }
        return round
    }

    /// Those that take part, in the order in which they were served, with what each gets.
    private static func draw(_ view: RoundView, seed: [UInt8]?) throws -> [(RoundCandidate, Money)] {
        let taking = view.candidates.filter { $0.standing == .takesPart }
        let method = view.method ?? .contractOrder
        // In the order of the published list: so that whoever draws from the list settles ties in the same way.
        let order = Allocation.order(taking.map(\.ticket), by: method, seed: seed ?? []).map { taking[$0] }
        let shares = try Allocation.allocate(order.map(\.ticket), pot: view.pot, by: method, seed: seed ?? [])
        return Array(zip(order, shares))
    }

    private static func carryOut(
        _ view: RoundView, _ drawn: [(RoundCandidate, Money)], by actor: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws -> BulkOutcome {
        var outcome = BulkOutcome()
        func refuse(_ candidate: RoundCandidate, _ reason: Bilingual) throws {
            try Self.refuse(
                candidate.application, reason.zh + " / " + reason.en, by: actor, at: now, world: world, in: transaction)
            outcome.refused.append(candidate.application.id)
        }
        for (candidate, amount) in drawn {
            guard amount.fen > 0 else {
                try refuse(candidate, .potWentTo(others: view.round.name))
                continue
            }
            if let days = try noticeDays(of: candidate.application, in: transaction) {
                try announce(candidate.application, amount, days: days, by: actor, at: now, world: world, in: transaction)
            } else {
                try grant(candidate.application, amount, by: actor, at: now, world: world, in: transaction)
            }
            outcome.granted.append(candidate.application.id)
        }
        for candidate in view.candidates {
            switch candidate.standing {
            case .fails(let reason): try refuse(candidate, reason)
            case .open: outcome.leftOpen.append(candidate.application.id)
            case .takesPart: continue
            }
        }
        return outcome
    }
}

extension RoundCandidate {
    /// What the allocation asks. The contract of a voucher that is asked for beforehand is signed on the day on which the
    /// firm plans to begin.
    var ticket: Allocation.Application {
        Allocation.Application(
            id: application.id.rawValue, amount: asked, contractSignedOn: application.plan.startsOn,
            receivedAt: application.filedAt)
    }
}

extension Bilingual {
    fileprivate static let ruleFails = Bilingual(zh: "有规则不符合", en: "a rule fails")

    fileprivate static func potWentTo(others round: String) -> Bilingual {
        Bilingual(
            zh: "批次 \(round) 申请总额超过资金池，按规则排序后资金已用完",
            en: "the applications of the round \(round) were more than its pot, which went to those before it in the order of the rule")
    }
}
