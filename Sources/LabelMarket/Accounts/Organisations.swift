package import Storage

/// What other slices read about organisations, inside their own transactions.
package enum Organisations {
    /// - Throws: ``CommonRefusal/notFound``.
    package static func profile(of id: ID<Organisation>, in transaction: ReadTransaction) throws -> OrganisationProfile {
        let relations = try transaction.all(
            """
            SELECT credit_code, share_basis_points FROM organisation_relation
            WHERE organisation_id = \(id) ORDER BY credit_code
            """
        ) { row in
            OrganisationProfile.Relation(creditCode: try row.at(0), shareBasisPoints: try row.at(1))
        }
        let profile = try transaction.first("SELECT * FROM organisation WHERE id = \(id)") { row in
            OrganisationProfile(
                id: id, facts: try facts(row), registeredAt: try row("registered_at"), version: try row("version"),
                relations: relations)
        }
        guard let profile else { throw CommonRefusal.notFound }
        return profile
    }

    /// - Throws: ``CommonRefusal/notFound``.
    package static func name(of id: ID<Organisation>, in transaction: ReadTransaction) throws -> Bilingual {
        let name = try transaction.first("SELECT name_zh, name_en FROM organisation WHERE id = \(id)") { row in
            let zh: String = try row.at(0)
            return Bilingual(zh: zh, en: try row.at(1, as: String?.self) ?? zh)
        }
        guard let name else { throw CommonRefusal.notFound }
        return name
    }

    /// The largest share, in hundredths of a percent, that either of two organisations declared of a tie with the other;
    /// nil when neither declared one.
    package static func declaredShareBasisPoints(
        between one: ID<Organisation>, and other: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> Int64? {
        try transaction.value(
            """
            SELECT MAX(r.share_basis_points) FROM organisation_relation r
              JOIN organisation o ON o.credit_code = r.credit_code
            WHERE (r.organisation_id = \(one) AND o.id = \(other)) OR (r.organisation_id = \(other) AND o.id = \(one))
            """, as: Int64?.self) ?? nil
    }

    /// What all organisations that `condition` selects say about themselves, in one query.
    package static func facts(
        where condition: SQL, in transaction: ReadTransaction
    ) throws -> [ID<Organisation>: OrganisationFacts] {
        var found: [ID<Organisation>: OrganisationFacts] = [:]
        try transaction.each("SELECT * FROM organisation WHERE \(condition)") { row in
            found[try row("id")] = try facts(row)
        }
        return found
    }

    private static func facts(_ row: borrowing Row) throws -> OrganisationFacts {
        let bankName: String? = try row("bank_name")
        let bankNumber: String? = try row("bank_account")
        var bank: BankAccount?
        if let bankName, let bankNumber { bank = BankAccount(bankName: bankName, number: bankNumber) }
        return OrganisationFacts(
            kind: try row("kind"), nameZh: try row("name_zh"), nameEn: try row("name_en"),
            creditCode: try row("credit_code"), region: try row("region"), district: try row("district"),
            sector: try row("sector"), headcount: try row("headcount"), annualRevenue: try row("annual_revenue_fen"),
            totalAssets: try row("total_assets_fen"), foundedOn: try row("founded_on"),
            legalRepresentative: try row("legal_representative"), bank: bank, contactEmail: try row("contact_email"))
    }
}
