package import Storage

/// The secrets of second factors, which the database holds only encrypted: beside each lies what its encryption needs.
package enum ProtectedSecretsSchema {
    package static let migration = Migration(number: 15, name: "protected secrets", sql: sql)

    /// A set-up that nobody has confirmed is begun again; what is confirmed is encrypted when the market starts.
    private static let sql = """
        ALTER TABLE person ADD COLUMN totp_seal BLOB CHECK (length(totp_seal) = 28);
        ALTER TABLE person ADD COLUMN pending_totp_seal BLOB CHECK (length(pending_totp_seal) = 28);
        UPDATE person SET pending_totp_secret = NULL, pending_recovery_codes = NULL;
        """
}

extension Accounts {
    /// Encrypts the secrets that an older version left readable, and proves that the house's keys open the others. Run
    /// before a market is served.
    /// - Returns: how many were encrypted.
    /// - Throws: ``SecretUnreadable`` when the keys are not those of this market.
    @discardableResult
    package func protectSecrets() async throws -> Int {
        let secrets = house.keys.secrets
        return try await house.database.write { transaction in
            let rows = try transaction.all(
                "SELECT id, totp_secret, totp_seal FROM person WHERE totp_secret IS NOT NULL"
            ) { row in (person: try row.at(0, as: ID<Person>.self), secret: try row.at(1, as: [UInt8].self),
                seal: try row.at(2, as: [UInt8]?.self)) }
            var count = 0
            for row in rows {
                let place = SecondFactorRows.place(row.person)
                if let seal = row.seal {
                    _ = try secrets.open(SecretBox.Sealed(content: row.secret, seal: seal), for: place)
                    continue
                }
                let sealed = try secrets.seal(row.secret, for: place)
                try transaction.execute(
                    """
                    UPDATE person SET totp_secret = \(sealed.content), totp_seal = \(sealed.seal)
                    WHERE id = \(row.person)
                    """)
                count += 1
            }
            return count
        }
    }

    /// Whether the database holds anything that only its own keys open or that they signed.
    package static func dependsOnKeys(_ transaction: ReadTransaction) throws -> Bool {
        let found: Int? = try transaction.value(
            """
            SELECT 1 FROM person WHERE totp_seal IS NOT NULL OR pending_totp_seal IS NOT NULL
            UNION ALL SELECT 1 FROM checkpoint
            """)
        return found != nil
    }
}
