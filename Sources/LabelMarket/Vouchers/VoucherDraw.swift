package import Storage

/// Who pays what of a price: vouchers by grant, the buyer's own money for the rest.
package struct VoucherDraw: Sendable {
    /// What one voucher pays.
    package struct Part: Sendable {
        package let grant: ID<Grant>
        package let programmeName: Bilingual
        package let book: ID<Book>
        package let account: AccountKey
        package let amount: Money
        /// The steps of the arithmetic, in words.
        package let why: [Bilingual]
    }

    package let parts: [Part]
    /// What is left for the buyer's own money.
    package let own: Money
    /// Vouchers that pay nothing, each with the rule in the way, and what is still to be proven of those that pay.
    package let notes: [Bilingual]

    /// What all vouchers pay together.
    package var fromVouchers: Money { Money(fen: parts.reduce(0) { $0 + $1.amount.fen }) }
}

extension Vouchers {
    /// Which vouchers of `buyer` pay how much of `price`, so that the firm pays least within the programmes' rules on
    /// scope, rate, caps and combination. The balance in the books is the limit: what is held elsewhere does not count.
    ///
    /// - Parameters:
    ///   - vendor: nil before one is known; rules about the supplier are then open.
    ///   - workEndsOn: a voucher that expires before the end of that day pays nothing.
    /// - Throws: ``CommonRefusal/notFound`` for an unknown organisation.
    /// - Complexity: quadratic in the vouchers that the buyer holds.
    package static func draw(
        for price: Money, buyer: ID<Organisation>, vendor: ID<Organisation>?, use: VoucherUse, workEndsOn: CivilDate,
        at now: Instant, in transaction: ReadTransaction
    ) throws -> VoucherDraw {
        var candidates: [DrawCandidate] = []
        var notes: [Bilingual] = []
        let firm = try VoucherCases.firm(buyer, in: transaction)
        let supplier = try vendor.map { try VoucherCases.supplier($0, of: buyer, in: transaction) } ?? Case.Supplier()
        for voucher in try live(of: buyer, at: now, in: transaction) {
            let left = try Books.balance(of: voucher.account, in: transaction).available
            guard left.fen > 0,
                let edition = try ProgrammeEdition.load(voucher.programme, version: voucher.version, in: transaction)
            else { continue }
            guard Instant.endOfDay(shanghai: workEndsOn) <= voucher.expiresAt else {
                notes.append(.expiresBefore(edition.programme.name, voucher.expiresAt.shanghaiDate, workEndsOn))
                continue
            }
            var subject = Case()
            subject.firm = firm
            subject.supplier = supplier
            subject.history = try VoucherCases.history(of: buyer, leavingOut: voucher.id, in: transaction)
            subject.findings = try ApplicationRecords.findings(of: voucher.application, in: transaction)
            subject.contract = VoucherCases.contract(
                use, price: price, from: now.shanghaiDate, to: max(workEndsOn, now.shanghaiDate),
                line: VoucherCases.line(of: use, under: edition.programme, findings: subject.findings))
            candidates.append(
                DrawCandidate(
                    voucher: voucher, programme: edition.programme.withoutWindows, subject: subject, left: left))
        }
        return DrawRules.draw(candidates, price: price, at: now, notes: notes)
    }

    private static func live(
        of buyer: ID<Organisation>, at now: Instant, in transaction: ReadTransaction
    ) throws -> [Voucher] {
        try transaction.all(
            """
            SELECT \(Voucher.columns) FROM voucher WHERE voucher.holder = \(buyer)
              AND voucher.state = \(VoucherState.live) AND voucher.expires_at >= \(now)
            ORDER BY voucher.expires_at, voucher.id
            """, Voucher.init(row:))
    }

    /// What a plan of the actor's firm would cost with the vouchers that it holds now.
    package func quote(_ plan: PlannedUse, for actor: Actor) throws -> VoucherDraw {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            try Self.draw(
                for: plan.price, buyer: actor.organisation, vendor: nil, use: plan.use, workEndsOn: plan.endsOn, at: now,
                in: transaction)
        }
    }
}

/// A voucher that might pay, with the case that its programme is asked about.
struct DrawCandidate: Sendable {
    let voucher: Voucher
    let programme: Programme
    let subject: Case
    /// Available in the books.
    let left: Money
}

extension Programme {
    /// The rules that still matter once a voucher is granted: application dates and rounds are over, and caps were
    /// applied to the grant itself.
    var withoutWindows: Programme {
        var spending = self
        spending.state = .inForce
        spending.validFrom = nil
        spending.validTo = nil
        spending.clauses = clauses.filter { clause in
            switch clause.rule {
            case .round: return false
            case .cap(let cap): return cap.period == .contract
            default: return true
            }
        }
        return spending
    }
}

