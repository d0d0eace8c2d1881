import XML

/// Which attributes and parts an element of a rule may have, for the forms that edit it.
enum RuleShape {
    /// Parts that stand any number of times.
    static let repeated: Set<String> = ["row", "funder", "window", "step", "ceiling", "cite"]

    /// The part that repeats in an element.
    static let parts: [String: String] = [
        "rate": "row", "pot": "funder", "round": "window", "procedure": "step", "stacking": "ceiling", "source": "cite",
    ]

    /// Children that an element may lack.
    static let children: [String: [String]] = [
        "row": ["when"], "cap": ["when"], "source": ["note"], "arithmetic": ["proRata"],
    ]

    /// Attributes that an element may lack.
    static let attributes: [String: [String]] = [
        "pot": ["amount", "places"], "row": ["rate"], "cap": ["amount"], "floor": ["amount"],
        "lineItems": ["include", "exclude"], "nonRelated": ["ownershipFrom"], "payment": ["timing", "reserveFund"],
        "when": [
            "firmKinds", "sizes", "workKinds", "chipOrigin", "regions", "startUp", "startUpMonths", "projectLevel",
        ],
        "round": ["continuous", "useFrom", "useTo"], "oversubscription": ["by"], "stacking": ["exclusiveWith"],
        "ceiling": ["monthsMax"], "validity": ["months", "days", "until", "releasesUnused"],
        "evidence": ["items", "fullAmountInvoice"], "review": ["kinds", "noticeDays"], "lawText": ["number", "issuedOn"],
        "recovery": ["interest", "dailyRate", "banYears", "creditRecord", "referral"], "cite": ["address"],
        "nonTransfer": ["forbids"], "denomination": ["units"],
    ]

    /// Attributes and texts of a part that is new.
    private static let blanks: [String: [String]] = [
        "funder": ["weight"], "window": ["key", "opens", "closes"], "step": ["event", "from", "to", "by"],
        "ceiling": ["partners", "share"], "cite": ["number"], "proRata": ["from", "to", "dayCount"],
    ]

    /// A part with nothing in it; its attributes are those that forms offer.
    static func empty(_ name: String) -> XMLElement {
        let texts = XMLElement(
            name == "funder" ? "name" : name, [],
            ["en", "zh"].map { XMLElement(XMLName($0), children: [.text("")]) })
        switch name {
        case "note": return texts
        case "funder": return XMLElement(name, blank(name), [texts])
        default: return XMLElement(name, blank(name))
        }
    }

    private static func blank(_ name: String) -> [XMLAttribute] { (blanks[name] ?? []).map { XMLAttribute($0, "") } }

    /// The order of paths, with numbers as numbers: `row.2` before `row.10`.
    static func isBefore(_ left: String, _ right: String) -> Bool {
        let (one, other) = (left.split(separator: "."), right.split(separator: "."))
        for (first, second) in zip(one, other) where first != second {
            if let number = Int(first), let other = Int(second) { return number < other }
            return first < second
        }
        return one.count < other.count
    }
}
