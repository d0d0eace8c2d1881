import HTTPTypes
import Hummingbird
import LabelMarket

/// Registering an organisation, its own pages, and what administrators see of all of them.
struct OrganisationRoutes: RouteGroup {
    let site: Site
    private var accounts: Accounts { site.market.accounts }

    var routes: [Route] { registering + own + people + administration }

    private var registering: [Route] {
        [
            .get("/register", .anyone) { visit in kindsPage(visit) },
            .get("/register/{kind}", .anyone) { visit in
                registerPage(visit, try visit.kind(of: OrganisationKind.selfRegistering), FormMarkup(t: visit.t))
            },
            .post("/register/{kind}", .anyone) { visit in
                let kind = try visit.kind(of: OrganisationKind.selfRegistering)
                return try await visit.submit(
                    read: { form in RegistrationForm.read(&form, kind) },
                    perform: { form, fields in
                        try await accounts.register(form.facts, firstPerson: form.person, key: try fields.formKey)
                        return "/registered"
                    },
                    render: { form in registerPage(visit, kind, form) })
            },
            .get("/registered", .anyone) { visit in registeredPage(visit) },
            .get("/invitation", .anyone) { visit in
                let token = visit.query.raw("token")
                return invitationPage(visit, FormMarkup(t: visit.t), try accounts.invitation(token: token), token)
            },
            .post("/invitation", .anyone) { visit in
                var offered = ""
                return try await visit.submit(
                    read: { form in
                        offered = form.fields.raw("token")
                        return NewPersonForm.read(&form)
                    },
                    perform: { person, _ in
                        try await accounts.accept(invitation: offered, name: person.name, password: person.password)
                        return "/registered"
                    },
                    render: { form in
                        invitationPage(visit, form, try accounts.invitation(token: offered), offered)
                    })
            },
            .post("/invitation/accept", .signedIn, beforeSecondFactor: true) { visit in
                let form = try await visit.postedForm()
                try await accounts.accept(invitation: form.raw("token"), by: try visit.actor)
                return visit.redirect("/account")
            },
        ]
    }

    private var own: [Route] {
        [
            .get("/organisation", .signedIn) { visit in
                let actor = try visit.actor
                return organisationPage(visit, try accounts.organisation(actor.organisation, for: actor), base: "/organisation")
            },
            .get("/organisation/edit", .signedIn) { visit in
                let actor = try visit.actor
                let page = try accounts.organisation(actor.organisation, for: actor)
                return editPage(visit, page.profile, FormMarkup(t: visit.t))
            },
            .post("/organisation/edit", .signedIn) { visit in try await edit(visit) },
            .get("/organisation/relation", .signedIn) { visit in relationPage(visit, FormMarkup(t: visit.t)) },
            .post("/organisation/relation", .signedIn) { visit in
                try await visit.submit(
                    read: { form in RelationForm.read(&form) },
                    perform: { relation, _ in
                        try await accounts.declare(relation, by: try visit.actor)
                        return "/organisation"
                    },
                    render: { form in relationPage(visit, form) })
            },
            .post("/organisation/relation/withdraw", .signedIn) { visit in
                let form = try await visit.postedForm()
                guard let code = try? CreditCode(typed: form.raw("relatedCode")) else { throw CommonRefusal.notFound }
                try await accounts.withdrawRelation(to: code, by: try visit.actor)
                return visit.redirect("/organisation")
            },
        ]
    }

    private var people: [Route] {
        [
            .get("/organisation/invite", .signedIn) { visit in
                let actor = try visit.actor
                let page = try accounts.organisation(actor.organisation, for: actor)
                return invitePage(visit, FormMarkup(t: visit.t), page.profile, base: "/organisation")
            },
            .post("/organisation/invite", .signedIn) { visit in
                try await invite(visit, into: try visit.actor.organisation, base: "/organisation")
            },
            .get("/organisation/invitation-sent", .signedIn) { visit in invitationSentPage(visit) },
            .get("/organisation/invited", .signedIn) { visit in
                let token = visit.query.raw("token")
                return invitedPage(visit, try accounts.invitation(token: token), token, back: "/organisation")
            },
            .post("/organisation/members/{membership}/end", .signedIn) { visit in
                _ = try await visit.postedForm()
                try await accounts.end(try visit.id("membership"), by: try visit.actor)
                return visit.redirect("/organisation")
            },
            .post("/organisation/invitations/{invitation}/withdraw", .signedIn) { visit in
                _ = try await visit.postedForm()
                try await accounts.withdraw(try visit.id("invitation"), by: try visit.actor)
                return visit.redirect("/organisation")
            },
        ]
    }

