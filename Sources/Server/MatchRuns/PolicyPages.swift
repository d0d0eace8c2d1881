import Annotations
import LabelMarket

/// The weights in force, the form for the next version, and all versions before.
func policyPage(_ visit: Visit, _ policies: [MatchPolicy], _ form: FormMarkup) -> Page {
    let t = visit.t
    let mayPublish = visit.signedIn?.actor.role != .auditor
    let current = policies.first ?? .initial
    return Page(t("What the engine is told to prefer"), form: form, back: "/office/matching") {
        """
        <h1>\(t("What the engine is told to prefer"))</h1>
        <p>\(t("The engine maximises what jobs are worth to their buyers less what they cost, with these weights. They are public with every run. Thousandths: 1,000 counts a fen as a fen."))</p>
        """
        if mayPublish {
            """
            \(visit.form("/office/matching/policy"))<input type="hidden" name="version" value="\(form.fields.has("version") ? form.fields.raw("version") : String(current.version))">
            \(weightFields(t, current.weights, form))
            \(form.area("note", t("Reason"), rows: 3))
            <button>\(t("Publish a new version"))</button></form>
            """
        }
        """
        <h2>\(t("Versions"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Versions"))"><table><caption>\(t("Newest first; a run names the version it was made under"))</caption><thead><tr>
        <th scope="col">\(t("Version"))</th><th scope="col" class="num">\(t("Own money"))</th><th scope="col" class="num">\(t("Voucher money"))</th>
        <th scope="col" class="num">\(t("Track record"))</th><th scope="col" class="num">\(t("Small firms"))</th><th scope="col" class="num">\(t("Western vendors"))</th>
        <th scope="col" class="num">\(t("Idle card-hour, yuan"))</th><th scope="col" class="num">\(t("Idle below"))</th><th scope="col">\(t("Reason"))</th></tr></thead><tbody>
        \(each: policies, { policy in
            let weights = policy.weights
            return """
            <tr><th scope="row">\(t.count(policy.version))</th><td class="num">\(t.count(weights.own))</td><td class="num">\(t.count(weights.voucher))</td>
            <td class="num">\(t.count(weights.quality))</td><td class="num">\(t.count(weights.small))</td><td class="num">\(t.count(weights.west))</td>
            <td class="num">\(Money(fen: weights.idleFen).groupedText)</td><td class="num">\(t.percent(basisPoints: weights.idleBelow))</td>
            <td>\(policy.version == 0 ? t("What the market starts with") : policy.note)\(if: policy.publishedAt != nil, " \(policy.publishedAt.map { t.timeElement($0) })")</td></tr>
            """
        })</tbody></table></div>
        """
    }
}

private func weightFields(_ t: Texts, _ weights: MatchPolicy.Weights, _ form: FormMarkup) -> HTML {
    func field(_ name: String, _ label: String, _ hint: String, _ value: Int64) -> HTML {
        form.text(name, label, hint: hint, inputMode: "numeric", short: true, value: String(value))
    }
    return """
        \(field("own", t("Own money"), t("What a fen of the buyer's own money counts, in thousandths"), weights.own))
        \(field("voucher", t("Voucher money"), t("What a fen of voucher money counts, in thousandths; below own money, vouchers are used gladly"), weights.voucher))
        \(field("quality", t("Track record"), t("Thousandths of the price that a spotless record of accepted items is worth"), weights.quality))
        \(field("small", t("Small firms"), t("Thousandths of the price that a micro or small vendor is worth"), weights.small))
        \(field("west", t("Western vendors"), t("Thousandths of the price that a vendor in a western province is worth"), weights.west))
        \(form.money("idle", t("Idle card-hour, yuan"), hint: t("What a card-hour at an idle western site is worth"), value: Money(fen: weights.idleFen)))
        \(field("below", t("Idle below"), t("Percent of its compute in use below which a site is idle; filling counts up to it"), weights.idleBelow / 100))
        """
}

/// A vendor's standing price list.
func priceListPage(_ visit: Visit, _ list: PriceList?, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Standing price list"), form: form, back: "/matches") {
        """
        <h1>\(t("Standing price list"))</h1>
        <p>\(t("With a standing price list the engine can propose you for jobs that you have not bid on. A buyer who accepts signs a contract with you at this price. Your own bid on a job always goes before the list."))</p>
        \(visit.form("/price-list"))<input type="hidden" name="revision" value="\(form.fields.has("revision") ? form.fields.raw("revision") : String(list?.revision ?? 0))">
        \(form.checkbox("stands", t("The list stands as my offer on jobs that I have not bid on"), isOn: list?.stands ?? false))
        \(form.text("hours", t("Hours of labeling a week"), hint: t("Everybody together; contracts under way are taken off"), inputMode: "numeric", short: true, value: list.map { String($0.hoursPerWeek) }))
        \(form.text("lead", t("Days before the start"), inputMode: "numeric", short: true, value: list.map { String($0.leadDays) } ?? "2"))
        \(form.checkboxes("language", t("Languages that your labelers read"), options: LabelLanguage.allCases.map { ($0.rawValue, t.labelLanguage($0)) }, values: list?.languages.map(\.rawValue) ?? []))
        <h2>\(t("Prices"))</h2><p>\(t("Leave both fields of a kind of work empty if you do not offer it."))</p>
        \(each: TaskFamily.allCases, { family in priceFields(t, family, list?.line(family), form) })
        <button>\(t("Keep the list"))</button></form>
        """
    }
}

private func priceFields(_ t: Texts, _ family: TaskFamily, _ line: PriceList.Line?, _ form: FormMarkup) -> HTML {
    let name = t.family(family)
    return """
        <fieldset><legend>\(name)</legend>
        \(form.money("price-\(family.rawValue)", t("{work}: yuan for an item", ["work": name]), value: line?.pricePerItem))
        \(form.text("seconds-\(family.rawValue)", t("{work}: seconds for an item", ["work": name]), inputMode: "numeric", short: true, value: line.map { String($0.secondsPerItem) }))
        </fieldset>
        """
}
