import Annotations
import LabelMarket

/// The words for the slice's closed lists, one place for each.
extension Texts {
    func family(_ family: TaskFamily) -> String {
        switch family {
        case .textClassification: self("Classes of texts")
        case .namedEntities: self("Names in texts")
        case .relations: self("Relations in texts")
        case .textRating: self("Ratings of texts")
        case .translation: self("Translation")
        case .summarisation: self("Summaries")
        case .questionAnswering: self("Questions and answers")
        case .answerComparison: self("Comparing answers")
        case .answerRanking: self("Ranking answers")
        case .imageClassification: self("Classes of pictures")
        case .imageBoxes: self("Boxes in pictures")
        case .imagePolygons: self("Outlines in pictures")
        case .imageMasks: self("Masks of pictures")
        case .imageKeyPoints: self("Points in pictures")
        case .imageEllipses: self("Ellipses in pictures")
        case .imageText: self("Text in pictures")
        case .imageCaption: self("Descriptions of pictures")
        case .audioClassification: self("Classes of recordings")
        case .audioTranscription: self("Transcripts of recordings")
        case .audioSegments: self("Segments of recordings")
        case .videoClassification: self("Classes of videos")
        case .dialogueTurns: self("Turns of dialogues")
        case .timeSeriesSegments: self("Segments of measurements")
        }
    }

    func labelLanguage(_ language: LabelLanguage) -> String {
        switch language {
        case .chinese: self("Chinese")
        case .english: self("English")
        case .cantonese: self("Cantonese")
        case .tibetan: self("Tibetan")
        case .uyghur: self("Uyghur")
        case .mongolian: self("Mongolian")
        case .japanese: self("Japanese")
        case .korean: self("Korean")
        case .german: self("German")
        case .french: self("French")
        case .spanish: self("Spanish")
        case .russian: self("Russian")
        case .arabic: self("Arabic")
        }
    }

    func labelLanguages(_ languages: [LabelLanguage]) -> String {
        languages.map(labelLanguage).joined(separator: language == .zh ? "、" : ", ")
    }

    func securityClass(_ value: SecurityClass) -> String {
        switch value {
        case .open: self("Open: nothing confidential or personal")
        case .restricted: self("Restricted: seen only by the vendor under contract")
        case .confidential: self("Confidential: labeled in the vendor's own rooms, without copies")
        }
    }

    func budgetBand(_ band: BudgetBand) -> String {
        switch band {
        case .to10k: self("Up to {amount}", ["amount": money(.yuan(10_000))])
        case .to50k: self("Up to {amount}", ["amount": money(.yuan(50_000))])
        case .to200k: self("Up to {amount}", ["amount": money(.yuan(200_000))])
        case .to1m: self("Up to {amount}", ["amount": money(.yuan(1_000_000))])
        case .above1m: self("Above {amount}", ["amount": money(.yuan(1_000_000))])
        }
    }

    func jobPart(_ part: JobPart) -> String {
        switch part {
        case .description: self("Title, description and languages")
        case .dataset: self("Dataset")
        case .config: self("What labelers do")
        case .quality: self("Quality and sampling")
        case .dates: self("Closing time and deadline")
        case .budget: self("Budget")
        case .security: self("Security and places")
        case .compute: self("Compute afterwards")
        }
    }

    func jobState(_ state: JobState) -> String {
        switch state {
        case .draft: self("Draft")
        case .open: self("Open")
        case .withdrawn: self("Withdrawn")
        case .awarded: self("Awarded")
        case .completed: self("Completed")
        case .cancelled: self("Cancelled")
        }
    }

    func strictness(_ value: SamplingPlan.Strictness) -> String {
        switch value {
        case .standard: self("Standard: refuses lots with 2.5 times the agreed errors")
        case .strict: self("Strict: refuses lots with 1.5 times the agreed errors")
        case .full: self("Full: every item is inspected")
        }
    }

    /// `200 of 5,000 items are drawn; up to 10 wrong ones pass`.
    func samplingPlan(_ plan: SamplingPlan, lotSize: Int) -> String {
        self(
            "{sample} of the {lot} items of a lot are inspected; the lot passes with at most {accept} wrong",
            ["sample": count(plan.sampleSize), "lot": count(lotSize), "accept": count(plan.acceptanceNumber)])
    }

    func regions(_ codes: [String]) -> String {
        if codes.isEmpty { return self("Anywhere in mainland China") }
        return codes.compactMap { Region(code: $0) }.map { self($0.name) }.joined(separator: language == .zh ? "、" : ", ")
    }

    func datasetState(_ state: DatasetState) -> String {
        switch state {
        case .received: self("Waiting to be read")
        case .processing: self("Being read")
        case .pending: self("Your decision needed")
        case .ready: self("Ready")
        case .refused: self("Could not be read")
        case .discarded: self("Given up")
        }
    }

    func datasetFormat(_ format: LabelMarket.DatasetFormat) -> String {
        switch format {
        case .jsonLines: "JSON Lines"
        case .csv: "CSV"
        case .tasks: self("Label Studio tasks")
        case .images: self("Archive of pictures")
        case .texts: self("Archive of texts")
        }
    }

    func proof(_ proof: JobPrice.Proof) -> String {
        switch proof {
        case .news: self("press report")
        case .lowQuality: self("weak source")
        case .abroad: self("price abroad, converted")
        }
    }

    /// Bytes in the unit that reads best.
    func bytes(_ count: Int) -> String {
        if count < 1 << 10 { return self.count(count) + " B" }
        if count < 1 << 20 { return self.count((count + 512) >> 10) + " KiB" }
        return self.count((count + 524_288) >> 20) + " MiB"
    }
}
