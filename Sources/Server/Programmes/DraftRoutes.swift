import Hummingbird
import LabelMarket
import Storage

/// Drafts of programmes, edited by forms. Officers only: auditors read the versions.
struct DraftRoutes: RouteGroup {
    let site: Site
    private var programmes: Programmes { site.market.programmes }

    var routes: [Route] { fresh + [start] + whole + rules }

    private var fresh: [Route] {
        [
            .get("/office/programmes/new", .role(.officer)) { visit in newProgrammePage(visit, FormMarkup(t: visit.t)) },
            .post("/office/programmes/new", .role(.officer)) { visit in
                try await visit.submit(
                    read: { form in NewProgrammeForm.read(&form) },
                    perform: { new, fields in
                        let draft = try await programmes.startProgramme(new, by: visit.actor, key: fields.formKey)
                        return "/office/programmes/\(draft.key)/\(draft.version)/edit"
                    },
                    render: { form in newProgrammePage(visit, form) })
            },
        ]
    }

    private var start: Route {
        .post("/office/programmes/{key}/{version}/draft", .role(.officer)) { visit in
            let fields = try await visit.postedForm()
            let name = Programmes.EditionName(key: try visit.programmeKey.text, version: try visit.version)
            let draft = try await programmes.startDraft(from: name, by: visit.actor, key: fields.formKey)
            return visit.redirect("/office/programmes/\(draft.key)/\(draft.version)/edit")
        }
    }

    private func draft(_ visit: Visit) throws -> ProgrammeEdition {
        try programmes.draft(try visit.programmeKey, try visit.version, for: visit.actor)
    }

    private func edit(_ visit: Visit, _ edit: DraftEdit, _ fields: FormFields) async throws -> String {
        let name = Programmes.EditionName(key: try visit.programmeKey.text, version: try visit.version)
        return try await programmes.edit(
            name, edit, seen: DraftSeen.bytes(fields.raw("seen")), by: visit.actor, key: fields.formKey)
    }

    private var whole: [Route] {
        [
            .get("/office/programmes/{key}/{version}/edit", .role(.officer)) { visit in
                draftPage(visit, try draft(visit), FormMarkup(t: visit.t))
            },
            .post("/office/programmes/{key}/{version}/edit", .role(.officer)) { visit in
                let edition = try draft(visit)
                return try await visit.submit(
                    read: { form in DraftHeadForm.read(&form) },
                    perform: { change, fields in
                        _ = try await edit(visit, change, fields)
                        return draftPath(edition) + "/edit"
                    },
                    render: { form in draftPage(visit, try draft(visit), form) })
            },
            .post("/office/programmes/{key}/{version}/rules", .role(.officer)) { visit in
                let edition = try draft(visit)
                return try await visit.submit(
                    read: { form in DraftEdit.add(form.fields.raw("kind")) },
                    perform: { change, fields in
                        let id = try await edit(visit, change, fields)
                        return draftPath(edition) + "/rules/\(id)"
                    },
                    render: { form in draftPage(visit, try draft(visit), form) })
            },
        ]
    }

    private func clause(_ visit: Visit, _ edition: ProgrammeEdition) throws -> Clause {
        let id = try visit.parameter("clause")
        guard let clause = edition.programme.clauses.first(where: { $0.id == id }) else { throw CommonRefusal.notFound }
        return clause
    }

    private var rules: [Route] {
        [
            .get("/office/programmes/{key}/{version}/rules/{clause}", .role(.officer)) { visit in
                let edition = try draft(visit)
                return draftRulePage(visit, edition, try clause(visit, edition), FormMarkup(t: visit.t))
            },
            .post("/office/programmes/{key}/{version}/rules/{clause}", .role(.officer)) { visit in
                let edition = try draft(visit)
                let clause = try clause(visit, edition)
                return try await visit.submit(
                    read: { form in DraftRuleForm.read(&form, edition, clause) },
                    perform: { change, fields in
                        _ = try await edit(visit, change, fields)
                        return draftPath(edition) + "/edit"
                    },
                    render: { form in
                        let edition = try draft(visit)
                        return draftRulePage(visit, edition, try self.clause(visit, edition), form)
                    })
            },
            .post("/office/programmes/{key}/{version}/rules/{clause}/remove", .role(.officer)) { visit in
                let edition = try draft(visit)
                let clause = try clause(visit, edition)
                return try await visit.submit(
                    read: { _ in DraftEdit.remove(clause.id) },
                    perform: { change, fields in
                        _ = try await edit(visit, change, fields)
                        return draftPath(edition) + "/edit"
                    },
                    render: { form in draftRulePage(visit, try draft(visit), clause, form) })
            },
        ]
    }
}
