import LabelMarket

/// A firm's vouchers and applications.
func ownVouchersPage(_ visit: Visit, _ own: OwnVouchers) -> Page {
    let t = visit.t
    return Page(t("Vouchers")) {
        """
        <h1>\(t("Vouchers"))</h1>
        <p class="actions"><a class="button" href="\(visit.path("/vouchers/can-use"))">\(t("What can my firm use?"))</a> \
        \(visit.link("/vouchers/quote", t("What would a job cost us?")))</p>
        <h2>\(t("Vouchers you hold"))</h2>
        """
        if own.vouchers.isEmpty {
            "<p>\(t("You hold no voucher yet. See what your firm can use, then apply."))</p>"
        } else {
            voucherTable(visit, own.vouchers, path: "/vouchers", caption: t("Vouchers you hold"), holders: false)
        }
        "<h2>\(t("Applications"))</h2>"
        if own.applications.isEmpty {
            "<p>\(t("You have not applied for a voucher."))</p>"
        } else {
            applicationTable(visit, own.applications)
        }
    }
}

func voucherStateName(_ state: VoucherState, _ t: Texts) -> String {
    switch state {
    case .live: t("live")
    case .expired: t("expired")
    case .clawedBack: t("taken back")
    }
}

func voucherTable(_ visit: Visit, _ rows: [VoucherRow], path: String, caption: String, holders: Bool) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption><thead><tr>\
        <th scope="col">\(t("Voucher"))</th>\(if: holders, "<th scope=\"col\">\(t("Holder"))</th>")<th scope="col">\(t("Programme"))</th>\
        <th scope="col" class="num">\(t("Granted"))</th><th scope="col" class="num">\(t("Held"))</th>\
        <th scope="col" class="num">\(t("Left to spend"))</th><th scope="col">\(t("Valid until"))</th><th scope="col">\(t("State"))</th>\
        </tr></thead><tbody>\(each: rows, { row in
            """
            <tr><th scope="row">\(visit.link("\(path)/\(row.voucher.id)", "\(row.voucher.id)"))</th>\
            \(if: holders, "<td>\(t(row.holderName))</td>")<td>\(t(row.programmeName))</td>\
            <td class="num">\(t.money(row.voucher.granted))</td><td class="num">\(t.money(row.balance.held))</td>\
            <td class="num">\(t.money(row.balance.available))</td><td>\(t.dateElement(row.voucher.expiresAt.shanghaiDate))</td>\
            <td><span class="tag\(if: row.voucher.state == .live, " open")">\(voucherStateName(row.voucher.state, t))</span></td></tr>
            """
        })</tbody></table></div>
        """
}

private func applicationTable(_ visit: Visit, _ rows: [ApplicationRow]) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Applications"))"><table><caption>\(t("Applications"))</caption>
        <thead><tr><th scope="col">\(t("Application"))</th><th scope="col">\(t("Programme"))</th>\
        <th scope="col" class="num">\(t("Amount asked"))</th><th scope="col">\(t("Filed"))</th><th scope="col">\(t("State"))</th></tr></thead>
        <tbody>\(each: rows, { row in
            """
            <tr><th scope="row">\(visit.link("/applications/\(row.application.id)", "\(row.application.id)"))</th>\
            <td>\(t(row.programmeName))</td><td class="num">\(t.money(row.application.asked))</td>\
            <td>\(t.dateElement(row.application.filedAt.shanghaiDate))</td><td><span class="tag">\(t(row.application.state.name))</span></td></tr>
            """
        })</tbody></table></div>
        """
}

/// A voucher with every movement on it, from the books.
func voucherPage(_ visit: Visit, _ page: VoucherPage) -> Page {
    let t = visit.t
    let voucher = page.row.voucher
    let title = t("Voucher {number}", ["number": "\(voucher.id)"])
    let isOfficial = visit.signedIn?.actor.role != .buyer
    return Page(title, back: isOfficial ? "/office/vouchers" : "/vouchers") {
        """
        <h1>\(title)</h1>
        <dl class="summary">
        \(summaryRow(t("Programme and version"), "<a href=\"\(visit.path("/programmes/\(voucher.programme)/versions/\(voucher.version)"))\">\(t("{programme}, version {version}", ["programme": t(page.row.programmeName), "version": "\(voucher.version)"]))</a>"))
        \(summaryRow(t("Holder"), t(page.row.holderName)))
        \(summaryRow(t("Granted"), "\(t.money(voucher.granted))\(t.comma)\(t.timeElement(voucher.grantedAt))"))
        \(summaryRow(t("Held for contracts"), t.money(page.row.balance.held)))
        \(summaryRow(t("Left to spend"), t.money(page.row.balance.available)))
        \(summaryRow(t("Valid until"), t.timeElement(voucher.expiresAt)))
        \(summaryRow(t("State"), "<span class=\"tag\">\(voucherStateName(voucher.state, t))</span>"))
        </dl>
        <p>\(t("Bidding, work and acceptance have to end before the last day; what is held by then stays held."))</p>
        """
        movementTable(visit, page.movements)
        if !isOfficial {
            "<p>\(visit.link("/recoveries", t("Money that has to come back")))</p>"
        } else if [.officer, .administrator].contains(visit.signedIn?.actor.role) {
            "<p>\(visit.link("/office/vouchers/\(voucher.id)/recover", t("Demand back what was spent")))</p>"
        }
        if isOfficial, voucher.state == .live, [.officer, .administrator].contains(visit.signedIn?.actor.role) {
            "<p>\(visit.link("/office/vouchers/\(voucher.id)/claw-back", t("Take back what is unspent")))</p>"
        }
    }
}

private func movementTable(_ visit: Visit, _ movements: [VoucherMovement]) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Movements, newest first"))"><table>
        <caption>\(t("Movements, newest first"))</caption><thead><tr><th scope="col">\(t("When"))</th><th scope="col">\(t("What"))</th>\
        <th scope="col" class="num">\(t("Amount"))</th><th scope="col" class="num">\(t("Left after it"))</th></tr></thead>
        <tbody>\(each: movements, { movement in
            """
            <tr><td>\(t.timeElement(movement.at))</td><td>\(movementName(movement, t))</td>\
            <td class="num">\(t.money(movement.amount))</td><td class="num">\(t.money(movement.left))</td></tr>
            """
        })</tbody></table></div>
        """
}

private func movementName(_ movement: VoucherMovement, _ t: Texts) -> String {
    switch movement.kind {
    case .grant: t("granted")
    case .hold: t("reserved for a contract")
    case .redeem: t("paid for accepted work")
    case .release: t("reservation released")
    case .refund: t("refunded")
    case .clawback: t("taken back by the bureau")
    case .expire: t("expired, back to the pot")
    case .correct: t("corrected")
    default: t("other movement")
    }
}
