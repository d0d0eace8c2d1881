import Hummingbird
import LabelMarket
import Storage

/// Lists that a bureau keeps and that verdicts are given by.
struct RegisterRoutes: RouteGroup {
    let site: Site
    private var programmes: Programmes { site.market.programmes }

    var routes: [Route] {
        [
            .get("/office/registers", .role(.officer, .administrator, .auditor)) { visit in
                registersPage(visit, try programmes.registers(for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/office/registers", .role(.officer)) { visit in
                try await visit.submit(
                    limit: Registers.bytesMax + (1 << 20),
                    read: { form in RegisterForm.read(&form) },
                    perform: { form, fields in
                        guard form.file.byteCount <= Registers.bytesMax else {
                            throw WebRefusal.tooLarge(limit: Registers.bytesMax)
                        }
                        let bytes = try site.house.blobs.bytes(of: form.file.blob, limit: Registers.bytesMax)
                        let id = try await programmes.replaceRegister(
                            form.kind, named: form.name, with: bytes, by: visit.actor, key: fields.formKey)
                        return "/office/registers/\(id)"
                    },
                    render: { form in registersPage(visit, try programmes.registers(for: visit.actor), form) })
            },
            .get("/office/registers/{register}", .role(.officer, .administrator, .auditor)) { visit in
                let after = max(0, Int(visit.query.raw("after")) ?? 0)
                let found = try programmes.register(try visit.id("register"), after: after, for: visit.actor)
                return registerPage(visit, found.row, found.entries, next: found.next)
            },
        ]
    }
}

/// A register as an officer uploads it.
struct RegisterForm: Sendable {
    let kind: RegisterKind
    let name: String
    let file: UploadedFile

    static func read(_ form: inout FormReader) -> RegisterForm? {
        let t = form.t
        let kind = form.choice("kind", as: RegisterKind.self, missing: t("Choose what the list says"))
        let name = form.text("name", limit: 64, missing: t("Give the key by which the programme names the list"))
        let file = form.fields.files["document"]
        if file == nil { form.fail("document", t("Choose the CSV file")) }
        guard let kind, let name, let file else { return nil }
        return RegisterForm(kind: kind, name: name, file: file)
    }
}

func registerKindName(_ kind: RegisterKind, _ t: Texts) -> String {
    switch kind {
    case .supplier: t("recognised suppliers")
    case .credit: t("bad entries in the credit record")
    case .park: t("firms of a park")
    }
}

func registersPage(_ visit: Visit, _ rows: [RegisterRow], _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Registers"), form: form) {
        """
        <h1>\(t("Registers"))</h1>
        <p>\(t("Verdicts are given by these lists: who stands on one passes, who does not fails; without a list the rule is not proven."))</p>
        """
        if rows.isEmpty {
            "<p>\(t("No list has been uploaded yet."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Registers"))"><table><caption>\(t("Registers"))</caption>
            <thead><tr><th scope="col">\(t("Key"))</th><th scope="col">\(t("What it says"))</th><th scope="col">\(t("Bureau"))</th>\
            <th scope="col" class="num">\(t("Entries"))</th><th scope="col">\(t("Uploaded"))</th></tr></thead><tbody>\(each: rows, { row in
                """
                <tr><th scope="row">\(visit.link("/office/registers/\(row.id)", row.name))</th><td>\(registerKindName(row.kind, t))</td>\
                <td>\(t(row.bureauName))</td><td class="num">\(t.count(row.entries))</td><td>\(t.timeElement(row.uploadedAt))</td></tr>
                """
            })</tbody></table></div>
            """
        }
        if visit.signedIn?.actor.role == .officer {
            """
            <h2>\(t("Upload a list"))</h2>
            <p>\(t("A list of the same kind and key is replaced as a whole, or, if any line is wrong, not at all. The first line is"))\(t.colon)<code>credit_code,name,from,to</code></p>
            \(visit.form("/office/registers", upload: true))
            \(form.select("kind", t("What the list says"), options: RegisterKind.allCases.map { ($0.rawValue, registerKindName($0, t)) }))
            \(form.text("name", t("Key of the list"), hint: t("As the rule of the programme names it; any name for a credit record"), short: true))
            \(form.file("document", t("CSV file"), hint: t("At most 8 MiB; for a credit record “from” is the day of the entry")))
            <p><button>\(t("Upload the list"))</button></p></form>
            """
        }
    }
}

func registerPage(_ visit: Visit, _ row: RegisterRow, _ entries: [RegisterEntry], next: Int?) -> Page {
    let t = visit.t
    let title = t("Register {name}: {kind}", ["name": row.name, "kind": registerKindName(row.kind, t)])
    return Page(title, back: "/office/registers") {
        "<h1>\(title)</h1><p>\(t("{count} entries", ["count": t.count(row.entries)]))\(t.comma)\(t.timeElement(row.uploadedAt))</p>"
        if entries.isEmpty {
            "<p>\(t("The list is empty: nobody stands on it."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Entries"))"><table><caption>\(t("Entries"))</caption>
            <thead><tr><th scope="col">\(t("Unified social credit code"))</th><th scope="col">\(t("Name"))</th><th scope="col">\(t("Valid from"))</th>\
            <th scope="col">\(t("Valid to"))</th></tr></thead><tbody>\(each: entries, { entry in
                """
                <tr><th scope="row">\(entry.creditCode)</th><td>\(entry.name)</td><td>\(t.dateElement(entry.from))</td>\
                <td>\(entry.to.map { t.dateElement($0) } ?? "–")</td></tr>
                """
            })</tbody></table></div>
            """
        }
        if let next { "<p><a href=\"\(visit.path("/office/registers/\(row.id)?after=\(next)"))\">\(t("Next page"))</a></p>" }
    }
}
