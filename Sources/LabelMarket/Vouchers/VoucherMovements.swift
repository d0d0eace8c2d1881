internal import Storage

extension VoucherRow {
    static func rows(where condition: SQL, in transaction: ReadTransaction) throws -> [VoucherRow] {
        let found: [(Voucher, Bilingual, Bilingual)] = try transaction.all(
            """
            SELECT \(Voucher.columns), programme_version.name_zh AS name_zh, programme_version.name_en AS name_en,
              organisation.name_zh AS holder_zh, COALESCE(organisation.name_en, organisation.name_zh) AS holder_en
            FROM voucher
            JOIN programme_version ON programme_version.programme = voucher.programme
              AND programme_version.version = voucher.version
            JOIN organisation ON organisation.id = voucher.holder
            WHERE \(condition)
            """
        ) { row in
            (
                try Voucher(row: row), Bilingual(zh: try row("name_zh"), en: try row("name_en")),
                Bilingual(zh: try row("holder_zh"), en: try row("holder_en"))
            )
        }
        return try found.map { voucher, name, holder in
            VoucherRow(
                voucher: voucher, programmeName: name, holderName: holder,
                balance: try Books.balance(of: voucher.account, in: transaction))
        }
    }
}

extension VoucherMovement {
    /// Every movement on the voucher, newest first; at most a thousand.
    static func all(of voucher: Voucher, in transaction: ReadTransaction) throws -> [VoucherMovement] {
        try Books.statement(of: voucher.account, before: nil, limit: 1000, in: transaction).map { line in
            VoucherMovement(
                at: line.transfer.at, kind: line.transfer.kind, phase: line.transfer.phase,
                amount: line.transfer.amount, left: line.balanceAfter.available, reference: line.transfer.reference)
        }
    }
}
