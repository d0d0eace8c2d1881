import LabelMarket

/// What the service does, for whom, how long it takes, what to have ready, and the one way in.
func startPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("Spend AI vouchers on data labeling")) {
        """
        <h1>\(t("Spend AI vouchers on data labeling"))</h1>
        <p>\(t("Small firms post labeling jobs and pay for them with voucher credit; labeling firms bid; the bureau that funds the vouchers can prove where every fen went."))</p>
        <h2>\(t("Who it is for"))</h2>
        <ul><li>\(t("Small and medium firms, start-ups, research institutes and universities with data to be labeled"))</li>
        <li>\(t("Labeling firms that want work that is paid on acceptance"))</li>
        <li>\(t("Bureaus that fund vouchers, and their auditors"))</li></ul>
        <h2>\(t("Before you start"))</h2>
        <p>\(t("Registering takes about ten minutes. Have ready:"))</p>
        <ul><li>\(t("the unified social credit code of your organisation"))</li>
        <li>\(t("its sector, headcount and last year's revenue"))</li></ul>
        <p><a class="button" href="\(visit.path("/register"))">\(t("Start now"))</a></p>
        <p>\(visit.link("/programmes", t("See what each programme pays"))) · \(visit.link("/jobs", t("See open labeling jobs")))</p>
        """
    }
}

func helpPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("Help and contact")) {
        """
        <h1>\(t("Help and contact"))</h1>
        <h2>\(t("Questions about a voucher"))</h2>
        <p>\(t("Each programme's page names the bureau behind it, what the rule is, and where the rule comes from."))</p>
        <h2>\(t("Questions about a labeling job"))</h2>
        <p>\(t("Vendors ask on the job's page before bidding closes; the buyer's answers are seen by all bidders."))</p>
        <h2>\(t("Something does not work"))</h2>
        <p>\(t("Tell the administrator of this market what you did and the number shown on the page."))</p>
        """
    }
}

func privacyPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("Privacy")) {
        """
        <h1>\(t("Privacy"))</h1>
        <p>\(t("The market keeps what contracts and voucher rules need: organisations, people who act for them, jobs, bids, deliveries and payments. It sets one cookie for your session and one for forms before you sign in; it loads nothing from other sites."))</p>
        <p>\(t("Public are: programmes and their take-up, open jobs, and the outcome of awards. Bids stay sealed until bidding closes."))</p>
        """
    }
}

func accessibilityPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("Accessibility")) {
        """
        <h1>\(t("Accessibility"))</h1>
        <p>\(t("These pages are built to meet WCAG 2.2 level AA. They work with the keyboard alone, without JavaScript, at 400 percent zoom, in dark and high-contrast settings, and on paper."))</p>
        <p>\(t("If something keeps you out, tell the administrator of this market; the matter can also be handled on paper."))</p>
        """
    }
}
