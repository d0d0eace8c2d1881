import LabelMarket

/// The first question of registration: what kind of organisation it is.
func kindsPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("What kind of organisation do you register?"), back: "/") {
        """
        <h1>\(t("What kind of organisation do you register?"))</h1>
        <ul>\(each: OrganisationKind.selfRegistering, { kind in
            """
            <li><a href="\(visit.path("/register/\(kind.rawValue)"))">\(AccountWords.kind(kind, t))</a>\(t.colon)\
            \(AccountWords.purpose(kind, t))</li>
            """
        })</ul>
        <p>\(t("Bureaus and audit offices are set up by the administrator, colleagues of a registered organisation by invitation of a member."))</p>
        """
    }
}

func registerPage(_ visit: Visit, _ kind: OrganisationKind, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("Register: {kind}", ["kind": AccountWords.kind(kind, t)])
    return Page(title, form: form, back: "/register") {
        """
        <h1>\(title)</h1>
        \(visit.form("/register/\(kind.rawValue)"))
        <h2>\(t("The organisation"))</h2>
        \(identityFields(form, nil))\(form.text(
            "creditCode", t("Unified social credit code"),
            hint: t("18 characters, as on the licence; spaces do not matter"), value: nil))\(placeFields(form, nil))\
        \(if: kind.isEnterprise, figureFields(form, nil))\(bankFields(form, nil))
        <h2>\(t("You, its first member"))</h2>
        \(personFields(form))
        <button>\(t("Register"))</button></form>
        """
    }
}

func registeredPage(_ visit: Visit) -> Page {
    let t = visit.t
    return Page(t("Registration complete")) {
        """
        <div class="panel"><h1>\(t("Registration complete"))</h1><p>\(t("Your account is ready."))</p></div>
        <h2>\(t("What happens next"))</h2>
        <p>\(t("Sign in with your e-mail address and password. You then see what your organisation may claim and do."))</p>
        <p><a class="button" href="\(visit.path("/sign-in"))">\(t("Sign in"))</a></p>
        """
    }
}

func invitationPage(_ visit: Visit, _ form: FormMarkup, _ offer: InvitationOffer, _ token: String) -> Page {
    let t = visit.t
    return Page(t("Accept an invitation"), form: form) {
        """
        <h1>\(t("Accept an invitation"))</h1>
        <dl class="summary">\(factRow(t("Organisation"), t.written(t(offer.organisationName))))\
        \(factRow(t("Role"), "\(Navigation.name(of: offer.role, t))"))\
        \(factRow(t("E-mail address"), "\(offer.email)"))\
        \(factRow(t("Open until"), t.timeElement(offer.expiresAt)))</dl>
        """
        if visit.signedIn != nil && offer.hasAccount {
            visit.button("/invitation/accept", t("Accept the invitation"), hidden: [("token", token)])
        } else if offer.hasAccount {
            """
            <p>\(t("You already have an account. Sign in, then open the invitation again."))</p>
            <p><a class="button" href="\(visit.path("/sign-in?next=" + encodeURL(visit.path("/invitation?token=" + token))))">\(t("Sign in"))</a></p>
            """
        } else {
            """
            \(visit.form("/invitation"))<input type="hidden" name="token" value="\(token)">\
            \(form.text("name", t("Your name"), autocomplete: "name"))\
            \(newPasswordField(form, t("Password")))<button>\(t("Accept the invitation"))</button></form>
            """
        }
    }
}

// MARK: Fields

/// The names.
func identityFields(_ form: FormMarkup, _ facts: OrganisationFacts?) -> HTML {
    let t = form.t
    return form.text(
        "nameZh", t("Registered name"), hint: t("In Chinese, as on the licence"), autocomplete: "organization",
        value: facts?.nameZh)
        + form.text("nameEn", t("English name (optional)"), value: facts?.nameEn)
}

/// Where and since when it is registered, and who stands for it.
func placeFields(_ form: FormMarkup, _ facts: OrganisationFacts?) -> HTML {
    let t = form.t
    let regions = [("", t("Choose the place of registration"))] + Region.all.map { ($0.code, regionName($0, t)) }
    return form.select(
        "region", t("Place of registration"),
        hint: t("Where your city is not listed, choose the province"), options: regions, value: facts?.region.code)
        + form.text("district", t("District (optional)"), value: facts?.district)
        + form.date("foundedOn", t("Founded on"), value: facts?.foundedOn)
        + form.text("legalRepresentative", t("Legal representative"), value: facts?.legalRepresentative)
}

/// `浙江省 宁波市`, `Zhejiang, Ningbo`; a province alone.
func regionName(_ region: Region, _ t: Texts) -> String {
    guard !region.isProvince, let province = Region(code: region.provinceCode) else { return t(region.name) }
    return t.language == .zh ? province.name.zh + " " + region.name.zh : province.name.en + ", " + region.name.en
}

/// What decides the size class.
func figureFields(_ form: FormMarkup, _ facts: OrganisationFacts?) -> HTML {
    let t = form.t
    let sectors = [("", t("Choose the sector"))] + Sector.allCases.map { ($0.rawValue, AccountWords.sector($0, t)) }
    return form.select(
        "sector", t("Sector"), hint: t("The size class is worked out from sector, headcount, revenue and assets"),
        options: sectors, value: facts?.sector.rawValue)
        + form.text(
            "headcount", t("Employees"), inputMode: "numeric", short: true, value: facts.map { String($0.headcount) })
        + form.money(
            "annualRevenue", t("Revenue of the last full year (yuan)"), hint: t("For example 12,000,000"),
            value: facts?.annualRevenue)
        + form.money("totalAssets", t("Total assets at the end of that year (yuan)"), value: facts?.totalAssets)
}

/// Where payouts go. A known number is never shown in full; leaving its field empty keeps it.
func bankFields(_ form: FormMarkup, _ facts: OrganisationFacts?) -> HTML {
    let t = form.t
    return form.text("bankName", t("Bank (optional)"), hint: t("Needed before money can be paid to you"), value: facts?.bank?.bankName)
        + form.text(
            "bankAccount", t("Account number (optional)"),
            hint: facts?.bank.map { t("Kept now: {number}. Leave empty to keep it.", ["number": $0.masked]) },
            inputMode: "numeric")
}

func personFields(_ form: FormMarkup) -> HTML {
    let t = form.t
    return form.text("name", t("Your name"), autocomplete: "name")
        + form.text(
            "email", t("E-mail address"), hint: t("You sign in with it"), type: "email", autocomplete: "username")
        + newPasswordField(form, t("Password"))
}
