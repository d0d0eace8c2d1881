import LabelMarket

extension Texts {
    func proposalState(_ state: ProposalState) -> String {
        switch state {
        case .proposed: self("Proposed")
        case .unmatched: self("No match")
        case .accepted: self("Accepted by the buyer")
        case .refused: self("Refused by the buyer")
        case .kept: self("Own choice kept")
        case .overtaken: self("Overtaken")
        }
    }

    func proposalState(_ view: ProposalView) -> String {
        if view.proposal.state == .proposed, view.job.state != .open { return self("Overtaken") }
        return proposalState(view.proposal.state)
    }

    func runState(_ run: MatchRun) -> String {
        switch run.state {
        case .queued: self("Waiting for its turn")
        case .running: self("At work: {percent}", ["percent": percent(basisPoints: Int64(run.permille / 10 * 100))])
        case .proposed: self("Found; being adopted")
        case .adopted: self("Adopted")
        case .superseded: self("Superseded")
        case .failed: self("Failed")
        }
    }

    func matchCause(_ cause: MatchCause) -> String {
        switch cause {
        case .clock: self("By the clock")
        case .officer: self("By an officer")
        case .buyer: self("By the buyer, for one job")
        case .command: self("From the command line")
        }
    }

    /// The proven gap as a percentage with up to two decimals.
    func gap(_ run: MatchRun) -> String {
        guard let parts = run.gapPartsPerMillion else { return "–" }
        return parts > 0 && parts < 100 ? self("below 0.01%") : percent(basisPoints: parts / 100)
    }

    func resourceKind(_ kind: MatchResource.Kind) -> String {
        switch kind {
        case .vendor: self("hours of a week")
        case .window: self("cards on a day")
        case .voucher: self("voucher balance")
        case .site: self("fill of an idle site")
        }
    }

    /// `2 bids, 1 voucher` from the run's own `bid 2, voucher 1`.
    func changes(_ changes: String?) -> String {
        let parts = (changes ?? "").split(separator: ",").map { part -> String in
            let words = part.split(separator: " ")
            guard words.count == 2 else { return String(part) }
            return self("{kind} ({count})", ["kind": inputKind(String(words[0])), "count": String(words[1])])
        }
        return list(parts)
    }

    private func inputKind(_ kind: String) -> String {
        switch kind {
        case "job": self("jobs")
        case "bid": self("bids")
        case "list": self("price lists")
        case "voucher": self("vouchers")
        case "window": self("compute windows")
        case "firm", "tie": self("facts of organisations")
        case "work", "record": self("work under contract")
        case "refused": self("refusals")
        case "register": self("registers")
        default: self("other inputs")
        }
    }

    /// Why a vendor is or is not proposed.
    func vendorReason(_ line: MatchReasons.VendorLine) -> String {
        switch line.why {
        case .behind(let amount):
            let grounds = line.weighing.map(weighed) ?? []
            if grounds.isEmpty { return self("{amount} behind with everything weighed", ["amount": money(amount)]) }
            return self("{amount} behind with everything weighed: {grounds}", ["amount": money(amount), "grounds": list(grounds)])
        case .full: return self("Has no time left in those weeks; others need it more")
        case .late: return self("Would finish after the deadline")
        case .noComputeInTime: return self("No window starts after its labels are done")
        case .overBudget: return self("Above the budget, vouchers included")
        default: return common(line.why)
        }
    }

    /// `payment 54.00 better`, ground by ground; those that make no difference are left out.
    private func weighed(_ weighing: Weighing) -> [String] {
        Weighing.Ground.allCases.compactMap { ground -> String? in
            let part = weighing[ground]
            guard part != .zero else { return nil }
            let words: KeyValuePairs = ["ground": self.ground(ground), "amount": Money(fen: abs(part.fen)).groupedText]
            return part > .zero ? self("{ground} {amount} better", words) : self("{ground} {amount} worse", words)
        }
    }

    private func ground(_ ground: Weighing.Ground) -> String {
        switch ground {
        case .payment: self("payment")
        case .record: self("record")
        case .small: self("small firm")
        case .west: self("place in the west")
        case .time: self("time and compute left")
        }
    }

    func windowReason(_ why: WhyNot) -> String {
        switch why {
        case .behind(let amount): self("{amount} behind with everything weighed", ["amount": money(amount)])
        case .full: self("Its cards are taken")
        case .late: self("Too late for the job")
        case .voucherLost(let amount): self("Cheaper or equal, but a voucher bound to a place would be lost there: {amount}", ["amount": money(amount)])
        case .otherAccelerator: self("Another accelerator")
        case .tooSlow: self("Cards slower than needed")
        case .tooFar: self("Too far for the latency that is needed")
        case .tooSmall: self("Too small for the card-hours needed")
        case .beforeLabels: self("Starts or ends before the labels are done")
        case .overBudget: self("Above the budget for compute, vouchers included")
        default: common(why)
        }
    }

    private func common(_ why: WhyNot) -> String {
        switch why {
        case .chosen: self("Proposed")
        case .equal: self("As good; the seed decided")
        case .notWorthIt: self("Would cost more than it brings")
        case .relatedParties: self("Not eligible: belongs together with the buyer")
        case .language: self("Not eligible: does not read all languages of the job")
        case .outsideRegions: self("Not eligible: outside the regions that the job allows")
        case .notOffered: self("Has no standing price for this kind of work")
        case .unconfirmed: self("Not eligible: the bid was not confirmed after the job was edited")
        case .refusedBefore: self("You refused it for this job before")
        default: self("Not eligible")
        }
    }
}

extension MatchRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .noLanguage: t("Choose at least one language that your labelers read")
        case .noPrices: t("A list that stands needs at least one price")
        case .runUnderWay: t("A run is under way already; wait until it has ended.")
        case .proposalGone: t("This proposal no longer stands: it was decided, or a newer run took its place. Nothing was changed.")
        case .jobNotOpen: t("The job is not open: it was withdrawn or awarded.")
        case .biddingGoesOn(let moment): t("Bidding goes on until {time}; you can accept after it.", ["time": t.time(moment)])
        case .jobEdited: t("The job was edited after the proposal was made. Match it again; nothing was held.")
        case .offerGone: t("The proposed bid no longer stands. Match the job again; nothing was held.")
        case .listChanged: t("The vendor took its standing price back or changed it. Match the job again; nothing was held.")
        case .vendorBid: t("The vendor has bid on the job itself since. Match the job again to weigh its bid; nothing was held.")
        case .windowGone: t("The proposed window was withdrawn, or others took what was free. Match the job again; nothing was held.")
        case .dearer(let own):
            t("You would pay {amount} yourself, more than the page showed. Open it again; nothing was held.", ["amount": t.money(own)])
        case .voucherExpires(let programme):
            t("Your voucher of {programme} has ended since, so it pays nothing. Open the page again to see what remains; nothing was held.", ["programme": t(programme)])
        case .reasonMissing: t("Write a reason")
        case .inputsChanged: t("Something that the match rests on changed while it was worked out. Try again; nothing was changed.")
        }
    }
}
