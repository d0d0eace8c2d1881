import Annotations
import LabelMarket

/// Reads the forms of the match runs.
enum MatchForms {
    static func acceptance(
        _ form: inout FormReader
    ) -> (proposal: ID<MatchProposal>, own: Money, reason: String)? {
        let t = form.t
        let proposal = form.id("proposal", of: MatchProposal.self, missing: t("Open the page again; the proposal was missing"))
        let reason = form.text("reason", limit: 2000, missing: t("Write why you take this offer; all bidders read it"))
        guard let proposal, let reason, let own = Int64(form.fields.raw("own")) else { return nil }
        return (proposal, Money(fen: own), reason)
    }

    static func refusal(_ form: inout FormReader) -> (proposal: ID<MatchProposal>, reason: String)? {
        let t = form.t
        let proposal = form.id("proposal", of: MatchProposal.self, missing: t("Open the page again; the proposal was missing"))
        let reason = form.text("reason", limit: 2000, missing: t("Write why you refuse it"))
        guard let proposal, let reason else { return nil }
        return (proposal, reason)
    }

    static func whatIf(_ form: inout FormReader) -> WhatIf? {
        let t = form.t
        let deadline = form.date("deadline_on", missing: t("Enter the last day for the work"))
        let budget = form.money("budget", minimum: .yuan(1), missing: t("Enter the most you will pay"))
        let region = Region(code: form.fields.raw("region")).flatMap { $0.isProvince ? $0.code : nil }
        var change = WhatIf(deadlineOn: deadline, budget: budget, regions: region.map { [$0] } ?? [])
        if form.fields.has("compute_budget") {
            change.computeBudget = form.money(
                "compute_budget", minimum: .yuan(1), missing: t("Enter the most you will pay for compute"))
            change.computeEndsOn = form.date("ends_on", missing: t("Enter the last day for the compute"))
        }
        return form.errors.isEmpty ? change : nil
    }

    static func policy(
        _ form: inout FormReader
    ) -> (weights: MatchPolicy.Weights, note: String, seen: Int)? {
        let t = form.t
        let missing = t("Enter a whole number of thousandths")
        let own = form.integer("own", in: 100...5000, missing: missing)
        let voucher = form.integer("voucher", in: 0...5000, missing: missing)
        let quality = form.integer("quality", in: 0...2000, missing: missing)
        let small = form.integer("small", in: 0...2000, missing: missing)
        let west = form.integer("west", in: 0...2000, missing: missing)
        let idle = form.money("idle", minimum: .zero, missing: t("Enter what a card-hour at an idle site is worth"))
        let below = form.integer("below", in: 0...100, missing: t("Enter a percentage from 0 to 100"))
        let note = form.text("note", limit: 1000, missing: t("Write why the weights change; everybody reads it"))
        guard let own, let voucher, let quality, let small, let west, let idle, let below, let note else { return nil }
        guard idle.fen <= 100_000 else {
            form.fail("idle", t("Enter an amount of at most {amount}", ["amount": t.money(.yuan(1000))]))
            return nil
        }
        return (
            MatchPolicy.Weights(
                own: own, voucher: voucher, quality: quality, small: small, west: west, idleFen: idle.fen,
                idleBelow: below * 100),
            note, Int(form.fields.raw("version")) ?? 0
        )
    }

    static func priceList(_ form: inout FormReader) -> PriceListEntry? {
        let t = form.t
        let hours = form.integer("hours", in: 1...1_000_000, missing: t("Enter the hours of labeling you can do in a week"))
        let lead = form.integer("lead", in: 0...90, missing: t("Enter the days you need before you start"))
        let languages = form.fields.all("language").compactMap(LabelLanguage.init)
        if languages.isEmpty { form.fail("language", t("Choose at least one language that your labelers read")) }
        var lines: [PriceList.Line] = []
        for family in TaskFamily.allCases {
            let (price, seconds) = ("price-\(family.rawValue)", "seconds-\(family.rawValue)")
            if form.fields.trimmed(price).isEmpty, form.fields.trimmed(seconds).isEmpty { continue }
            let amount = form.money(price, missing: t("Enter the price of an item, or leave both empty"))
            let effort = form.integer(seconds, in: 1...86_400, missing: t("Enter the seconds that an item takes"))
            if let amount, amount > .yuan(1_000_000) {
                form.fail(price, t("Enter an amount of at most {amount}", ["amount": t.money(.yuan(1_000_000))]))
            } else if let amount, let effort {
                lines.append(PriceList.Line(family: family, pricePerItem: amount, secondsPerItem: effort))
            }
        }
        guard let hours, let lead, form.errors.isEmpty else { return nil }
        return PriceListEntry(
            stands: form.fields.isOn("stands"), hoursPerWeek: hours, leadDays: lead, languages: languages, lines: lines)
    }
}
