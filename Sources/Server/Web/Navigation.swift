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
        .buyer: [Item(path: "/jobs/own", words: "My jobs"), Item(path: "/datasets", words: "Datasets")],
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