    private var administration: [Route] {
        [
            .get("/organisations", .role(.administrator, .auditor)) { visit in
                let search = visit.query.trimmed("q")
                let rows = try accounts.organisations(
                    matching: search, after: ID(text: visit.query.raw("after")), for: try visit.actor)
                return organisationsPage(visit, rows, search)
            },
            .get("/organisations/{organisation}", .role(.administrator, .auditor)) { visit in
                let id: ID<Organisation> = try visit.id("organisation")
                let page = try accounts.organisation(id, for: try visit.actor)
                return organisationPage(visit, page, base: "/organisations/\(id)")
            },
            .get("/organisations/{organisation}/invite", .role(.administrator)) { visit in
                let id: ID<Organisation> = try visit.id("organisation")
                let page = try accounts.organisation(id, for: try visit.actor)
                return invitePage(visit, FormMarkup(t: visit.t), page.profile, base: "/organisations/\(id)")
            },
            .post("/organisations/{organisation}/invite", .role(.administrator)) { visit in
                let id: ID<Organisation> = try visit.id("organisation")
                return try await invite(visit, into: id, base: "/organisations/\(id)")
            },
            .get("/establish/{kind}", .role(.administrator)) { visit in
                establishPage(visit, try visit.kind(of: [.bureau, .auditOffice]), FormMarkup(t: visit.t))
            },
            .post("/establish/{kind}", .role(.administrator)) { visit in
                let kind = try visit.kind(of: [.bureau, .auditOffice])
                return try await visit.submit(
                    read: { form in EstablishForm.read(&form, kind) },
                    perform: { form, _ in
                        let made = try await accounts.establish(
                            form.facts, inviting: form.email, byMail: site.sendsMail, by: try visit.actor)
                        return next(made.invitation)
                    },
                    render: { form in establishPage(visit, kind, form) })
            },
            .get("/people", .role(.administrator, .auditor)) { visit in
                let search = visit.query.trimmed("q")
                let rows = try accounts.people(
                    matching: search, after: ID(text: visit.query.raw("after")), for: try visit.actor)
                return peoplePage(visit, rows, search)
            },
        ]
    }

    /// What the inviter sees: the link, where no mail takes it to the invited person.
    private func next(_ invitation: InvitationSecret) -> String {
        site.sendsMail ? "/organisation/invitation-sent" : "/organisation/invited?token=\(invitation.token)"
    }

    private func edit(_ visit: Visit) async throws -> Response {
        let actor = try visit.actor
        let profile = try accounts.organisation(actor.organisation, for: actor).profile
        return try await visit.submit(
            read: { form in OrganisationForm.read(&form, profile.facts.kind, known: profile.facts) },
            perform: { facts, fields in
                try await accounts.edit(
                    facts, of: actor.organisation, version: Int64(fields.raw("version")) ?? 0, by: actor)
                return "/organisation"
            },
            render: { form in editPage(visit, profile, form) })
    }

    private func invite(_ visit: Visit, into organisation: ID<Organisation>, base: String) async throws -> Response {
        let actor = try visit.actor
        return try await visit.submit(
            read: { form in InvitationForm.read(&form) },
            perform: { form, _ in
                let secret = try await accounts.invite(
                    form.email, as: form.role, into: organisation, byMail: site.sendsMail, by: actor)
                return next(secret)
            },
            render: { form in
                invitePage(visit, form, try accounts.organisation(organisation, for: actor).profile, base: base)
            })
    }
}

extension Visit {
    /// The kind of organisation named in the path.
    /// - Throws: ``CommonRefusal/notFound`` when it is none of `kinds`.
    fileprivate func kind(of kinds: [OrganisationKind]) throws -> OrganisationKind {
        guard let kind = OrganisationKind(rawValue: try parameter("kind")), kinds.contains(kind) else {
            throw CommonRefusal.notFound
        }
        return kind
    }
}
