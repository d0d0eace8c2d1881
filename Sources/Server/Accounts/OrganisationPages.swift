import LabelMarket

/// An organisation with its people and invitations. `base` is its address: `/organisation` for one's own.
func organisationPage(_ visit: Visit, _ view: OrganisationPage, base: String) -> Page {
    let t = visit.t
    let facts = view.profile.facts
    let isOwn = base == "/organisation"
    let mayChange = visit.signedIn?.actor.role != .auditor
    let title =
        isOwn
        ? t("Your organisation: {name}", ["name": t(facts.name)])
        : t(facts.name) + t.bracketed(facts.creditCode.text)
    return Page(title, back: isOwn ? nil : "/organisations") {
        """
        <h1>\(t.written(t(facts.name)))</h1>
        \(factsList(visit, view.profile))
        \(if: isOwn && mayChange, "<p>\(visit.link("/organisation/edit", t("Change these data")))</p>")
        """
        relations(visit, view.profile, mayChange: isOwn && mayChange)
        members(visit, view.members, mayEnd: mayChange && (isOwn || visit.signedIn?.actor.role == .administrator))
        if mayChange {
            """
            <p><a class="button" href="\(visit.path(base + "/invite"))">\(t("Invite a member"))</a></p>
            \(if: !view.invitations.isEmpty, invitations(visit, view.invitations))
            """
        }
    }
}

private func factsList(_ visit: Visit, _ profile: OrganisationProfile) -> HTML {
    let t = visit.t
    let facts = profile.facts
    var rows = factRow(t("Kind"), "\(AccountWords.kind(facts.kind, t))")
    rows += factRow(t("Registered name"), "\(t.written(facts.nameZh))")
    rows += factRow(t("Unified social credit code"), "<code>\(facts.creditCode.text)</code>")
    rows += factRow(
        t("Place of registration"), "\(regionName(facts.region, t))\(if: facts.district != nil, " \(t.written(facts.district ?? ""))")")
    if let size = facts.sizeClass {
        rows += factRow(t("Sector"), "\(AccountWords.sector(facts.sector, t))")
        rows += factRow(t("Employees"), "\(t.count(facts.headcount))")
        rows += factRow(t("Revenue of the last full year"), "\(t.money(facts.annualRevenue))")
        rows += factRow(t("Total assets"), "\(t.money(facts.totalAssets))")
        let source: HTML = "\(t("by the standard of 2011,")) <span lang=\"zh-Hans\">工信部联企业〔2011〕300号</span>"
        rows += factRow(t("Size class"), "\(AccountWords.sizeClass(size, t)) <span class=\"hint\">\(source)</span>")
    }
    rows += factRow(t("Founded on"), t.dateElement(facts.foundedOn))
    rows += factRow(t("Legal representative"), t.written(facts.legalRepresentative))
    rows += factRow(
        t("Account for payouts"), t.written(facts.bank.map { $0.bankName + " " + $0.masked } ?? t("None given")))
    rows += factRow(t("Contact e-mail"), "\(facts.contactEmail)")
    rows += factRow(t("Registered here"), t.timeElement(profile.registeredAt))
    return "<dl class=\"summary\">\(rows)</dl>"
}

private func relations(_ visit: Visit, _ profile: OrganisationProfile, mayChange: Bool) -> HTML {
    let t = visit.t
    let list: HTML =
        profile.relations.isEmpty
        ? "<p>\(t("None declared."))</p>"
        : """
        <ul>\(each: profile.relations, { relation in
            """
            <li><code>\(relation.creditCode.text)</code>\(t.colon)\(t.percent(basisPoints: relation.shareBasisPoints))\
            \(if: mayChange, visit.button(
                "/organisation/relation/withdraw",
                t("Withdraw {code}", ["code": relation.creditCode.text]), second: true,
                hidden: [("relatedCode", relation.creditCode.text)]))</li>
            """
        })</ul>
        """
    return """
        <h2>\(t("Related organisations"))</h2>
        <p class="hint">\(t("Organisations that hold shares in yours or yours in them. Some vouchers pay only for work by others."))</p>
        \(list)\(if: mayChange, "<p>\(visit.link("/organisation/relation", t("Declare a related organisation")))</p>")
        """
}

