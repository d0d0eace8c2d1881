import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// Lots: tasks out, labels in, review, decision, certificate.
struct DeliveryRoutes: RouteGroup {
    let site: Site

    /// The most bytes of one label file.
    private static let uploadLimit = 64 << 20

    var routes: [Route] { pages + files + vendorForms + buyerForms + goldForms }

    private var pages: [Route] {
        [
            .get("/contracts/{contract}/lots/{lot}", .role(.buyer, .vendor, .auditor)) { visit in
                try page(visit, FormMarkup(t: visit.t))
            },
            .get("/contracts/{contract}/lots/{lot}/items/{item}", .role(.buyer, .vendor, .auditor)) { visit in
                itemReviewPage(visit, try review(visit), FormMarkup(t: visit.t))
            },
            .get("/contracts/{contract}/lots/{lot}/certificate", .role(.buyer, .vendor, .officer, .auditor)) { visit in
                certificatePage(
                    visit,
                    try site.market.deliveries.certificate(
                        try visit.number("lot"), of: try visit.id("contract"), for: visit.actor))
            },
        ]
    }

    private var files: [Route] {
        [
            .getFile("/contracts/{contract}/lots/{lot}/tasks.json", .role(.vendor)) { visit in
                let lot = try visit.number("lot")
                let bytes = try site.market.deliveries.tasks(lot, of: try visit.id("contract"), for: visit.actor)
                return visit.download(bytes, name: "tasks-\(lot).json")
            },
            .getFile("/contracts/{contract}/lots/{lot}/pictures.zip", .role(.vendor)) { visit in
                let lot = try visit.number("lot")
                let pictures = try site.market.deliveries.pictures(lot, of: try visit.id("contract"), for: visit.actor)
                let archive = PictureArchive(pictures: pictures, blobs: site.house.blobs)
                guard try archive.fits() else { throw CommonRefusal.notFound }
                return archive.response(name: "pictures-\(lot).zip")
            },
            .getFile("/contracts/{contract}/lots/{lot}/labels.json", .role(.buyer, .vendor, .auditor)) { visit in
                let lot = try visit.number("lot")
                let bytes = try site.market.deliveries.labels(lot, of: try visit.id("contract"), for: visit.actor)
                return visit.download(bytes, name: "labels-\(lot).json")
            },
        ]
    }

    private var vendorForms: [Route] {
        [
            .post("/contracts/{contract}/lots/{lot}/upload", .role(.vendor)) { visit in
                let (contract, lot): (ID<Contract>, Int) = (try visit.id("contract"), try visit.number("lot"))
                return try await visit.submit(
                    limit: Self.uploadLimit,
                    read: { form in
                        let file = form.fields.files["file"]
                        if file == nil { form.fail("file", DeliveryRefusal.fileMissing.words(form.t)) }
                        return file
                    },
                    perform: { file, _ in
                        try await site.market.deliveries.upload(
                            file.blob, name: file.name, to: lot, of: contract, by: visit.actor)
                        return "/contracts/\(contract)/lots/\(lot)"
                    },
                    render: { form in try page(visit, form) })
            },
            .post("/contracts/{contract}/lots/{lot}/deliver", .role(.vendor)) { visit in
                let (contract, lot): (ID<Contract>, Int) = (try visit.id("contract"), try visit.number("lot"))
                return try await visit.submit(
                    read: { form in form.fields.isOn("partial") },
                    perform: { partial, fields in
                        try await site.market.deliveries.deliver(
                            lot, of: contract, partial: partial, by: visit.actor, key: fields.formKey)
                        return "/contracts/\(contract)/lots/\(lot)"
                    },
                    render: { form in try page(visit, form) })
            },
        ]
    }

