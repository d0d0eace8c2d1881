/// Sentences of the rules about parties, time and procedure.

extension BuyerTest {
    var sentence: Bilingual {
        switch self {
        case .kinds(let kinds):
            let list = Bilingual.list(kinds.map(\.name))
            return Bilingual(en: "Open to: \(list.en)", zh: "申请主体须为\(list.zh)")
        case .sizes(let sizes):
            let list = Bilingual.list(sizes.map(\.name))
            return Bilingual(en: "Firm sizes: \(list.en)", zh: "企业规模须为\(list.zh)")
        case .industries(let industries):
            let list = Bilingual.list(industries.map(\.name))
            return Bilingual(en: "Industries: \(list.en)", zh: "所属行业须为\(list.zh)")
        case .legalEntity(let incubator):
            return incubator
                ? Bilingual(en: "A legal person, or a team in a recognised incubator", zh: "具有法人资格，或为认定孵化器内的非法人创客团队")
                : Bilingual(en: "A registered legal person", zh: "须具有独立法人资格")
        case .cleanCredit(let years):
            return Bilingual(en: "No bad credit record for \(years) years", zh: "近\(years)年无不良信用记录")
        case .accountsInOrder: return Bilingual(en: "Accounts in order", zh: "财务制度健全")
        case .park(_, let name): return Bilingual(en: "Located in \(name.en)", zh: "须位于\(name.zh)")
        case .judgement(let subject): return subject
        }
    }
}

extension SupplierTest {
    var sentence: Bilingual {
        switch self {
        case .listed(_, let by):
            return Bilingual(en: "The supplier is on the list of \(by.en)", zh: "服务商须列入\(by.zh)名单")
        case .capacity(let petaflops, let racks, let supercomputing):
            var parts: [Bilingual] = []
            if supercomputing { parts.append(Bilingual(en: "a national supercomputing centre", zh: "国家超算中心")) }
            if let petaflops {
                parts.append(Bilingual(en: "at least \(petaflops) petaflops", zh: "算力不低于\(petaflops)P"))
            }
            if let racks { parts.append(Bilingual(en: "at least \(racks) standard racks", zh: "标准机架不少于\(racks)个")) }
            let en = parts.map(\.en).joined(separator: " or ")
            return Bilingual(en: "The supplier has \(en)", zh: "服务商须为" + parts.map(\.zh).joined(separator: "或"))
        case .target(let target, let floor):
            return Bilingual(
                en:
                    "Target of \(target) petaflops agreed with the bureau, nothing below \(floor); supplier first, or the buyer, never both",
                zh: "与主管部门约定目标\(target)P，低于\(floor)P不予支持；供需双方仅一方申报，供方优先")
        case .claimedHardware:
            return Bilingual(
                en: "Accelerators without an attestation of their acquisition are covered, too", zh: "未经来源证明的加速卡也可支持")
        }
    }
}

extension Locality {
    var sentence: Bilingual {
        switch self {
        case .buyer(let region, let operating):
            return operating
                ? Bilingual(
                    en: "The buyer is registered and operates in \(region.name.en)",
                    zh: "申请主体须在\(region.name.zh)注册并实际经营")
                : Bilingual(en: "The buyer is registered in \(region.name.en)", zh: "申请主体须在\(region.name.zh)注册")
        case .supplier(let region):
            return Bilingual(en: "What is bought comes from \(region.name.en)", zh: "所购服务须来自\(region.name.zh)")
        case .platform(_, let name):
            return Bilingual(en: "Ordered on \(name.en)", zh: "须通过\(name.zh)下单")
        case .exchange: return Bilingual(en: "Bought through a data exchange", zh: "须通过数据交易所交易")
        }
    }
}

extension NonRelatedTest {
    var sentence: Bilingual {
        guard let share = ownershipFrom else {
            return Bilingual(en: "Buyer and supplier are not related", zh: "供需双方不得为关联方")
        }
        let text = Bilingual.percent(share).en
        return Bilingual(
            en: "Buyer and supplier are not related; a share of \(text) relates them",
            zh: "供需双方不得为关联方（持股\(text)及以上视为关联）")
    }
}

