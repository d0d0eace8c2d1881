import Annotations
import LabelMarket

/// Each part's form into the change it asks for; nil after it has said what is wrong.
enum JobForms {
    static func read(_ part: JobPart, _ form: inout FormReader, now: Instant) -> JobChange? {
        switch part {
        case .description: description(&form)
        case .dataset: dataset(&form)
        case .config: config(&form)
        case .quality: quality(&form)
        case .dates: dates(&form)
        case .budget: budget(&form)
        case .security: security(&form)
        case .compute: compute(&form)
        }
    }

    static func title(_ form: inout FormReader) -> String? {
        form.text("title", limit: 100, missing: form.t("Enter a title that says what is to be labeled"))
    }

    private static func description(_ form: inout FormReader) -> JobChange? {
        let t = form.t
        let title = title(&form)
        let text = form.text("description", limit: 5000, missing: t("Describe the work in a few sentences"))
        let languages = form.fields.all("language").compactMap(LabelLanguage.init)
        if languages.isEmpty { form.fail("language", t("Choose at least one language that labelers must read")) }
        guard let title, let text, !languages.isEmpty else { return nil }
        return .description(title: title, description: text, languages: languages)
    }

    private static func dataset(_ form: inout FormReader) -> JobChange? {
        form.id("dataset", of: Dataset.self, missing: form.t("Choose one of your datasets that is ready")).map { .dataset($0) }
    }

    private static func config(_ form: inout FormReader) -> JobChange? {
        let t = form.t
        if let template = LabelConfigTemplate.template(form.fields.raw("template")) {
            let labels = form.fields.trimmed("labels").split(separator: "\n").map {
                String($0).trimmingSpaces
            }.filter { !$0.isEmpty }
            if template.family.hasLabels, labels.isEmpty {
                form.fail("labels", t("Enter at least one label, each on a line of its own"))
                return nil
            }
            if Set(labels).count < labels.count {
                form.fail("labels", t("One of the labels stands twice; take one of them out"))
                return nil
            }
            guard labels.count <= 200, labels.allSatisfy({ $0.count <= 100 }) else {
                form.fail("labels", t("Enter at most 200 labels of at most 100 characters"))
                return nil
            }
            guard
                let config = try? LabelConfig.make(
                    template.family, labels: labels, allowsSeveral: form.fields.isOn("several")),
                let xml = try? config.xml()
            else {
                form.fail("labels", t("Enter at least one label, each on a line of its own"))
                return nil
            }
            return .config(template.family, xml: xml)
        }
        let family: TaskFamily? = form.choice("family", missing: t("Choose the kind of work"))
        let xml = form.text("config", limit: 100_000, missing: t("Paste the label config"))
        guard let family, let xml else { return nil }
        return .config(family, xml: xml)
    }

    private static func quality(_ form: inout FormReader) -> JobChange? {
        let t = form.t
        let accuracy = percent(&form)
        let lot = form.integer("lot_size", in: 1...100_000, missing: t("Enter how many items are delivered together"))
        let strictness: SamplingPlan.Strictness? = form.choice("sampling", missing: t("Choose how lots are inspected"))
        let days = form.integer("acceptance_days", in: 1...60, missing: t("Enter the days you need to decide on a delivery"))
        let objects = form.integer("objects", in: 1...1000, missing: t("Enter how many objects an item holds, roughly"))
        guard let accuracy, let lot, let strictness, let days, let objects else { return nil }
        return .quality(
            JobQuality(
                requiredAccuracyBasisPoints: accuracy, lotSize: Int(lot), strictness: strictness, acceptanceDays: Int(days),
                objectsPerItem: Int(objects)))
    }

    /// A percentage from 50 to 100 with at most two decimals, as basis points.
    private static func percent(_ form: inout FormReader) -> Int? {
        let typed = form.fields.trimmed("accuracy").replacing("%", with: "").replacing("％", with: "")
        if case .success(let hundredths) = Money.parse(typed), (5000...10_000).contains(hundredths.fen) {
            return Int(hundredths.fen)
        }
        form.fail("accuracy", form.t("Enter a percentage from 50 to 100, such as 95 or 98.5"))
        return nil
    }

    private static func dates(_ form: inout FormReader) -> JobChange? {
        let t = form.t
        let day = form.date("closes_on", missing: t("Enter the day on which bidding closes"))
        let hour = form.integer("closes_hour", in: 0...23, missing: t("Enter the hour at which bidding closes"))
        let deadline = form.date("deadline_on", missing: t("Enter the last day for the work"))
        guard let day, let hour, let deadline else { return nil }
        return .dates(closesAt: Instant(shanghai: day, hour: Int(hour)), deadlineOn: deadline)
    }

    private static func budget(_ form: inout FormReader) -> JobChange? {
        form.money("budget", minimum: .yuan(1), missing: form.t("Enter the most you will pay")).map { .budget($0) }
    }

    private static func security(_ form: inout FormReader) -> JobChange? {
        let t = form.t
        let security: SecurityClass? = form.choice("security", missing: t("Choose a security class"))
        let regions = form.fields.all("region").compactMap { Region(code: $0) }.filter(\.isProvince).map(\.code)
        let samples = form.integer(
            "samples", in: 0...Int64(JobRules.mostPublicSamples), missing: t("Enter how many items everyone may see"))
        guard let security, let samples else { return nil }
        return .security(security, regions: regions, publicSampleCount: Int(samples))
    }
}

extension JobForms {
    private static func compute(_ form: inout FormReader) -> JobChange? {
        let t = form.t
        let mode = form.fields.raw("mode")
        if mode == "none" { return .compute(nil) }
        guard let wish = ComputeNeed.Mode(rawValue: mode) else {
            form.fail("mode", t("Choose whether the job needs compute afterwards"))
            return nil
        }
        let accelerator = form.optionalText("accelerator", limit: 120)
        var teraflops: Int64?
        if !form.fields.trimmed("teraflops").isEmpty {
            teraflops = form.integer("teraflops", in: 1...1_000_000, missing: "")
        }
        let hours = form.integer("card_hours", in: 1...10_000_000, missing: t("Enter the card-hours you need"))
        let latency = Int(form.fields.raw("latency")).flatMap { ComputeNeed.latencyTiers.contains($0) ? $0 : nil }
        let regions = form.fields.all("compute_region").compactMap { Region(code: $0) }.filter(\.isProvince).map(\.code)
        let endsOn = form.date("ends_on", missing: t("Enter the last day for the compute"))
        let budget = form.money("compute_budget", minimum: .yuan(1), missing: t("Enter the most you will pay for compute"))
        guard let hours, let endsOn, let budget, form.errors.isEmpty else { return nil }
        return .compute(
            ComputeNeed(
                mode: wish, accelerator: accelerator, leastTeraflops: teraflops.map { Int($0) }, cardHours: hours,
                latencyMilliseconds: latency, regions: regions, endsOn: endsOn, budget: budget))
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmingSpaces: String {
        var slice = self[...]
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }
}
