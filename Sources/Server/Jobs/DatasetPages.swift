import LabelMarket

func datasetListPage(_ visit: Visit, _ list: (rows: [Dataset], hasMore: Bool)) -> Page {
    let t = visit.t
    return Page(t("Datasets")) {
        """
        <h1>\(t("Datasets"))</h1>
        <p><a class="button" href="\(visit.path("/datasets/new"))">\(t("Upload a dataset"))</a></p>
        """
        if list.rows.isEmpty {
            "<p>\(t("You have not uploaded a dataset yet. Texts and pictures are welcome, as a file of rows or as an archive."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Datasets"))">
            <table><caption>\(t("Newest first"))</caption><thead><tr><th scope="col">\(t("Name"))</th>\
            <th scope="col">\(t("Format"))</th><th scope="col" class="num">\(t("Items"))</th>\
            <th scope="col" class="num">\(t("Size of the file"))</th><th scope="col">\(t("State"))</th></tr></thead><tbody>
            \(each: list.rows, { dataset in
                """
                <tr><th scope="row">\(visit.link("/datasets/\(dataset.id)", dataset.name))</th><td>\(t.datasetFormat(dataset.format))</td>\
                <td class="num">\(t.count(dataset.itemCount))</td><td class="num">\(t.bytes(dataset.byteCount))</td>\
                <td><span class="tag\(if: dataset.state == .ready, " open")">\(t.datasetState(dataset.state))</span></td></tr>
                """
            })</tbody></table></div>
            \(if: list.hasMore, "<p>\(visit.link("/datasets?after=\(list.rows.last?.id.description ?? "")", t("Next page")))</p>")
            """
        }
    }
}

func newDatasetPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Upload a dataset"), form: form, back: "/datasets") {
        """
        <h1>\(t("Upload a dataset"))</h1>
        <ul><li>\(t("JSON Lines (.jsonl): one object a line, UTF-8"))</li>
        <li>\(t("CSV (.csv): the first row names the columns, UTF-8"))</li>
        <li>\(t("Label Studio tasks (.json): one array"))</li>
        <li>\(t("Archive (.zip) of PNG and JPEG pictures, or of text files"))</li></ul>
        <p>\(t("At most {size} MiB, 2,000,000 items, 64 MiB a picture, 1 MiB a text.", ["size": t.count(DatasetLimits.uploadBytes >> 20)]))</p>
        \(visit.form("/datasets/new", upload: true))
        \(form.text("name", t("Name"), hint: t("For yourself and the vendor, such as: customer messages, October")))
        \(form.file("file", t("File")))
        <button>\(t("Upload"))</button></form>
        """
    }
}

func datasetPage(_ visit: Visit, _ view: DatasetView) -> Page {
    let t = visit.t
    let dataset = view.dataset
    return Page(dataset.name, back: "/datasets") {
        """
        <h1>\(dataset.name)</h1>
        <p><span class="tag\(if: dataset.state == .ready, " open")">\(t.datasetState(dataset.state))</span></p>
        \(stateNotice(visit, view))
        \(summaryList(datasetRows(t, view)))
        """
        if !view.jobs.isEmpty {
            """
            <h2>\(t("Jobs with this dataset"))</h2><ul>\(each: view.jobs, { job in
                "<li>\(visit.link(job.state == .draft ? "/jobs/\(job.id)/edit" : "/jobs/\(job.id)", job.title)) <span class=\"tag\">\(t.jobState(job.state))</span></li>"
            })</ul>
            """
        }
        if !view.items.isEmpty {
            """
            <h2>\(t("Items"))</h2>
            <ol start="\(view.items[0].number)">\(each: view.items, { item in
                item.blob == nil ? "<li>\(itemStart(item))</li>" : "<li>\(visit.link("/datasets/\(item.dataset)/items/\(item.number)/file", item.key)) \(if: item.width != nil, "<small>\(item.width ?? 0) × \(item.height ?? 0)</small>")</li>"
            })</ol>
            \(view.nextItem.map { "<p>\(visit.link("/datasets/\(dataset.id)?from=\($0)", t("Next page")))</p>" as HTML })
            """
        }
        if view.mayChange, view.jobs.isEmpty, [.ready, .pending, .refused].contains(dataset.state) {
            visit.button("/datasets/\(dataset.id)/discard", t("Give the dataset up"), second: true)
        }
    }
}

private func datasetRows(_ t: Texts, _ view: DatasetView) -> [(String, HTML)] {
    let dataset = view.dataset
    var rows: [(String, HTML)] = [
        (t("File"), "\(dataset.fileName)\(t.bracketed(t.bytes(dataset.byteCount)))"),
        (t("Format"), "\(t.datasetFormat(dataset.format))"), (t("Items"), "\(t.count(dataset.itemCount))"),
        (t("Uploaded"), t.timeElement(dataset.createdAt)),
    ]
    if dataset.kind == .text { rows.insert((t("Characters"), "\(t.count(dataset.characterCount))"), at: 3) }
    if !dataset.dataKeys.isEmpty {
        rows.append((t("Keys of every item"), "\(t.list(dataset.dataKeys.map { "$" + $0 }))"))
    }
    return rows
}

private func stateNotice(_ visit: Visit, _ view: DatasetView) -> HTML {
    let t = visit.t
    switch view.dataset.state {
    case .received, .processing:
        let share = view.dataset.byteCount == 0 ? 0 : view.readBytes * 100 / view.dataset.byteCount
        return """
            <div class="notice"><p><label for="progress">\(t("{share}% read", ["share": String(share)]))</label> \
            <progress id="progress" max="100" value="\(share)">\(share)%</progress></p>
            <p>\(t("Large files take some minutes. You can leave this page; nothing gets lost.")) \
            \(visit.link("/datasets/\(view.dataset.id)", t("Look again")))</p></div>
            """
    case .pending: return pendingNotice(visit, view)
    case .refused: return "<div class=\"notice\"><p>\(view.refusal?.words(t) ?? "")</p></div>"
    case .ready where view.problemCount > 0:
        return "<p>\(t("{count} rows were left out.", ["count": t.count(view.problemCount)]))</p>"
    case .ready, .discarded: return .empty
    }
}

private func pendingNotice(_ visit: Visit, _ view: DatasetView) -> HTML {
    let t = visit.t
    let good = t.count(view.dataset.itemCount)
    let bad = t.count(view.problemCount)
    let more = view.problemCount - view.problems.count
    return """
        <div class="notice"><h2>\(t("{bad} rows cannot be used, {good} can", ["bad": bad, "good": good]))</h2>
        <ul>\(each: view.problems, { "<li>\($0.place(t))\(t.colon)\($0.words(t))</li>" })</ul>
        \(if: more > 0, "<p>\(t("and {count} more", ["count": t.count(more)]))</p>")
        \(if: view.mayChange, "<p>\(t("Keep the good rows, or correct the file and upload it again as a new dataset."))</p>")</div>
        \(if: view.mayChange, visit.button("/datasets/\(view.dataset.id)/keep", t("Keep the {good} good rows", ["good": good])))
        """
}
