/// A voucher that might pay, with the case that its programme is asked about.
struct DrawCandidate: Sendable {
    let voucher: Voucher
    let programme: Programme
    let subject: Case
    /// Available in the books.
    let left: Money

    /// The terms under which it was granted: vouchers of one version share them.
    var terms: String { "\(voucher.programme)/\(voucher.version)" }
}

extension Programme {
    /// The rules that still matter once a voucher is granted: application dates and rounds are over; the minimum and the
    /// caps of a year or a lifetime were applied to the grant itself.
    var spending: Programme {
        var spending = self
        spending.state = .inForce
        spending.validFrom = nil
        spending.validTo = nil
        spending.clauses = clauses.filter { clause in
            switch clause.rule {
            case .round, .floor: return false
            case .cap(let cap): return cap.period == .contract
            default: return true
            }
        }
        return spending
    }

    /// Whether it says in so many words that accelerators without an attestation are covered.
    var acceptsClaimedHardware: Bool {
        clauses.contains { $0.rule == .supplier(.claimedHardware) }
    }
}

/// Puts the question of the best use, and its answer into words. Pure.
struct DrawRules {
    let candidates: [DrawCandidate]
    /// What is bought.
    let line: LineClass
    let price: Money
    let at: Instant

    private var assessments: [ID<Grant>: Assessment] = [:]

    init(candidates: [DrawCandidate], line: LineClass, price: Money, at: Instant) {
        self.candidates = candidates
        self.line = line
        self.price = price
        self.at = at
    }

    /// - Throws: ``MoneyOverflow``
    mutating func best(notes: [Bilingual]) throws(MoneyOverflow) -> VoucherDraw {
        for candidate in candidates {
            assessments[candidate.voucher.id] = candidate.programme.evaluate(candidate.subject, at: at)
        }
        let question = question
        let plan = try BestUse.plan(question)
        var notes = notes
        var parts: [VoucherDraw.Part] = []
        for candidate in candidates {
            let id = "\(candidate.voucher.id)"
            let assessment = assessments[candidate.voucher.id]
            guard let draw = plan.draws.first(where: { $0.voucher.id == id }) else {
                notes.append(unused(candidate, plan.remarks))
                continue
            }
            parts.append(part(candidate, draw.amount, ceiling: Self.ceiling(question, plan)))
            if assessment?.outcome == .notProven, let open = assessment?.obstacles.first {
                notes.append(.stillToProve(candidate.programme.name, open.reason))
            }
        }
        let paid = parts.reduce(Int64(0)) { $0 + $1.amount.fen }
        return VoucherDraw(parts: parts, own: Money(fen: price.fen - paid), notes: notes)
    }

    var question: BestUse.Question {
        var terms: [String: BestUse.Terms] = [:]
        var programmes: [(key: String, programme: Programme)] = []
        for candidate in candidates where terms[candidate.terms] == nil {
            var mine = BestUse.Terms(candidate.programme, for: candidate.subject, at: at)
            // Where an officer found that such work is covered, the case carries the class that it counts as.
            if candidate.subject.contract.items.first?.lineClass != line { mine?.covers.append(line) }
            guard let mine else { continue }
            terms[candidate.terms] = mine
            programmes.append((candidate.terms, candidate.programme))
        }
        var pairs: [BestUse.Pair] = []
        let months = candidates.first?.subject.contract.months
        for (index, first) in programmes.enumerated() {
            for second in programmes[(index + 1)...] {
                guard let ceiling = first.programme.sharedCeiling(with: second.programme, months: months) else { continue }
                pairs.append(BestUse.Pair(first.key, second.key, ceiling: ceiling))
            }
        }
        return BestUse.Question(
            items: [Case.LineItem(lineClass: line, amount: price)],
            vouchers: candidates.map { candidate in
                BestUse.Voucher(
                    id: "\(candidate.voucher.id)", programme: candidate.terms, balance: candidate.left,
                    expires: candidate.voucher.expiresAt)
            },
            terms: terms, pairs: pairs, neededUntil: at)
    }

    /// The ceiling under which the programmes drawn stand together, when they reach it; nil otherwise.
    private static func ceiling(_ question: BestUse.Question, _ plan: BestUse.Plan) -> BasisPoints? {
        let drawn = Set(plan.draws.map(\.voucher.programme))
        guard drawn.count > 1 else { return nil }
        let shared = question.pairs.filter { drawn.contains($0.first) && drawn.contains($0.second) }.map(\.ceiling).min()
        guard let shared, let most = try? plan.price.scaledDown(Int64(shared), over: 10_000).money else { return nil }
        return plan.voucherShare == most ? shared : nil
    }

    private func part(_ candidate: DrawCandidate, _ amount: Money, ceiling: BasisPoints?) -> VoucherDraw.Part {
        let steps = assessments[candidate.voucher.id]?.amount?.steps ?? []
        var why = steps.filter { if case .own = $0 { false } else { true } }.map(\.sentence)
        if amount == candidate.left {
            why.append(.allThatIsLeft(amount))
        } else if steps.last(where: { if case .own = $0 { false } else { true } })?.amount != amount {
            why.append(ceiling.map { .underCeiling($0, amount) } ?? .drawn(amount))
        }
        return VoucherDraw.Part(
            grant: candidate.voucher.id, programmeName: candidate.programme.name, book: candidate.voucher.book,
            account: candidate.voucher.account, amount: amount, why: why)
    }

    private func unused(_ candidate: DrawCandidate, _ remarks: [BestUse.Remark]) -> Bilingual {
        let name = candidate.programme.name
        if let obstacle = assessments[candidate.voucher.id]?.obstacles.first(where: { $0.outcome == .fail }) {
            return .paysNothing(name, obstacle.reason)
        }
        let id = "\(candidate.voucher.id)"
        for remark in remarks {
            switch remark {
            case .notNeeded(id), .leftOut(id), .coversNothing(id), .noTerms(id): return .paysNothing(name, remark.sentence)
            default: continue
            }
        }
        return .paysNothing(name, assessments[candidate.voucher.id]?.obstacles.first?.reason ?? .nothingToPay)
    }
}

extension Bilingual {
    static func expiresBefore(_ programme: Bilingual, _ day: CivilDate, _ end: CivilDate) -> Bilingual {
        let (last, work) = (Bilingual.date(day), Bilingual.date(end))
        return Bilingual(
            zh: "\(programme.zh)的券 \(last.zh)到期，早于工作结束日 \(work.zh)，不能使用",
            en: "The voucher from \(programme.en) expires on \(last.en), before the work ends on \(work.en)")
    }

    static func hardwareNotAttested(_ programme: Bilingual) -> Bilingual {
        .paysNothing(
            programme,
            Bilingual(
                zh: "算力卡的来源只有运营方声明，未经证明",
                en: "the origin of the accelerators is claimed by the operator, not attested"))
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

    /// What the other vouchers leave under a shared ceiling.
    fileprivate static func underCeiling(_ share: BasisPoints, _ amount: Money) -> Bilingual {
        let (money, part) = (Bilingual.money(amount), Bilingual.percent(share))
        return Bilingual(
            zh: "与其他券合计不超过合同价的\(part.zh)，本次使用\(money.zh)",
            en: "together with the other vouchers at most \(part.en) of the price; drawn here: \(money.en)")
    }

    fileprivate static func drawn(_ amount: Money) -> Bilingual {
        let money = Bilingual.money(amount)
        return Bilingual(zh: "本次使用\(money.zh)", en: "drawn here: \(money.en)")
    }

    fileprivate static let nothingToPay = Bilingual(zh: "没有可支付的内容", en: "there is nothing for it to pay")
}