extension ContractTest {
    var sentence: Bilingual {
        switch self {
        case .kinds(let kinds):
            let list = Bilingual.list(kinds.map(\.name))
            return Bilingual(en: "Needs a \(list.en)", zh: "须为\(list.zh)")
        case .signed(let from, let to): return Self.signedSentence(from, to)
        case .term(let least, let most):
            var parts: [Bilingual] = []
            if let least { parts.append(Bilingual(en: "at least \(least) months", zh: "不少于\(least)个月")) }
            if let most { parts.append(Bilingual(en: "at most \(most) months", zh: "不超过\(most)个月")) }
            if parts.isEmpty { parts.append(.notFound) }
            let list = Bilingual.list(parts)
            return Bilingual(en: "Needs a contract of \(list.en)", zh: "合同期限\(list.zh)")
        case .oneVoucher(let perRound):
            return perRound
                ? Bilingual(en: "One voucher for a contract in each round", zh: "同一合同每批次限用一张券")
                : Bilingual(en: "One voucher for a contract", zh: "同一合同限用一张券")
        case .notSplit(let days):
            return Bilingual(
                en: "Not one of several contracts with the same supplier within \(days) days",
                zh: "不得在\(days)天内与同一服务商拆分合同")
        }
    }

    private static func signedSentence(_ from: CivilDate?, _ to: CivilDate?) -> Bilingual {
        switch (from, to) {
        case (let from?, let to?):
            let (first, last) = (Bilingual.date(from), Bilingual.date(to))
            return Bilingual(
                en: "Needs a contract signed from \(first.en) to \(last.en)", zh: "合同须于\(first.zh)至\(last.zh)签订")
        case (let from?, nil):
            let first = Bilingual.date(from)
            return Bilingual(en: "Needs a contract signed on or after \(first.en)", zh: "合同须于\(first.zh)及以后签订")
        case (nil, let to?):
            let last = Bilingual.date(to)
            return Bilingual(en: "Needs a contract signed by \(last.en)", zh: "合同须于\(last.zh)及以前签订")
        case (nil, nil): return Bilingual(en: "Needs a signed contract", zh: "须签订合同")
        }
    }
}

extension Rule {
    var lifeSentence: Bilingual {
        switch self {
        case .round(let calendar): return calendar.sentence
        case .procedure(let steps):
            let list = Bilingual.list(
                steps.map { step in
                    Bilingual(
                        en: "\(step.event.name.en) (\(step.actor.name.en))",
                        zh: "\(step.event.name.zh)（\(step.actor.name.zh)）")
                })
            return Bilingual(en: "Steps: \(list.en)", zh: "流程：\(list.zh)")
        case .payment(let terms):
            let timing = terms.timing?.name ?? .notFound
            let reserve = terms.reserveFund ? Bilingual(en: ", from a reserve fund first", zh: "，由备付金先行支付") : nil
            return Bilingual(
                en: "Paid to the \(terms.payee.name.en) \(timing.en)\(reserve?.en ?? "")",
                zh: "向\(terms.payee.name.zh)\(timing.zh)拨付\(reserve?.zh ?? "")")
        case .oversubscription(let method):
            let name = method?.name ?? .notFound
            return Bilingual(en: "If claims exceed the pot: \(name.en)", zh: "申请超出资金池时：\(name.zh)")
        case .validity(let validity): return validity.sentence
        case .nonTransfer(let forbidden):
            let list = Bilingual.list(forbidden.map(\.name))
            return Bilingual(en: "For own use only; forbidden: \(list.en)", zh: "仅限自用，禁止\(list.zh)")
        case .evidence(let set):
            let list = Bilingual.list(set.items.map(\.name))
            let full = set.fullAmountInvoice ? Bilingual(en: ", invoice over the full amount", zh: "，发票须为全额") : nil
            return Bilingual(
                en: "For the \(set.step.name.en): \(list.en)\(full?.en ?? "")",
                zh: "\(set.step.name.zh)须提交\(list.zh)\(full?.zh ?? "")")
        case .denomination(let units):
            let list = Bilingual.list(units.map(\.name))
            return Bilingual(en: "Denominated in \(list.en)", zh: "面额单位为\(list.zh)")
        case .review(let review):
            let list = Bilingual.list(review.kinds.map(\.name))
            let notice = review.noticeDays.map { Bilingual(en: ", public notice of \($0) days", zh: "，公示\($0)天") }
            return Bilingual(en: "Review: \(list.en)\(notice?.en ?? "")", zh: "审核：\(list.zh)\(notice?.zh ?? "")")
        case .recovery(let recovery): return recovery.sentence
        case .lawText(let text):
            let number = text.number.map { " (\($0))" } ?? ""
            return Bilingual(en: text.title.en + number, zh: text.title.zh + number)
        case .automaticGrant(let terms):
            let (most, sample) = (Bilingual.money(terms.amountMax), Bilingual.percent(terms.sample))
            return Bilingual(
                en: "May be granted without a person up to \(most.en); \(sample.en) are looked at later",
                zh: "\(most.zh)以内可自动发放，事后抽查\(sample.zh)")
        default: return Bilingual(en: kind.name.en, zh: kind.name.zh)
        }
    }
}

