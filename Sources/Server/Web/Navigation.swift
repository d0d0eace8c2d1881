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
                Item(path: "/compute", words: "Compute"),
                Item(path: "/programmes", words: "Programmes"),
            ]
        }
        let common = [
            Item(path: "/desk", words: "Desk"), Item(path: "/jobs", words: "Labeling jobs"),
            Item(path: "/compute", words: "Compute"),
            Item(path: "/programmes", words: "Programmes"),
        ]
        return common + (own[role] ?? [])
    }

    /// The entry that a page belongs to: of those whose address begins the page's own, the longest, so that one is marked at most.
    /// - Parameter address: the page's address without its language: "" or "/" for the start page.
    static func current(of items: [Item], at address: Substring) -> Item? {
        items.filter { item in
            item.path == "/" ? address.isEmpty || address == "/" : address == item.path || address.hasPrefix(item.path + "/")
        }
        .max { $0.path.utf8.count < $1.path.utf8.count }
    }

    /// What only one role has, after what all have.
    private static let own: [Role: [Item]] = [
        .buyer: [
            Item(path: "/jobs/own", words: "My jobs"), Item(path: "/datasets", words: "Datasets"),
            Item(path: "/vouchers", words: "Vouchers"), Item(path: "/matches", words: "Matches"),
            Item(path: "/contracts", words: "Contracts"), Item(path: "/reservations", words: "Reservations"),
            Item(path: "/money", words: "Own money"),
        ],
        .operator: [
            Item(path: "/sites", words: "My sites"), Item(path: "/windows", words: "My windows"),
            Item(path: "/reservations", words: "Reservations"), Item(path: "/claims", words: "Claims"),
        ],
        .vendor: [
            Item(path: "/bids", words: "Bids"), Item(path: "/matches", words: "Matches"),
            Item(path: "/contracts", words: "Contracts"),
            Item(path: "/claims", words: "Claims"),
        ],
        .officer: office + [
            Item(path: "/office/matching", words: "Matching"),
            Item(path: "/office/settlements", words: "Claims and settlement"),
        ],
        .auditor: [Item(path: "/audit/books", words: "Books")] + office + administration
            + [
                Item(path: "/office/matching", words: "Matching"),
                Item(path: "/office/settlements", words: "Claims and settlement"),
            ],
        .administrator: administration + [
            Item(path: "/admin/deposits", words: "Deposits"), Item(path: "/office/matching", words: "Matching"),
            Item(path: "/office/settlements", words: "Claims and settlement"),
            Item(path: "/office/disputes", words: "Disputed usage"), Item(path: "/audit/books", words: "Books"),
            Item(path: "/admin/letters", words: "Letters"),
        ],
    ]

    private static let administration = [
        Item(path: "/organisations", words: "Organisations"), Item(path: "/people", words: "People"),
    ]

    private static let office = [
        Item(path: "/office/applications", words: "Applications"), Item(path: "/office/vouchers", words: "Vouchers issued"),
        Item(path: "/office/pots", words: "Pots"), Item(path: "/office/rounds", words: "Rounds"),
        Item(path: "/office/programmes", words: "Programme versions"),
        Item(path: "/office/registers", words: "Registers"), Item(path: "/office/recoveries", words: "Recoveries"),
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
