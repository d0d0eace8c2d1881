import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore
import Storage

/// What officers do about programmes: versions, pots, rounds. Auditors read.
struct ProgrammeOfficeRoutes: RouteGroup {
    let site: Site
    private var programmes: Programmes { site.market.programmes }

    var routes: [Route] { versions + money + rounds }

    private var versions: [Route] {
        [
            .get("/office/programmes", .role(.officer, .administrator, .auditor)) { visit in
                officeProgrammesPage(visit, try programmes.versions(for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/office/programmes", .role(.officer)) { visit in
                try await visit.submit(
                    limit: 2 << 20,
                    read: { form in
                        let file = form.fields.files["document"]
                        if file == nil { form.fail("document", ProgrammeRefusal.fileMissing.words(visit.t)) }
                        return file
                    },
                    perform: { file, fields in
                        let document = try Self.content(of: file, site)
                        let name = try await programmes.importVersion(
                            document, bureau: visit.actor.organisation, by: visit.actor, key: fields.formKey)
                        return "/office/programmes/\(name.key)/\(name.version)"
                    },
                    render: { form in officeProgrammesPage(visit, try programmes.versions(for: visit.actor), form) })
            },
            .get("/office/programmes/{key}/{version}", .role(.officer, .administrator, .auditor)) { visit in
                let trial = trialCase(visit.query, today: visit.now.shanghaiDate, visit.t)
                let view = try programmes.version(
                    try visit.programmeKey, try visit.version, trying: trial.subject, for: visit.actor)
                return officeVersionPage(visit, view, trial.form)
            },
            .getFile("/office/programmes/{key}/{version}/document", .role(.officer, .administrator, .auditor)) { visit in
                let document = try programmes.document(try visit.programmeKey, try visit.version, for: visit.actor)
                var headers = HTTPFields()
                headers[.contentType] = "application/xml; charset=utf-8"
                headers[.contentDisposition] = "attachment; filename=\"\(try visit.programmeKey)-\(try visit.version).xml\""
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
            },
            .post("/office/programmes/{key}/{version}/publish", .role(.officer, .administrator)) { visit in
                let fields = try await visit.postedForm()
                let name = Programmes.EditionName(key: try visit.programmeKey.text, version: try visit.version)
                try await programmes.publish(name, by: visit.actor, key: fields.formKey)
                return visit.redirect("/office/programmes/\(name.key)/\(name.version)")
            },
        ]
    }

    private static func content(of file: UploadedFile, _ site: Site) throws -> [UInt8] {
        guard file.byteCount <= 1 << 20 else { throw WebRefusal.tooLarge(limit: 1 << 20) }
        return try site.house.blobs.bytes(of: file.blob, limit: 1 << 20)
    }

    private var money: [Route] {
        [
            .get("/office/pots", .role(.officer, .administrator, .auditor)) { visit in
                try potsPage(visit, FormMarkup(t: visit.t))
            },
            .post("/office/pots", .role(.officer, .administrator)) { visit in
                try await visit.submit(
                    read: { form in AppropriationForm.read(&form) },
                    perform: { form, fields in
                        _ = try await programmes.appropriate(
                            form.amount, to: form.programme, year: form.year, by: visit.actor, key: fields.formKey)
                        return "/office/pots"
                    },
                    render: { form in try potsPage(visit, form) })
            },
        ]
    }

    private func potsPage(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        let actor = try visit.actor
        return Server.potsPage(visit, try programmes.pots(for: actor), try programmes.versions(for: actor), form)
    }

    private var rounds: [Route] {
        [
            .get("/office/rounds", .role(.officer, .administrator, .auditor)) { visit in
                try roundsPage(visit, FormMarkup(t: visit.t))
            },
            .post("/office/rounds", .role(.officer, .administrator)) { visit in
                try await visit.submit(
                    read: { form in RoundForm.read(&form) },
                    perform: { form, fields in
                        _ = try await programmes.openRound(
                            of: form.programme, name: form.name, from: form.opensAt, to: form.closesAt,
                            quarters: form.quarters, by: visit.actor, key: fields.formKey)
                        return "/office/rounds"
                    },
                    render: { form in try roundsPage(visit, form) })
            },
            .post("/office/rounds/{round}/close", .role(.officer, .administrator)) { visit in
                let fields = try await visit.postedForm()
                try await programmes.closeRound(try visit.id("round"), by: visit.actor, key: fields.formKey)
                return visit.redirect("/office/rounds")
            },
        ]
    }

    private func roundsPage(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        let actor = try visit.actor
        return Server.roundsPage(visit, try programmes.rounds(for: actor), try programmes.versions(for: actor), form)
    }
}

extension Visit {
    /// The version number in the path.
    var version: Int {
        get throws {
            guard let number = Int(try parameter("version")), number > 0 else { throw CommonRefusal.notFound }
            return number
        }
    }
}

/// A case that an officer tries a version with; nil when nothing was asked.
func trialCase(_ query: FormFields, today: CivilDate, _ t: Texts) -> (subject: Case?, form: FormMarkup) {
    guard query.has("price") else { return (nil, FormMarkup(t: t)) }
    var reader = FormReader(query, t)
    let price = reader.money("price", missing: t("Enter the planned price of the contract"))
    let ends = reader.date("ends", missing: t("Enter the day on which the work ends"))
    let region = RegionCode(query.trimmed("region"))
    if region == nil { reader.fail("region", t("Enter the six digits of a region, such as 310000")) }
    let form = FormMarkup(t: t, fields: query, errors: reader.errors)
    guard let price, let ends, let region else { return (nil, form) }
    let use = VoucherUse(work: WorkKind(rawValue: query.raw("work")) ?? .labeling)
    return (
        Case(
            trying: use, price: price, from: today, to: max(ends, today), kind: FirmKind(rawValue: query.raw("firm")),
            size: FirmSize(rawValue: query.raw("size")), region: region), form
    )
}
