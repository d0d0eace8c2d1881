package import Annotations

/// What labeling work is known to cost. Nobody publishes an official list: every figure carries where it was seen and how
/// far that can be trusted, and is shown with both.
package struct JobPrice: Sendable, Hashable {
    package enum Unit: String, Sendable, Hashable {
        case object, item, thousandCharacters
    }

    /// How a figure is known, as in the programmes' facts.
    package enum Proof: String, Sendable, Hashable {
        case news, lowQuality
        /// A vendor abroad, converted at 7.1 yuan to the dollar.
        case abroad
    }

    package let unit: Unit
    package let low: Money
    package let high: Money
    package let source: Bilingual
    package let proof: Proof

    /// The figure for `family`; nil when none was found.
    package static func of(_ family: TaskFamily) -> JobPrice? {
        switch family {
        case .imageBoxes, .imageEllipses, .imageKeyPoints: box
        case .imagePolygons: polygon
        case .imageMasks: mask
        case .imageClassification, .imageText, .imageCaption: image
        case .textClassification, .namedEntities, .relations, .textRating, .translation, .summarisation,
            .questionAnswering, .answerComparison, .answerRanking, .dialogueTurns:
            text
        case .audioClassification, .audioTranscription, .audioSegments, .videoClassification, .timeSeriesSegments: nil
        }
    }

    private static let box = JobPrice(
        unit: .object, low: Money(fen: 4), high: Money(fen: 20),
        source: Bilingual(zh: "媒体报道的计件价：每框 0.04 元至带属性每框 0.20 元", en: "Piece rates in the press: from 0.04 yuan a box to 0.20 with attributes"),
        proof: .news)
    private static let polygon = JobPrice(
        unit: .object, low: Money(fen: 142), high: Money(fen: 1065),
        source: Bilingual(zh: "境外服务商：每个轮廓 0.20 至 1.50 美元；国内未见公开价格", en: "Vendors abroad: 0.20 to 1.50 dollars an outline; no price found in China"),
        proof: .abroad)
    private static let mask = JobPrice(
        unit: .item, low: Money(fen: 355), high: Money(fen: 2130),
        source: Bilingual(zh: "境外服务商：每张 0.50 至 3 美元；国内未见公开价格", en: "Vendors abroad: 0.50 to 3 dollars a picture; no price found in China"),
        proof: .abroad)
    private static let image = JobPrice(
        unit: .item, low: Money(fen: 50), high: Money(fen: 500),
        source: Bilingual(zh: "网络文章：每张 0.5 至 5 元", en: "Web articles: 0.5 to 5 yuan a picture"), proof: .lowQuality)
    private static let text = JobPrice(
        unit: .thousandCharacters, low: Money(fen: 500), high: Money(fen: 2000),
        source: Bilingual(zh: "网络文章：每千字 5 至 20 元", en: "Web articles: 5 to 20 yuan for 1,000 characters"), proof: .lowQuality)
}

/// What a job may cost, indicatively.
package struct JobEstimate: Sendable, Hashable {
    package let price: JobPrice
    /// Units of the price that the job holds.
    package let units: Int64
    package let low: Money
    package let high: Money

    /// The middle of the range, in whole yuan and at least one.
    package var middle: Money {
        Money(fen: max(100, (low.fen + high.fen) / 200 * 100))
    }

    /// - Parameters:
    ///   - characterCount: of the whole dataset.
    /// - Returns: nil when no figure is known, or when it does not fit what an amount can be.
    package init?(family: TaskFamily, itemCount: Int, objectsPerItem: Int, characterCount: Int) {
        guard let price = JobPrice.of(family) else { return nil }
        let count: Int64
        switch price.unit {
        case .object: count = Int64(itemCount) * Int64(objectsPerItem)
        case .item: count = Int64(itemCount)
        case .thousandCharacters: count = max(1, (Int64(characterCount) + 999) / 1000)
        }
        guard let low = try? price.low.multiplied(by: count), let high = try? price.high.multiplied(by: count),
            high <= .largest
        else { return nil }
        self.price = price
        units = count
        self.low = low
        self.high = high
    }
}

/// What of a price vouchers would carry, as the buyer sees it before posting.
package struct PriceAfterSubsidy: Sendable {
    package struct Share: Sendable {
        package let programme: Bilingual
        package let amount: Money
        /// How the amount comes about, a step each.
        package let why: [Bilingual]
        /// The voucher's last day.
        package let expiresOn: CivilDate

        package init(programme: Bilingual, amount: Money, why: [Bilingual], expiresOn: CivilDate) {
            self.programme = programme
            self.amount = amount
            self.why = why
            self.expiresOn = expiresOn
        }
    }

    package let price: Money
    package let shares: [Share]
    package let own: Money
    /// Vouchers that would carry nothing, with the rule that says so.
    package let notes: [Bilingual]

    package init(price: Money, shares: [Share], own: Money, notes: [Bilingual]) {
        self.price = price
        self.shares = shares
        self.own = own
        self.notes = notes
    }
}
