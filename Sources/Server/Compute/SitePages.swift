import LabelMarket

/// Every site with the two utilisations that its operator claims, for everyone.
func sitesPage(_ visit: Visit, _ views: [SiteView]) -> Page {
    let t = visit.t
    return Page(t("Sites and their utilisation")) {
        """
        <h1>\(t("Sites and their utilisation"))</h1>
        <p>\(t("Two numbers that measure different things: how many racks are filled, and how much of the compute is used. Both are claims of the operators, with their day; what is reserved is counted by this market."))</p>
        """
        if views.isEmpty {
            "<p>\(t("No data centre has registered a site yet."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Sites"))"><table><caption>\(t("Sites by hub"))</caption>
            <thead><tr><th scope="col">\(t("Site"))</th><th scope="col">\(t("Hub"))</th><th scope="col" class="num">\(t("Racks filled"))</th>
            <th scope="col" class="num">\(t("Compute used"))</th><th scope="col" class="num">\(t("Renewable power"))</th><th scope="col">\(t("Claimed for"))</th>
            <th scope="col" class="num">\(t("Open windows"))</th></tr></thead>
            <tbody>\(each: views, { view in siteRow(visit, view) })</tbody></table></div>
            <h2>\(t("Racks filled and compute used"))</h2>
            \(claimChart(views, t))
            """
        }
        hubTable(visit)
    }
}

private func siteRow(_ visit: Visit, _ view: SiteView) -> HTML {
    let t = visit.t
    func share(_ points: Int?) -> String { points.map { t.percent(basisPoints: Int64($0)) } ?? "" }
    return """
        <tr><th scope="row">\(visit.link("/compute/sites/\(view.site.id)", t(view.site.name)))<br><small>\(t(view.operatorName))</small></th>
        <td>\(hubWords(view.site, t))</td><td class="num">\(share(view.claim?.racksFilled))</td>
        <td class="num">\(share(view.claim?.computeUsed))</td><td class="num">\(share(view.claim?.greenShare))</td>
        <td>\(view.claim.map { t.dateElement($0.claimedOn) })</td><td class="num">\(t.count(view.windowCount))</td></tr>
        """
}

/// Two bars a site: racks filled above compute used. The table beside it has the numbers.
func claimChart(_ views: [SiteView], _ t: Texts) -> HTML {
    let rows = views.filter { $0.claim != nil }.prefix(40)
    let height = rows.count * 52 + 8
    return """
        <svg class="chart" viewBox="0 0 640 \(height)" width="640" height="\(height)" role="img" \
        aria-label="\(t("Bars for each site: racks filled above, compute used below, of 100 percent"))">
        \(each: Array(rows.enumerated()), { index, view in
            let top = index * 52 + 4
            let racks = view.claim?.racksFilled ?? 0
            let used = view.claim?.computeUsed ?? 0
            return """
                <text x="0" y="\(top + 14)">\(t(view.site.name))</text>\
                <rect x="200" y="\(top)" width="\(racks * 360 / 10_000)" height="18"/>\
                <text x="\(206 + racks * 360 / 10_000)" y="\(top + 14)">\(t("racks {percent}", ["percent": t.percent(basisPoints: Int64(racks))]))</text>\
                <rect x="200" y="\(top + 22)" width="\(used * 360 / 10_000)" height="18" fill-opacity="0.6"/>\
                <text x="\(206 + used * 360 / 10_000)" y="\(top + 36)">\(t("used {percent}", ["percent": t.percent(basisPoints: Int64(used))]))</text>
                """
        })</svg>
        """
}

/// The national hubs with where each fact is taken from.
private func hubTable(_ visit: Visit) -> HTML {
    let t = visit.t
    func proof(_ source: Source) -> String {
        t(source.status.meaning) + source.citations.map { t.bracketed($0.number) }.joined()
    }
    return """
        <h2>\(t("Hubs and clusters of East Data, West Computing"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Hubs"))"><table><caption>\(t("Eight hubs, ten clusters, and how well each is proven"))</caption>
        <thead><tr><th scope="col">\(t("Hub"))</th><th scope="col">\(t("Proof"))</th><th scope="col">\(t("Clusters"))</th><th scope="col">\(t("Area"))</th></tr></thead>
        <tbody>\(each: Hub.all, { hub in
            """
            <tr><th scope="row">\(t(hub.name))</th><td>\(proof(hub.source))</td>
            <td>\(each: hub.clusters, { "\(t($0.name)) <small>\(proof($0.source))</small> " })</td>
            <td>\(t.list(hub.areas.map { t($0.name) }))<br><small>\(proof(hub.areaSource))</small></td></tr>
            """
        })</tbody></table></div>
        <dl class="summary">\(each: LatencyTier.allCases, { tier in
            "<div><dt>\(t.latency(tier))</dt><dd>\(tierWords(tier, t))\(Hub.latencySources[tier].map { " <small>\(proof($0))</small>" as HTML })</dd></div>"
        })</dl>
        """
}

private func tierWords(_ tier: LatencyTier, _ t: Texts) -> String {
    switch tier {
    case .city: t("within a city")
    case .region: t("within a hub's area or a province")
    case .country: t("between east and west")
    }
}

/// One site for everyone.
func sitePage(_ visit: Visit, _ view: SiteView) -> Page {
    let t = visit.t
    let isOwn = visit.signedIn.map { $0.actor.role == .operator && $0.actor.organisation == view.site.operator } ?? false
    return Page(t(view.site.name), back: isOwn ? "/sites" : "/compute/sites") {
        "<h1>\(t(view.site.name))</h1>"
        if isOwn { siteActions(visit, view.site) }
        """
        <dl class="summary"><div><dt>\(t("Data centre"))</dt><dd>\(t(view.operatorName))</dd></div>
        <div><dt>\(t("Hub"))</dt><dd>\(hubWords(view.site, t))</dd></div>
        <div><dt>\(t("Place"))</dt><dd>\(t(view.site.region.name))</dd></div>
        \(view.claim.map { claimRows($0, t) })</dl>
        <h2>\(t("Offered and reserved card-hours"))</h2>
        \(weekChart(view.weeks, t))\(weekTable(view.weeks, t))
        <h2>\(t("Accelerators"))</h2>
        """
        if view.classes.isEmpty { "<p>\(t("No accelerators are registered here yet."))</p>" }
        for deviceClass in view.classes {
            """
            <h3>\(deviceClass.accelerator)</h3><dl class="summary">\(classRows(deviceClass, t))\(paperRow(visit, view, deviceClass))</dl>
            \(if: isOwn, "<p>\(visit.link("/accelerators/\(deviceClass.id)", t("Change {name}", ["name": deviceClass.accelerator])))</p>")
            """
        }
        claimHistory(view.history, t)
    }
}

/// The papers of the attestation, for those who may see them.
private func paperRow(_ visit: Visit, _ view: SiteView, _ deviceClass: DeviceClass) -> HTML {
    let papers = view.papers.filter { $0.deviceClass == deviceClass.id }
    if papers.isEmpty { return .empty }
    return "<div><dt>\(visit.t("Papers of the attestation"))</dt><dd>\(paperList(visit, papers))</dd></div>"
}

private func siteActions(_ visit: Visit, _ site: ComputeSite) -> HTML {
    let t = visit.t
    return """
        <p class="actions"><a class="button" href="\(visit.path("/sites/\(site.id)/windows/new"))">\(t("Publish a window"))</a> \
        \(visit.link("/sites/\(site.id)/windows/file", t("Publish windows from a file"))) \
        \(visit.link("/sites/\(site.id)/accelerators/new", t("Register accelerators"))) \
        \(visit.link("/sites/\(site.id)/claim", t("State utilisation and power")))</p>
        """
}

private func claimRows(_ claim: SiteClaim, _ t: Texts) -> HTML {
    func share(_ points: Int) -> String { t.percent(basisPoints: Int64(points)) }
    return """
        <div><dt>\(t("Racks filled"))</dt><dd>\(share(claim.racksFilled))</dd></div>
        <div><dt>\(t("Compute used"))</dt><dd>\(share(claim.computeUsed))</dd></div>
        <div><dt>\(t("Renewable power"))</dt><dd>\(share(claim.greenShare))</dd></div>
        <div><dt>\(t("Power price"))</dt><dd>\(t("{price} for a megawatt-hour", ["price": t.money(claim.powerPerMegawattHour)]))</dd></div>
        <div><dt>\(t("Claimed by the operator for"))</dt><dd>\(t.dateElement(claim.claimedOn))</dd></div>
        """
}

/// Offered card-hours as bars, reserved ones inside them.
private func weekChart(_ weeks: [WeekUse], _ t: Texts) -> HTML {
    let most = max(1, weeks.map(\.offered).max() ?? 1)
    return """
        <svg class="chart" viewBox="0 0 640 190" width="640" height="190" role="img" \
        aria-label="\(t("Bars for each week: offered card-hours, and the reserved part of them in full colour"))">
        \(each: Array(weeks.enumerated()), { index, week in
            let x = index * 80 + 8
            let offered = Int(week.offered * 140 / most)
            let reserved = Int(min(week.reserved, week.offered) * 140 / most)
            return """
                <rect x="\(x)" y="\(150 - offered)" width="56" height="\(offered)" fill-opacity="0.35"/>\
                <rect x="\(x)" y="\(150 - reserved)" width="56" height="\(reserved)"/>\
                <text x="\(x)" y="170">\(padded(week.monday.parts.month, 2))-\(padded(week.monday.parts.day, 2))</text>
                """
        })</svg>
        """
}

private func weekTable(_ weeks: [WeekUse], _ t: Texts) -> HTML {
    """
    <div class="scroll" tabindex="0" role="region" aria-label="\(t("Card-hours by week"))"><table><caption>\(t("Card-hours by week, as this market counts them"))</caption>
    <thead><tr><th scope="col">\(t("Week from"))</th><th scope="col" class="num">\(t("Offered"))</th><th scope="col" class="num">\(t("Reserved"))</th>
    <th scope="col" class="num">\(t("Share reserved"))</th></tr></thead><tbody>\(each: weeks, { week in
        """
        <tr><th scope="row">\(t.dateElement(week.monday))</th><td class="num">\(t.count(week.offered))</td><td class="num">\(t.count(week.reserved))</td>
        <td class="num">\(week.offered == 0 ? "" : t.percent(basisPoints: week.reserved * 10_000 / week.offered))</td></tr>
        """
    })</tbody></table></div>
    """
}

private func claimHistory(_ history: [SiteClaim], _ t: Texts) -> HTML {
    if history.count < 2 { return .empty }
    func share(_ points: Int) -> String { t.percent(basisPoints: Int64(points)) }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Earlier claims"))"><table><caption>\(t("What the operator claimed, newest first"))</caption>
        <thead><tr><th scope="col">\(t("Claimed for"))</th><th scope="col" class="num">\(t("Racks filled"))</th><th scope="col" class="num">\(t("Compute used"))</th>
        <th scope="col" class="num">\(t("Renewable power"))</th></tr></thead><tbody>\(each: history, { claim in
            "<tr><th scope=\"row\">\(t.dateElement(claim.claimedOn))</th><td class=\"num\">\(share(claim.racksFilled))</td><td class=\"num\">\(share(claim.computeUsed))</td><td class=\"num\">\(share(claim.greenShare))</td></tr>"
        })</tbody></table></div>
        """
}