extension RoundCalendar {
    fileprivate var sentence: Bilingual {
        var parts = rounds.map { round in
            let (opens, closes) = (Bilingual.moment(round.opens), Bilingual.moment(round.closes))
            return Bilingual(en: "\(opens.en) to \(closes.en)", zh: "\(opens.zh)至\(closes.zh)")
        }
        if continuous { parts.append(Bilingual(en: "at any time", zh: "常年受理")) }
        if parts.isEmpty { parts.append(.notFound) }
        let list = Bilingual.list(parts)
        guard let useFrom, let useTo else { return Bilingual(en: "Applications: \(list.en)", zh: "申报时间：\(list.zh)") }
        let (from, to) = (Bilingual.date(useFrom), Bilingual.date(useTo))
        return Bilingual(
            en: "Applications: \(list.en), for use from \(from.en) to \(to.en)",
            zh: "申报时间：\(list.zh)，支持\(from.zh)至\(to.zh)的使用")
    }
}

extension Validity {
    fileprivate var sentence: Bilingual {
        var parts: [Bilingual] = []
        if let months { parts.append(Bilingual(en: "for \(months) months", zh: "\(months)个月内有效")) }
        if let days { parts.append(Bilingual(en: "for \(days) days", zh: "\(days)天内有效")) }
        if let until {
            parts.append(Bilingual(en: "until \(Bilingual.date(until).en)", zh: "有效至\(Bilingual.date(until).zh)"))
        }
        if parts.isEmpty { parts.append(.notFound) }
        let list = Bilingual.list(parts)
        return Bilingual(en: "A voucher is valid \(list.en)", zh: "券自发放起\(list.zh)")
    }
}

extension Recovery {
    fileprivate var sentence: Bilingual {
        func answer(_ value: Bool?) -> Bilingual {
            value.map { $0 ? Bilingual(en: "yes", zh: "是") : Bilingual(en: "no", zh: "否") } ?? .notFound
        }
        let rate = dailyRate.map { share in
            let text = Bilingual.percent(share).en
            return Bilingual(en: ", \(text) for each day of delay", zh: "（逾期每日\(text)）")
        }
        let ban = banYears.map { Bilingual(en: "\($0) years", zh: "\($0)年") } ?? .notFound
        return Bilingual(
            en:
                "Recovery with interest: \(answer(interest).en)\(rate?.en ?? ""); bar: \(ban.en); credit record: \(answer(creditRecord).en)",
            zh: "追回并计息：\(answer(interest).zh)\(rate?.zh ?? "")；禁止申报：\(ban.zh)；记入信用：\(answer(creditRecord).zh)")
    }
}

extension Programme {
    /// The programme's own dates in words.
    package var periodSentence: Bilingual {
        switch (validFrom, validTo) {
        case (nil, nil): Bilingual(en: "Dates of the programme: (not found)", zh: "政策有效期：（未找到）")
        case (let from, let to):
            Bilingual(
                en:
                    "In force from \(from.map { Bilingual.date($0).en } ?? "(not found)") to \(to.map { Bilingual.date($0).en } ?? "(not found)")",
                zh:
                    "政策有效期\(from.map { Bilingual.date($0).zh } ?? "（未找到）")至\(to.map { Bilingual.date($0).zh } ?? "（未找到）")"
            )
        }
    }
}
