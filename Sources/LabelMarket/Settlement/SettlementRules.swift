/// What an invoice and a decision must satisfy.
enum SettlementRules {
    /// The invoice must cover the claim in full (suppliers invoice the full price, voucher share included) and be dated
    /// between the contract's signing and today.
    static func check(
        _ invoice: Invoice, claims amount: Money, signedOn: CivilDate, today: CivilDate
    ) throws(SettlementRefusal) {
        guard invoice.amount >= amount else { throw .invoiceBelowClaim(claim: amount) }
        guard invoice.date >= signedOn else { throw .invoiceBeforeContract }
        guard invoice.date <= today else { throw .invoiceInFuture }
    }

    /// The next serial number of a year: one more than the highest so far.
    static func next(after highest: String?, prefix: String) -> String {
        let serial = highest.flatMap { Int($0.dropFirst(prefix.utf8.count)) } ?? 0
        return prefix + padded(serial + 1, 6)
    }
}