private func members(_ visit: Visit, _ members: [OrganisationPage.Member], mayEnd: Bool) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Members"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="members"><table>
        <caption id="members">\(t("Members"))</caption>
        <thead><tr><th scope="col">\(t("Full name"))</th><th scope="col">\(t("E-mail address"))</th><th scope="col">\(t("Role"))</th>\
        <th scope="col">\(t("Since"))</th><th scope="col">\(t("Second factor"))</th>\(if: mayEnd, "<th scope=\"col\">\(t("Action"))</th>")</tr></thead>
        <tbody>\(each: members, { member in
            """
            <tr><th scope="row">\(t.written(member.name))</th><td>\(member.email)</td><td>\(Navigation.name(of: member.role, t))</td>\
            <td>\(t.dateElement(member.since.shanghaiDate))</td><td>\(member.hasSecondFactor ? t("Set up") : t("Not set up"))</td>\
            \(if: mayEnd, "<td>\(endButton(visit, member))</td>")</tr>
            """
        })</tbody></table></div>
        """
}

private func endButton(_ visit: Visit, _ member: OrganisationPage.Member) -> HTML {
    let t = visit.t
    if member.person == visit.signedIn?.actor.person { return "\(t("You"))" }
    return visit.button(
        "/organisation/members/\(member.membership)/end",
        t("End membership of {name}", ["name": member.name]), second: true)
}

private func invitations(_ visit: Visit, _ invitations: [OrganisationPage.PendingInvitation]) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Open invitations"))</h2>
        <ul>\(each: invitations, { invitation in
            """
            <li>\(invitation.email)\(t.comma)\(Navigation.name(of: invitation.role, t))\(t.comma)\(t("open until")) \(t.timeElement(invitation.expiresAt)) \
            \(visit.button(
                "/organisation/invitations/\(invitation.id)/withdraw",
                t("Withdraw the invitation of {email}", ["email": invitation.email]), second: true))</li>
            """
        })</ul>
        """
}

func editPage(_ visit: Visit, _ profile: OrganisationProfile, _ form: FormMarkup) -> Page {
    let t = visit.t
    let facts = profile.facts
    let version = form.fields.has("version") ? form.fields.raw("version") : String(profile.version)
    return Page(t("Change the organisation's data"), form: form, back: "/organisation") {
        """
        <h1>\(t("Change the organisation's data"))</h1>
        <p>\(t("Kind and credit code stay as they are."))</p>
        \(visit.form("/organisation/edit"))<input type="hidden" name="version" value="\(version)">\
        \(identityFields(form, facts))\(placeFields(form, facts))\
        \(if: facts.kind.isEnterprise, figureFields(form, facts))\(bankFields(form, facts))\
        \(form.text("contactEmail", t("Contact e-mail"), type: "email", autocomplete: "email", value: facts.contactEmail))\
        <button>\(t("Save"))</button></form>
        """
    }
}

func relationPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Declare a related organisation"), form: form, back: "/organisation") {
        """
        <h1>\(t("Declare a related organisation"))</h1>
        \(visit.form("/organisation/relation"))\
        \(form.text("relatedCode", t("Unified social credit code"), hint: t("Of the other organisation")))\
        \(form.text("sharePercent", t("Share held (percent)"), hint: t("The larger one, whoever holds it; for example 25.5"), inputMode: "decimal", short: true))\
        <button>\(t("Declare"))</button></form>
        """
    }
}

func invitePage(_ visit: Visit, _ form: FormMarkup, _ profile: OrganisationProfile, base: String) -> Page {
    let t = visit.t
    let roles = profile.facts.kind.roles
    return Page(t("Invite a member") + t.bracketed(t(profile.facts.name)), form: form, back: base) {
        """
        <h1>\(t("Invite a member"))</h1><p>\(t.written(t(profile.facts.name)))</p>
        \(visit.form(base + "/invite"))\
        \(form.text("email", t("E-mail address"), type: "email", autocomplete: "off"))\
        \(form.radios("role", t("Role"), options: roles.map { ($0.rawValue, Navigation.name(of: $0, t)) }, value: roles[0].rawValue))\
        <button>\(t("Make the invitation"))</button></form>
        """
    }
}

func invitedPage(_ visit: Visit, _ offer: InvitationOffer, _ token: String, back: String) -> Page {
    let t = visit.t
    let address = visit.origin + visit.path("/invitation?token=" + token)
    return Page(t("Invitation made"), back: back) {
        """
        <div class="panel"><h1>\(t("Invitation made"))</h1><p>\(t.written(t(offer.organisationName))) · \(Navigation.name(of: offer.role, t)) · \(offer.email)</p></div>
        <p>\(t("Send this address to the person. It works once, until the time below, and is not shown again."))</p>
        <p><code>\(address)</code></p><p>\(t("Open until")) \(t.timeElement(offer.expiresAt))</p>
        """
    }
}

func invitationSentPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("Invitation sent"), back: "/organisation") {
        """
        <div class="panel"><h1>\(t("Invitation sent"))</h1></div>
        <p>\(t("The invited person gets a letter with a link. It works once and for seven days; until it is used you can withdraw it on the organisation's page."))</p>
        """
    }
}
