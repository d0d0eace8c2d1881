import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// Uploads, and what became of them.
struct DatasetRoutes: RouteGroup {
    let site: Site

    private var datasets: Datasets { site.market.datasets }

    var routes: [Route] {
        [
            .get("/datasets", .role(.buyer)) { visit in
                datasetListPage(
                    visit, try datasets.list(for: try visit.actor, after: ID(text: visit.query.raw("after"))))
            },
            .get("/datasets/new", .role(.buyer)) { visit in newDatasetPage(visit, FormMarkup(t: visit.t)) },
            .post("/datasets/new", .role(.buyer)) { visit in try await upload(visit) },
            .get("/datasets/{dataset}", .role(.buyer, .auditor)) { visit in
                let first = max(1, min(DatasetLimits.itemCount, Int(visit.query.raw("from")) ?? 1))
                return datasetPage(
                    visit, try datasets.page(of: try visit.id("dataset"), for: try visit.actor, from: first))
            },
            .post("/datasets/{dataset}/keep", .role(.buyer)) { visit in
                let dataset: ID<Dataset> = try visit.id("dataset")
                _ = try await visit.postedForm()
                try await datasets.keepGoodRows(dataset, by: try visit.actor)
                return visit.redirect("/datasets/\(dataset)")
            },
            .post("/datasets/{dataset}/discard", .role(.buyer)) { visit in
                _ = try await visit.postedForm()
                try await datasets.discard(try visit.id("dataset"), by: try visit.actor)
                return visit.redirect("/datasets")
            },
            .getFile("/datasets/{dataset}/items/{number}/file", .anyone) { visit in
                let item = try datasets.item(try number(visit), of: try visit.id("dataset"), for: visit.signedIn?.actor)
                return try image(visit, item)
            },
        ]
    }

    private func upload(_ visit: Visit) async throws -> Response {
        try await visit.submit(
            limit: DatasetLimits.uploadBytes,
            read: { form -> (name: String, upload: Upload)? in
                let name = form.text("name", limit: 100, missing: form.t("Give the dataset a name"))
                guard let file = form.fields.files["file"] else {
                    form.fail("file", form.t("Choose a file to upload"))
                    return nil
                }
                guard let name else { return nil }
                return (
                    name,
                    Upload(fileName: file.name, blob: file.blob, byteCount: file.byteCount, start: file.start)
                )
            },
            perform: { command, fields in
                let dataset = try await datasets.add(
                    command.upload, name: command.name, by: try visit.actor, key: try fields.formKey)
                return "/datasets/\(dataset)"
            },
            render: { newDatasetPage(visit, $0) })
    }

    /// Content never changes under its address, but who may see it does: the browser keeps it, no one between.
    private func image(_ visit: Visit, _ item: LabelMarket.Item) throws -> Response {
        guard let blob = item.blob, let mediaType = item.mediaType else { throw CommonRefusal.notFound }
        let name = item.key.split(separator: "/").last.map(String.init) ?? "image"
        var response = try visit.attachment(blob, name: name, contentType: mediaType)
        response.headers[.cacheControl] = "private, max-age=600"
        return response
    }
}
