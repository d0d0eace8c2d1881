import LabelMarket
import Storage

extension Texts {
    func callAsFunction(_ state: ReservationState) -> String {
        switch state {
        case .requested: self("Waits for the data centre")
        case .confirmed: self("Confirmed")
        case .reported: self("Usage reported")
        case .disputed: self("In dispute")
        case .closed: self("Closed")
        case .cancelled: self("Cancelled")
        case .declined: self("Declined")
        case .expired: self("Expired unconfirmed")
        case .lapsed: self("Lapsed without usage")
        }
    }

    func callAsFunction(_ state: WindowState) -> String {
        switch state {
        case .open: self("Open")
        case .withdrawn: self("Withdrawn")
        case .ended: self("Over")
        }
    }

    /// `≤ 5 ms`
    func latency(_ tier: LatencyTier) -> String { self("at most {count} ms", ["count": count(tier.milliseconds)]) }
}

func reservationTag(_ state: ReservationState, _ t: Texts) -> HTML {
    let good = state == .confirmed || state == .closed
    return "<span class=\"tag\(if: good, " open")\">\(t(state))</span>"
}

/// What is claimed and what is attested of accelerators.
func provenanceTag(_ deviceClass: DeviceClass, _ t: Texts) -> HTML {
    """
    <span class="tag">\(deviceClass.facts.isDomestic ? t("domestic") : t("imported"))</span> \
    <span class="tag\(if: deviceClass.isAttested, " open")">\(deviceClass.isAttested ? t("attested") : t("claimed, not attested"))</span>
    """
}

func cancellationWords(_ terms: CancellationTerms, _ t: Texts) -> String {
    if terms.feeBasisPoints == 0 { return t("Free until the start") }
    return t(
        "Free until {count} hours before the start; later {percent} of the price, out of the buyer's own money only",
        ["count": t.count(terms.noticeHours), "percent": t.percent(basisPoints: Int64(terms.feeBasisPoints))])
}

/// Hub and cluster, or that there is none.
func hubWords(_ site: ComputeSite, _ t: Texts) -> String {
    guard let hub = site.hub else { return t("outside the national hubs") }
    guard let cluster = site.cluster else { return t(hub.name) }
    return t(hub.name) + t.comma + t(cluster.name)
}

/// From and to, as elements.
func span(_ from: Instant, _ to: Instant, _ t: Texts) -> HTML { "\(t.timeElement(from)) – \(t.timeElement(to))" }

/// Usage reports of a reservation with their records.
func usageTable(_ visit: Visit, _ reservation: Reservation, _ reports: [UsageReport]) -> HTML {
    let t = visit.t
    guard let report = reports.first(where: \.isStanding) ?? reports.first else {
        return "<p>\(t("No usage was reported."))</p>"
    }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Usage"))"><table>
        <caption>\(usageCaption(visit, reservation, report))</caption>
        <thead><tr><th scope="col">\(t("Begins"))</th><th scope="col">\(t("Ends"))</th>
        <th scope="col" class="num">\(t("Card-hours"))</th></tr></thead><tbody>
        \(each: report.records, { record in
            "<tr><td>\(t.timeElement(record.from))</td><td>\(t.timeElement(record.to))</td><td class=\"num\">\(cardHours(record.cardSeconds, t))</td></tr>"
        })
        <tr><th scope="row" colspan="2">\(t("Used of {count} reserved", ["count": t.count(reservation.cardHours)]))</th>
        <td class="num"><strong>\(cardHours(report.cardSeconds, t))</strong></td></tr></tbody></table></div>
        \(if: reports.count > 1, "<p>\(t("{count} earlier reports were replaced.", ["count": t.count(reports.count - 1)]))</p>")
        """
}

private func usageCaption(_ visit: Visit, _ reservation: Reservation, _ report: UsageReport) -> HTML {
    let t = visit.t
    let source =
        switch report.source {
        case .form: t("Entered by the data centre")
        case .csv: t("From a file of the data centre")
        case .signed: t("From a file signed with the key “{name}”", ["name": report.keyName ?? ""])
        }
    let file = report.evidence.map { blob -> HTML in
        """
        \(t.semicolon)<a href="\(visit.path("/reservations/\(reservation.id)/usage/\(report.id)/file"))">\
        \(report.fileName ?? t("the file"))</a>\(t.comma)SHA-256 <code>\(blob.hex)</code>
        """
    }
    return "\(source)\(t.comma)\(t.timeElement(report.reportedAt))\(file)"
}
