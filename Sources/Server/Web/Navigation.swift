import LabelMarket

/// What stands in the bar at the top, role by role.
enum Navigation {
    struct Item: Sendable {
        let path: String
        /// English words, looked up in the page's language.
        let words: String
    }

    static func items(for role: Role?) -> [Item] {
        guard let role else {
            return [
                Item(path: "/", words: "Start"), Item(path: "/jobs", words: "Labeling jobs"),
                Item(path: "/programmes", words: "Programmes"),
            ]
        }
        let common = [
            Item(path: "/desk", words: "Desk"), Item(path: "/jobs", words: "Labeling jobs"),
            Item(path: "/programmes", words: "Programmes"),
        ]
        return common + (own[role] ?? [])
    }

    private static let own: [Role: [Item]] = [
        .administrator: [Item(path: "/organisations", words: "Organisations"), Item(path: "/people", words: "People")],
        .auditor: [Item(path: "/organisations", words: "Organisations"), Item(path: "/people", words: "People")],
        .buyer: [Item(path: "/vouchers", words: "Vouchers")],
        .officer: office,
        .administrator: office,
        .auditor: office,
    ]

    private static let office = [
        Item(path: "/office/applications", words: "Applications"), Item(path: "/office/vouchers", words: "Vouchers issued"),
        Item(path: "/office/pots", words: "Pots"), Item(path: "/office/rounds", words: "Rounds"),
        Item(path: "/office/programmes", words: "Programme versions"),
    ]

    static func name(of role: Role, _ t: Texts) -> String {
        switch role {
        case .buyer: t("Buyer")
        case .vendor: t("Vendor")
        case .operator: t("Operator")
        case .officer: t("Officer")
        case .auditor: t("Auditor")
        case .administrator: t("Administrator")
        }
    }
}