/// Chooses among candidates. Pure.
enum DrawRules {
    private struct Chosen {
        let candidate: DrawCandidate
        var amount: Money
        var assessment: Assessment
    }

    static func draw(
        _ candidates: [DrawCandidate], price: Money, at now: Instant, notes: [Bilingual]
    ) -> VoucherDraw {
        var notes = notes
        // What pays most comes first; of equals, what expires first.
        let ranked = candidates.map { ($0, share(of: $0, beside: [], at: now).amount) }.sorted { left, right in
            (right.1, left.0.voucher.expiresAt) < (left.1, right.0.voucher.expiresAt)
        }
        var chosen: [Chosen] = []
        var rest = price
        for (candidate, _) in ranked {
            let answer = share(of: candidate, beside: chosen.map { ($0.candidate, $0.amount) }, at: now)
            let amount = min(answer.amount, rest)
            guard amount.fen > 0, !spoils(chosen.map { ($0.candidate, $0.amount) }, (candidate, amount), at: now) else {
                notes.append(.paysNothing(candidate.programme.name, reason(answer.assessment)))
                continue
            }
            chosen.append(Chosen(candidate: candidate, amount: amount, assessment: answer.assessment))
            rest = Money(fen: rest.fen - amount.fen)
            if answer.assessment.outcome == .notProven, let open = answer.assessment.obstacles.first {
                notes.append(.stillToProve(candidate.programme.name, open.reason))
            }
        }
        let parts = chosen.map { entry in
            VoucherDraw.Part(
                grant: entry.candidate.voucher.id, programmeName: entry.candidate.programme.name,
                book: entry.candidate.voucher.book, account: entry.candidate.voucher.account, amount: entry.amount,
                why: (entry.assessment.amount?.steps ?? []).map(\.sentence)
                    + (entry.amount == entry.candidate.left ? [.allThatIsLeft(entry.amount)] : []))
        }
        return VoucherDraw(parts: parts, own: rest, notes: notes)
    }

    /// What a voucher pays when `others` pay too: what the rules give, and no more than it has left.
    private static func share(
        of candidate: DrawCandidate, beside others: [(DrawCandidate, Money)], at now: Instant
    ) -> (amount: Money, assessment: Assessment) {
        var subject = candidate.subject
        subject.history.otherVouchers = others.map { other, amount in
            Case.OtherVoucher(programme: other.programme.key, level: other.programme.level, amount: amount)
        }
        let assessment = candidate.programme.evaluate(subject, at: now)
        return (min(assessment.voucherShare, candidate.left), assessment)
    }

    /// Whether a newcomer makes one that already pays pay less or nothing.
    private static func spoils(
        _ chosen: [(DrawCandidate, Money)], _ newcomer: (DrawCandidate, Money), at now: Instant
    ) -> Bool {
        for (index, entry) in chosen.enumerated() {
            var others = chosen
            others.remove(at: index)
            others.append(newcomer)
            if share(of: entry.0, beside: others, at: now).amount < entry.1 { return true }
        }
        return false
    }

    private static func reason(_ assessment: Assessment) -> Bilingual {
        assessment.obstacles.first?.reason ?? .combinationPaysLess
    }
}

extension Bilingual {
    fileprivate static func expiresBefore(_ programme: Bilingual, _ day: CivilDate, _ end: CivilDate) -> Bilingual {
        let (last, work) = (Bilingual.date(day), Bilingual.date(end))
        return Bilingual(
            zh: "\(programme.zh)的券 \(last.zh)到期，早于工作结束日 \(work.zh)，不能使用",
            en: "The voucher from \(programme.en) expires on \(last.en), before the work ends on \(work.en)")
    }

    fileprivate static func paysNothing(_ programme: Bilingual, _ reason: Bilingual) -> Bilingual {
        Bilingual(zh: "\(programme.zh)的券未使用：\(reason.zh)", en: "The voucher from \(programme.en) is not used: \(reason.en)")
    }

    fileprivate static func stillToProve(_ programme: Bilingual, _ reason: Bilingual) -> Bilingual {
        Bilingual(zh: "\(programme.zh)尚待证明：\(reason.zh)", en: "Still to be proven for \(programme.en): \(reason.en)")
    }

    fileprivate static func allThatIsLeft(_ amount: Money) -> Bilingual {
        let money = Bilingual.money(amount)
        return Bilingual(zh: "券上余额\(money.zh)全部使用", en: "all that the voucher has left: \(money.en)")
    }

    fileprivate static let combinationPaysLess = Bilingual(
        zh: "与其他券叠加后不会多付", en: "together with the others it would pay nothing more")
}
