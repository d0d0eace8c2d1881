import LabelMarket

extension FormReader {
    /// Something secret, exactly as typed.
    mutating func secret(_ field: String, missing: String) -> String? {
        let typed = fields.raw(field)
        if typed.isEmpty {
            fail(field, missing)
            return nil
        }
        return typed
    }

    mutating func email(_ field: String) -> EmailAddress? {
        if let email = EmailAddress(typed: fields.raw(field)) { return email }
        fail(field, t("Enter an e-mail address in the form name@example.cn"))
        return nil
    }

    mutating func creditCode(_ field: String) -> CreditCode? {
        do {
            return try CreditCode(typed: fields.raw(field))
        } catch {
            fail(field, error.words(t))
            return nil
        }
    }
}

extension CreditCodeProblem {
    func words(_ t: Texts) -> String {
        switch self {
        case .empty: t("Enter the unified social credit code")
        case .wrongLength(let count):
            t("A credit code has 18 characters; this one has {count}", ["count": t.count(count)])
        case .wrongCharacter: t("A credit code has only digits and capital letters other than I, O, S, V and Z")
        case .wrongCheckCharacter:
            t("The last character of the credit code does not fit the others; compare it with your licence")
        }
    }
}

enum SignInForm {
    static func read(_ form: inout FormReader) -> (email: String, password: String)? {
        let email = form.text("email", limit: 254, missing: form.t("Enter your e-mail address"))
        let password = form.secret("password", missing: form.t("Enter your password"))
        guard let email, let password else { return nil }
        return (email, password)
    }
}

enum PasswordForm {
    static func read(_ form: inout FormReader) -> (current: String, new: String)? {
        let current = form.secret("currentPassword", missing: form.t("Enter your current password"))
        let new = form.secret("password", missing: form.t("Enter a new password"))
        guard let current, let new else { return nil }
        return (current, new)
    }
}

enum NewPersonForm {
    static func read(_ form: inout FormReader) -> (name: String, password: String)? {
        let name = form.text("name", limit: 100, missing: form.t("Enter your name"))
        let password = form.secret("password", missing: form.t("Choose a password of at least 12 characters"))
        guard let name, let password else { return nil }
        return (name, password)
    }
}

/// Registration: the organisation, then its first person.
enum RegistrationForm {
    static func read(
        _ form: inout FormReader, _ kind: OrganisationKind
    ) -> (facts: OrganisationFacts, person: NewPerson)? {
        let facts = OrganisationForm.read(&form, kind)
        let email = form.email("email")
        let person = NewPersonForm.read(&form)
        guard var facts, let email, let person else { return nil }
        facts.contactEmail = email.text
        return (facts, NewPerson(email: email.text, name: person.name, password: person.password))
    }
}

/// What an organisation says about itself. A contact address is read only where the form has one.
enum OrganisationForm {
    /// - Parameter known: what is kept now; its credit code stays, and its account number when none is typed.
    static func read(
        _ form: inout FormReader, _ kind: OrganisationKind, known: OrganisationFacts? = nil
    ) -> OrganisationFacts? {
        let t = form.t
        let nameZh = form.text("nameZh", limit: 200, missing: t("Enter the registered name"))
        let nameEn = form.optionalText("nameEn", limit: 200)
        let creditCode = known?.creditCode ?? form.creditCode("creditCode")
        let region = Region(code: form.fields.raw("region"))
        if region == nil { form.fail("region", t("Choose the place of registration")) }
        let district = form.optionalText("district", limit: 50)
        let figures = kind.isEnterprise ? Figures.read(&form) : Figures.none
        let foundedOn = form.date("foundedOn", missing: t("Enter the date of foundation"))
        let representative = form.text(
            "legalRepresentative", limit: 100, missing: t("Enter the name of the legal representative"))
        let bank = readBank(&form, known: known?.bank)
        let contact = form.fields.has("contactEmail") ? form.email("contactEmail") : nil
        guard let nameZh, let creditCode, let region, let figures, let foundedOn, let representative else { return nil }
        return OrganisationFacts(
            kind: kind, nameZh: nameZh, nameEn: nameEn, creditCode: creditCode, region: region, district: district,
            sector: figures.sector, headcount: figures.headcount, annualRevenue: figures.revenue,
            totalAssets: figures.assets, foundedOn: foundedOn, legalRepresentative: representative, bank: bank,
            contactEmail: contact?.text ?? "")
    }

    /// The figures that decide the size class.
    private struct Figures {
        var sector: Sector
        var headcount: Int64
        var revenue: Money
        var assets: Money

        static let none: Figures? = Figures(sector: .other, headcount: 0, revenue: .zero, assets: .zero)

        static func read(_ form: inout FormReader) -> Figures? {
            let t = form.t
            let sector: Sector? = form.choice("sector", missing: t("Choose the sector"))
            let headcount = form.integer("headcount", in: 0...10_000_000, missing: t("Enter the number of employees"))
            let revenue = form.money("annualRevenue", minimum: .zero, missing: t("Enter last year's revenue"))
            let assets = form.money("totalAssets", minimum: .zero, missing: t("Enter the total assets"))
            guard let sector, let headcount, let revenue, let assets else { return nil }
            return Figures(sector: sector, headcount: headcount, revenue: revenue, assets: assets)
        }
    }

    private static func readBank(_ form: inout FormReader, known: BankAccount?) -> BankAccount? {
        let name = form.optionalText("bankName", limit: 100)
        let number = form.optionalText("bankAccount", limit: 60)
        if name == nil && number == nil { return nil }
        if name == nil { form.fail("bankName", form.t("Enter the name of the bank")) }
        guard let name else { return nil }
        let account = BankAccount(bankName: name, number: number ?? known?.number ?? "")
        if account == nil { form.fail("bankAccount", form.t("Enter an account number of 8 to 30 digits")) }
        return account
    }
}

enum RelationForm {
    static func read(_ form: inout FormReader) -> OrganisationProfile.Relation? {
        let code = form.creditCode("relatedCode")
        let share = basisPoints(&form)
        guard let code, let share else { return nil }
        return OrganisationProfile.Relation(creditCode: code, shareBasisPoints: share)
    }

    /// A percentage with at most two decimals, as hundredths of a percent: an amount of yuan is read the same way.
    private static func basisPoints(_ form: inout FormReader) -> Int64? {
        let typed = form.fields.trimmed("sharePercent").replacing("%", with: "").replacing("％", with: "")
        if case .success(let hundredths) = Money.parse(typed), (1...10_000).contains(hundredths.fen) {
            return hundredths.fen
        }
        form.fail("sharePercent", form.t("Enter a percentage above 0 and up to 100, such as 25.5"))
        return nil
    }
}

enum InvitationForm {
    static func read(_ form: inout FormReader) -> (email: EmailAddress, role: Role)? {
        let email = form.email("email")
        let role: Role? = form.choice("role", missing: form.t("Choose a role"))
        guard let email, let role else { return nil }
        return (email, role)
    }
}

/// A bureau or an audit office with the address of its first member.
enum EstablishForm {
    static func read(
        _ form: inout FormReader, _ kind: OrganisationKind
    ) -> (facts: OrganisationFacts, email: EmailAddress)? {
        let facts = OrganisationForm.read(&form, kind)
        let email = form.email("email")
        guard var facts, let email else { return nil }
        facts.contactEmail = email.text
        return (facts, email)
    }
}