    private var buyerForms: [Route] {
        [
            decision("accept") { _ in .acceptAll },
            decision("accept-part") { _ in .acceptPart },
            decision("return") { form in
                form.text("reason", limit: 4000, missing: DeliveryRefusal.reasonMissing.words(form.t))
                    .map { .giveBack(reason: $0) }
            },
            .post("/contracts/{contract}/lots/{lot}/items/{item}", .role(.buyer)) { visit in
                let (contract, lot): (ID<Contract>, Int) = (try visit.id("contract"), try visit.number("lot"))
                let item = try visit.number("item")
                return try await visit.submit(
                    read: { form -> String?? in
                        if form.fields.raw("mark") == "accepted" { return .some(nil) }
                        return form.text("reason", limit: 1000, missing: form.t("Write what is wrong with this item"))
                            .map { .some($0) }
                    },
                    perform: { reason, _ in
                        try await site.market.deliveries.mark(
                            item: item, of: lot, in: contract, refusedBecause: reason, by: visit.actor)
                        return try next(after: item, visit)
                    },
                    render: { form in itemReviewPage(visit, try review(visit), form) })
            },
        ]
    }

    /// Where a marked item leads: in the sample to the next item that is not marked, otherwise back to the item.
    private func next(after item: Int, _ visit: Visit) throws -> String {
        let (contract, lot): (ID<Contract>, Int) = (try visit.id("contract"), try visit.number("lot"))
        let page = "/contracts/\(contract)/lots/\(lot)"
        guard visit.query.isOn("sample") else { return page + "/items/\(item)" }
        let view = try site.market.deliveries.page(lot, of: contract, for: visit.actor, limit: 1, sampleOnly: true)
        return view.firstUnmarked.map { page + "/items/\($0)?sample=1" } ?? page
    }

    /// The most bytes of a file of known answers.
    private static let goldLimit = 16 << 20

    private var goldForms: [Route] {
        [
            .get("/contracts/{contract}/gold", .role(.buyer, .auditor)) { visit in
                goldPage(visit, try gold(visit), FormMarkup(t: visit.t))
            },
            .post("/contracts/{contract}/gold", .role(.buyer)) { visit in
                let contract: ID<Contract> = try visit.id("contract")
                return try await visit.submit(
                    limit: Self.goldLimit,
                    read: { form in
                        let file = form.fields.files["file"]
                        if file == nil { form.fail("file", DeliveryRefusal.fileMissing.words(form.t)) }
                        return file
                    },
                    perform: { file, _ in
                        try await site.market.deliveries.setGold(file.blob, of: contract, by: visit.actor)
                        return "/contracts/\(contract)/gold"
                    },
                    render: { form in goldPage(visit, try gold(visit), form) })
            },
        ]
    }

    private func gold(_ visit: Visit) throws -> GoldView {
        try site.market.deliveries.gold(of: try visit.id("contract"), for: visit.actor)
    }

    private func decision(
        _ name: String, _ read: @escaping @Sendable (inout FormReader) -> DeliveryDecision?
    ) -> Route {
        .post("/contracts/{contract}/lots/{lot}/\(name)", .role(.buyer)) { visit in
            let (contract, lot): (ID<Contract>, Int) = (try visit.id("contract"), try visit.number("lot"))
            return try await visit.submit(
                read: { form in read(&form) },
                perform: { decision, fields in
                    try await site.market.deliveries.decide(
                        decision, on: lot, of: contract, by: visit.actor, key: fields.formKey)
                    return "/contracts/\(contract)/lots/\(lot)"
                },
                render: { form in try page(visit, form) })
        }
    }

    private func page(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        let view = try site.market.deliveries.page(
            try visit.number("lot"), of: try visit.id("contract"), for: visit.actor,
            after: Int(visit.query.raw("after")) ?? 0, sampleOnly: visit.query.isOn("sample"))
        return lotPage(visit, view, form)
    }

    private func review(_ visit: Visit) throws -> ItemReview {
        try site.market.deliveries.review(
            try visit.number("item"), of: try visit.number("lot"), in: try visit.id("contract"), for: visit.actor,
            inSample: visit.query.isOn("sample"))
    }
}

extension Visit {
    /// The small whole number named `name` in the path, from 1.
    fileprivate func number(_ name: String) throws -> Int {
        guard let number = Int(try parameter(name)), (1...10_000_000).contains(number) else {
            throw CommonRefusal.notFound
        }
        return number
    }

    /// Answers with a JSON file to be kept.
    fileprivate func download(_ bytes: [UInt8], name: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
