import Hummingbird
import LabelMarket
import Storage

/// What operators keep: sites, accelerators, keys, windows.
struct OperatorRoutes: RouteGroup {
    let site: Site

    var routes: [Route] { sites + accelerators + windows }

    private var sites: [Route] {
        [
            .get("/sites", .role(.operator)) { visit in ownSitesPage(visit, try site.market.sites.mine(visit.actor)) },
            .get("/sites/new", .role(.operator)) { visit in siteFormPage(visit, FormMarkup(t: visit.t)) },
            .post("/sites/new", .role(.operator)) { visit in
                try await visit.submit(
                    read: { form in ComputeForms.site(&form) },
                    perform: { entry, fields in
                        "/compute/sites/\(try await site.market.sites.register(entry, by: visit.actor, key: fields.formKey))"
                    }, render: { form in siteFormPage(visit, form) })
            },
            .get("/sites/{site}/claim", .role(.operator)) { visit in
                claimUtilisationPage(visit, try own(visit), FormMarkup(t: visit.t))
            },
            .post("/sites/{site}/claim", .role(.operator)) { visit in
                let id = try own(visit).site.id
                return try await visit.submit(
                    read: { form in ComputeForms.claim(&form) },
                    perform: { claim, _ in
                        try await site.market.sites.claim(claim, of: id, by: visit.actor)
                        return "/compute/sites/\(id)"
                    }, render: { form in claimUtilisationPage(visit, try own(visit), form) })
            },
            .get("/keys", .role(.operator)) { visit in
                keysPage(visit, try site.market.sites.keys(of: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/keys", .role(.operator)) { visit in try await addKey(visit) },
            .post("/keys/{signer}/revoke", .role(.operator)) { visit in
                let id: ID<OperatorKey> = try visit.id("signer")
                _ = try await visit.postedForm()
                try await site.market.sites.revokeKey(id, by: visit.actor)
                return visit.redirect("/keys")
            },
        ]
    }

    private var accelerators: [Route] {
        [
            .get("/sites/{site}/accelerators/new", .role(.operator)) { visit in
                newDeviceClassPage(visit, try own(visit).site, FormMarkup(t: visit.t))
            },
            .post("/sites/{site}/accelerators/new", .role(.operator)) { visit in
                let place = try own(visit).site
                return try await visit.submit(
                    read: { form in ComputeForms.deviceClass(&form) },
                    perform: { facts, fields in
                        _ = try await site.market.sites.addClass(facts, at: place.id, by: visit.actor, key: fields.formKey)
                        return "/compute/sites/\(place.id)"
                    }, render: { form in newDeviceClassPage(visit, place, form) })
            },
            .get("/accelerators/{class}", .role(.operator)) { visit in
                deviceClassPage(visit, try accelerators(visit), FormMarkup(t: visit.t))
            },
            .post("/accelerators/{class}", .role(.operator)) { visit in
                let view = try accelerators(visit)
                return try await visit.submit(
                    read: { form in ComputeForms.deviceClass(&form) },
                    perform: { facts, _ in
                        try await site.market.sites.editClass(view.deviceClass.id, to: facts, by: visit.actor)
                        return "/compute/sites/\(view.site.id)"
                    }, render: { form in deviceClassPage(visit, view, form) })
            },
            .post("/accelerators/{class}/papers", .role(.operator)) { visit in
                let view = try accelerators(visit)
                return try await visit.submit(
                    limit: AttestationPaperForm.largestFile + (1 << 20),
                    read: { form in AttestationPaperForm.read(&form) },
                    perform: { file, fields in
                        try await site.market.sites.addPaper(
                            file.blob, named: file.name, to: view.deviceClass.id, by: visit.actor, key: fields.formKey)
                        return "/accelerators/\(view.deviceClass.id)"
                    },
                    // What was typed above was not sent with it.
                    render: { form in
                        deviceClassPage(visit, try accelerators(visit), FormMarkup(t: visit.t, errors: form.errors))
                    })
            },
        ]
    }

    private var windows: [Route] {
        [
            .get("/windows", .role(.operator)) { visit in
                let page = try site.market.windows.mine(
                    visit.actor, before: WindowQuery.place(visit.query.raw("before")), limit: 20)
                return ownWindowsPage(visit, page.rows, next: page.next)
            },
            .get("/sites/{site}/windows/new", .role(.operator)) { visit in
                newWindowPage(visit, try own(visit), FormMarkup(t: visit.t))
            },
            .post("/sites/{site}/windows/new", .role(.operator)) { visit in try await publish(visit) },
            .get("/sites/{site}/windows/file", .role(.operator)) { visit in
                windowFilePage(visit, try own(visit), FormMarkup(t: visit.t))
            },
            .post("/sites/{site}/windows/file", .role(.operator)) { visit in try await publishFile(visit) },
            .get("/windows/{window}/edit", .role(.operator)) { visit in
                editWindowPage(visit, try ownWindow(visit), FormMarkup(t: visit.t))
            },
            .post("/windows/{window}/edit", .role(.operator)) { visit in
                let id = try ownWindow(visit).offer.window.id
                return try await visit.submit(
                    read: { form in ComputeForms.terms(&form) },
                    perform: { terms, fields in
                        try await site.market.windows.edit(
                            id, to: terms, revision: Int(fields.raw("revision")) ?? 0, by: visit.actor)
                        return "/compute/windows/\(id)"
                    }, render: { form in editWindowPage(visit, try ownWindow(visit), form) })
            },
            .post("/windows/{window}/withdraw", .role(.operator)) { visit in
                let id: ID<ComputeWindow> = try visit.id("window")
                let fields = try await visit.postedForm()
                try await site.market.windows.withdraw(id, wholeSeries: fields.isOn("series"), by: visit.actor)
                return visit.redirect("/compute/windows/\(id)")
            },
        ]
    }

    private func accelerators(_ visit: Visit) throws -> AcceleratorsView {
        try site.market.sites.accelerators(try visit.id("class"), for: visit.actor)
    }

    private func own(_ visit: Visit) throws -> SiteView {
        try site.market.sites.own(try visit.id("site"), for: visit.actor)
    }

    private func ownWindow(_ visit: Visit) throws -> WindowView {
        let view = try site.market.windows.page(try visit.id("window"), for: visit.actor)
        guard view.isOwn else { throw CommonRefusal.notFound }
        return view
    }

    private func addKey(_ visit: Visit) async throws -> Response {
        try await visit.submit(
            read: { form -> (name: String, key: [UInt8])? in
                let name = form.text("name", limit: 60, missing: form.t("Enter a name for the key"))
                let key = ComputeForms.bytes(form.fields.raw("publicKey"))
                if key?.count != 32 {
                    form.fail("publicKey", form.t("Enter the 32 bytes of an Ed25519 public key, in hexadecimal or base 64"))
                }
                guard let name, let key else { return nil }
                return (name, key)
            },
            perform: { entry, fields in
                _ = try await site.market.sites.addKey(entry.key, name: entry.name, by: visit.actor, key: fields.formKey)
                return "/keys"
            }, render: { form in keysPage(visit, try site.market.sites.keys(of: visit.actor), form) })
    }

    private func publish(_ visit: Visit) async throws -> Response {
        let view = try own(visit)
        return try await visit.submit(
            read: { form -> (ID<DeviceClass>, WindowTerms, until: CivilDate?)? in
                let chosen = form.id("class", of: DeviceClass.self, missing: form.t("Choose the accelerators"))
                let terms = ComputeForms.terms(&form)
                var until: CivilDate?
                if !form.fields.trimmed("until").isEmpty { until = form.date("until", missing: "") }
                guard let chosen, let terms, view.classes.contains(where: { $0.id == chosen }) else { return nil }
                return (chosen, terms, until)
            },
            perform: { entry, fields in
                let days = Set(fields.all("days").compactMap { Int($0) })
                let windows = try entry.until.map { try WindowRules.repeated(entry.1, on: days, until: $0) } ?? [entry.1]
                let ids = try await site.market.windows.publish(
                    windows, of: entry.0, asSeries: windows.count > 1, by: visit.actor, key: fields.formKey)
                return ids.count == 1 ? "/compute/windows/\(ids[0])" : "/windows"
            }, render: { form in newWindowPage(visit, view, form) })
    }

    private func publishFile(_ visit: Visit) async throws -> Response {
        let view = try own(visit)
        return try await visit.submit(
            limit: 2 << 20,
            read: { form -> [WindowFileRow]? in
                var bytes = Array(form.fields.raw("rows").utf8)
                if let file = form.fields.files["file"], file.byteCount > 0, file.byteCount <= 1 << 20 {
                    bytes = try site.house.blobs.bytes(of: file.blob, limit: 1 << 20)
                }
                let read = try site.market.windows.readFile(bytes, at: view.site.id, for: visit.actor)
                for problem in read.problems { form.fail("rows", problem.words(form.t)) }
                return read.problems.isEmpty ? read.rows : nil
            },
            perform: { rows, fields in
                _ = try await site.market.windows.publish(rows, by: visit.actor, key: fields.formKey)
                return "/windows"
            }, render: { form in windowFilePage(visit, view, form) })
    }
}
