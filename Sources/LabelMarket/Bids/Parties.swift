internal import Storage

/// What the market knows of the two sides of a bid.
enum Parties {
    /// The registered name, in Chinese where there is no English one.
    static func name(_ organisation: ID<Organisation>, in transaction: ReadTransaction) throws -> Bilingual {
        try transaction.first("SELECT name_zh, name_en FROM organisation WHERE id = \(organisation)") { row in
            try names(zh: row("name_zh"), en: row("name_en"))
        } ?? Bilingual(zh: "", en: "")
    }

    static func names(zh: String, en: String?) -> Bilingual { Bilingual(zh: zh, en: en ?? zh) }

    /// Whether the two are one, or one declared the other, or both declared the same third party with a quarter or more.
    static func areRelated(
        _ one: ID<Organisation>, _ other: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> Bool {
        let ties: Int =
            try transaction.value(
                """
                SELECT (SELECT COUNT(*) FROM organisation_relation AS relation
                        JOIN organisation ON organisation.credit_code = relation.credit_code
                        WHERE (relation.organisation_id = \(one) AND organisation.id = \(other))
                            OR (relation.organisation_id = \(other) AND organisation.id = \(one)))
                    + (SELECT COUNT(*) FROM organisation_relation AS mine
                        JOIN organisation_relation AS theirs ON theirs.credit_code = mine.credit_code
                        WHERE mine.organisation_id = \(one) AND theirs.organisation_id = \(other)
                            AND mine.share_basis_points >= 2500 AND theirs.share_basis_points >= 2500)
                """) ?? 0
        return one == other || ties > 0
    }

    /// What a vendor has done here so far: contracts completed, items accepted, items decided.
    static func record(
        of vendor: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> (completed: Int, accepted: Int, decided: Int) {
        let completed: Int =
            try transaction.value(
                "SELECT COUNT(*) FROM contract WHERE vendor = \(vendor) AND state = 'completed'") ?? 0
        let items = try transaction.first(
            """
            SELECT COALESCE(SUM(lot.accepted_items), 0) AS accepted,
                COALESCE(SUM(lot.last_item - lot.first_item + 1), 0) AS decided
            FROM contract JOIN lot ON lot.contract = contract.id
            WHERE contract.vendor = \(vendor) AND lot.state IN ('accepted', 'refused')
            """
        ) { row in (try row("accepted", as: Int.self), try row("decided", as: Int.self)) }
        return (completed, items?.0 ?? 0, items?.1 ?? 0)
    }
}
