import LabelMarket

/// Reads the forms of the bids slice.
enum BidForms {
    static let planLimit = 4000

    /// An offer with the version of the job that its form showed.
    static func offer(_ form: inout FormReader) -> (offer: Offer, version: Int)? {
        let t = form.t
        let price = form.money("price", missing: t("Enter the price for all items"))
        let days = form.integer("days", in: 1...730, missing: t("Enter the days you need"))
        let plan = form.text("plan", limit: planLimit, missing: t("Describe how you will do the work"))
        guard let price, let days, let plan else { return nil }
        return (Offer(price: price, days: Int(days), plan: plan), Int(form.fields.raw("version")) ?? 0)
    }

    static func award(_ bid: ID<Bid>, _ form: inout FormReader) -> AwardDecision? {
        let t = form.t
        let ground = form.choice("ground", as: AwardGround.self, missing: t("Choose what decided"))
        let reason = form.text("reason", limit: 2000, missing: t("Write why this bid wins; all bidders read it"))
        guard let ground, let reason else { return nil }
        return AwardDecision(
            bid: bid, ground: ground, reason: reason,
            shownShares: VoucherShare.parse(form.fields.raw("shares")) ?? [], toLosers: toLosers(&form))
    }

    /// Why a bid is excluded.
    static func exclusion(_ form: inout FormReader) -> (ground: AwardGround, reason: String)? {
        let t = form.t
        let ground = form.choice("ground", as: AwardGround.self, missing: t("Choose what is wrong with the offer"))
        if let ground, !AwardGround.choices.contains(ground) { form.fail("ground", t("Choose what is wrong with the offer")) }
        let reason = form.text("reason", limit: 2000, missing: t("Write what the vendor is to read"))
        guard let ground, let reason, form.errors.isEmpty else { return nil }
        return (ground, reason)
    }

    /// What the form says to single losers; their bids stand in `losers`.
    private static func toLosers(_ form: inout FormReader) -> [ID<Bid>: LoserReason] {
        var reasons: [ID<Bid>: LoserReason] = [:]
        for bid in form.fields.all("losers").compactMap({ ID<Bid>(text: $0) }) {
            let ground = AwardGround(rawValue: form.fields.raw("ground-\(bid)"))
            let words = form.optionalText("reason-\(bid)", limit: 2000)
            if let ground, !AwardGround.choices.contains(ground) { continue }
            if ground != nil || words != nil { reasons[bid] = LoserReason(ground: ground, words: words) }
        }
        return reasons
    }
}

/// Words for the states of bids and the grounds of awards.
extension Texts {
    func callAsFunction(_ state: BidState) -> String {
        switch state {
        case .draft: self("Draft, not sent")
        case .sealed: self("Sealed")
        case .replaced: self("Replaced by a newer offer")
        case .withdrawn: self("Withdrawn")
        case .won: self("Won")
        case .lost: self("Not chosen")
        case .disqualified: self("Did not count")
        }
    }

    func callAsFunction(_ ground: AwardGround) -> String {
        switch ground {
        case .price: self("Price")
        case .plan: self("Plan of the work")
        case .time: self("Time needed")
        case .record: self("The vendor's record")
        case .unconfirmed: self("Not confirmed after the job was edited")
        case .withdrawnJob: self("The job was withdrawn")
        }
    }
}
