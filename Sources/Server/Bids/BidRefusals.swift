import LabelMarket

extension BidRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .notOpen: t("This job takes no offers: it was withdrawn or awarded.")
        case .biddingClosed(let moment): t("Bidding closed on {time}. Nothing was changed.", ["time": t.time(moment)])
        case .biddingGoesOn(let moment):
            t("Bidding goes on until {time}; offers stay sealed until then.", ["time": t.time(moment)])
        case .ownJob: t("This is your own organisation's job; you cannot make an offer on it.")
        case .relatedParties: t("You and the buyer declared that you belong together, so you cannot contract here.")
        case .jobEdited:
            t(
                "The buyer edited the job after you opened this page. Read it as it now stands, check your price, and send again; what you typed is kept."
            )
        case .tooManyDays(let most):
            t("The job must end by its deadline: ask for at most {count} days", ["count": t.count(most)])
        case .notLive: t("This offer no longer stands: it was withdrawn, replaced or decided.")
        case .alreadyConfirmed: t("This offer is confirmed already.")
        case .alreadyAwarded: t("This job is awarded already; a job has one contract.")
        case .unconfirmedBid: t("This vendor did not confirm the offer after you edited the job, so it does not count.")
        case .reasonUntrue:
            t("This offer is better than the chosen one in what you say decided: choose what decided against it")
        case .reasonMissing: t("Write what the vendor is to read")
        case .alreadyAnswered: t("This question is answered already.")
        case .voucherExpired(let programme):
            t(
                "Your voucher of {programme} has expired. Go back to the bids to see what remains; nothing was held.",
                ["programme": t(programme)])
        case .shareChanged:
            t(
                "What your vouchers pay has changed since you opened the page. Open it again to see the new shares; nothing was held."
            )
        case .ownMoneyMissing(let missing, let available):
            t(
                "Your own account has {available}; {missing} is missing. Open Own money to see how to deposit, then award again; nothing was held.",
                ["available": t.money(available), "missing": t.money(missing)])
        }
    }
}

extension ContractRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .ended: t("The contract has ended already.")
        case .lotDecided: t("This lot is decided already.")
        case .alreadyAsked: t("Ending this contract has been asked for already.")
        case .nothingToAgree: t("Nobody else has asked to end this contract.")
        case .deliveryOpen: t("A delivery awaits its decision; decide it first.")
        case .notOverdue(let moment):
            t("The vendor has until {time}; before that the contract ends only by agreement.", ["time": t.time(moment)])
        }
    }
}
