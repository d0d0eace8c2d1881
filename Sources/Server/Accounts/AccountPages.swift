import LabelMarket

/// A person's own page: who they are, how they sign in, where they are signed in.
func accountPage(_ visit: Visit, _ view: AccountPage) -> Page {
    let t = visit.t
    return Page(t("Your account")) {
        """
        <h1>\(t("Your account"))</h1>
        <dl class="summary">
        \(factRow(t("Full name"), t.written(view.personName)))
        \(factRow(t("E-mail address"), "\(view.email)"))
        \(factRow(t("You act for"), actingFor(visit)))
        \(factRow(t("Password"), "\(t("Changed on")) \(t.timeElement(view.passwordChangedAt)) · \(visit.link("/account/password", t("Change the password")))"))
        \(factRow(t("Second factor"), secondFactor(visit, view)))
        </dl>
        """
        seats(visit)
        sessionTable(visit, view.sessions)
    }
}

/// A row of a summary list whose value is markup; a literal here is markup too, never text.
func factRow(_ term: String, _ value: HTML) -> HTML {
    "<div><dt>\(term)</dt><dd>\(value)</dd></div>"
}

private func actingFor(_ visit: Visit) -> HTML {
    guard let signedIn = visit.signedIn else { return .empty }
    return """
        <a href="\(visit.path("/organisation"))">\(visit.t.written(visit.t(signedIn.organisationName)))</a> \
        <span class="tag">\(Navigation.name(of: signedIn.actor.role, visit.t))</span>
        """
}

private func secondFactor(_ visit: Visit, _ view: AccountPage) -> HTML {
    let t = visit.t
    guard view.hasSecondFactor else {
        return "\(t("Not set up")) · \(visit.link("/account/second-factor", t("Set up a second factor")))"
    }
    let codes = t("{count} recovery codes left", ["count": t.count(view.recoveryCodesLeft)])
    return """
        \(t("Set up"))\(t.comma)\(codes) · \(visit.link("/account/second-factor", t("Set up a new one"))) · \
        \(visit.link("/account/second-factor/remove", t("Remove the second factor")))
        """
}

/// The person's other memberships, each with a button that goes on as it.
private func seats(_ visit: Visit) -> HTML {
    let t = visit.t
    guard let signedIn = visit.signedIn, !signedIn.others.isEmpty else { return .empty }
    return """
        <h2>\(t("Your other memberships"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="seats"><table>
        <caption id="seats">\(t("Your other memberships"))</caption>
        <thead><tr><th scope="col">\(t("Organisation"))</th><th scope="col">\(t("Role"))</th><th scope="col">\(t("Action"))</th></tr></thead>
        <tbody>\(each: signedIn.others, { other in
            """
            <tr><th scope="row">\(t.written(t(other.organisationName)))</th><td>\(Navigation.name(of: other.role, t))</td>\
            <td>\(visit.button(
                "/account/switch",
                t("Act as {role} of {organisation}", ["role": Navigation.name(of: other.role, t), "organisation": t(other.organisationName)]),
                second: true, hidden: [("membership", other.membership.description)]))</td></tr>
            """
        })</tbody></table></div>
        """
}

private func sessionTable(_ visit: Visit, _ sessions: [SessionSummary]) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Where you are signed in"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="sessions"><table>
        <caption id="sessions">\(t("Sessions"))</caption>
        <thead><tr><th scope="col">\(t("Began"))</th><th scope="col">\(t("Last used"))</th><th scope="col">\(t("Network address"))</th>\
        <th scope="col">\(t("Browser"))</th><th scope="col">\(t("Action"))</th></tr></thead>
        <tbody>\(each: sessions, { sessionRow(visit, $0) })</tbody></table></div>
        \(visit.button("/account/sign-out-everywhere", t("Sign out everywhere"), second: true))
        """
}

private func sessionRow(_ visit: Visit, _ session: SessionSummary) -> HTML {
    let t = visit.t
    let isThis = session.id == visit.signedIn?.session
    let action: HTML =
        isThis
        ? "<span class=\"tag\">\(t("This session"))</span>"
        : visit.button("/account/sessions/\(session.id)/end", t("End this session"), second: true)
    return """
        <tr><th scope="row">\(t.timeElement(session.startedAt))</th><td>\(t.timeElement(session.lastSeenAt))</td>\
        <td>\(session.address)</td><td>\(session.browser)</td><td>\(action)</td></tr>
        """
}
