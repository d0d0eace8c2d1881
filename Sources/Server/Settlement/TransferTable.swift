import LabelMarket

/// Movements of money, for people.
func transferTable(_ visit: Visit, _ transfers: [Transfer], caption: String) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>
        <thead><tr><th scope="col" class="num">\(t("No."))</th><th scope="col">\(t("When"))</th><th scope="col">\(t("Movement"))</th><th scope="col">\(t("About"))</th>
        <th scope="col">\(t("From"))</th><th scope="col">\(t("To"))</th><th scope="col" class="num">\(t("Amount, yuan"))</th></tr></thead><tbody>
        \(each: transfers, { transfer in
            """
            <tr><td class="num">\(transfer.sequence)</td><td>\(t.timeElement(transfer.at))</td>
            <td>\(movement(transfer, t))</td><td>\(subject(visit, transfer.reference))</td><td>\(accountName(transfer.debit.kind, t))</td>
            <td>\(accountName(transfer.credit.kind, t))</td><td class="num">\(transfer.amount.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

/// What a movement of money is about: a link for those who may open its page, else its name.
func subject(_ visit: Visit, _ reference: BusinessReference) -> HTML {
    let t = visit.t
    let number = ID<BusinessReference>(rawValue: reference.id)
    let role = visit.signedIn?.actor.role
    let isBuyer = role == .buyer, isOffice = role == .officer || role == .auditor || role == .administrator
    let (words, path): (String, String?) =
        switch reference.kind {
        case "contract": (t("Contract"), "/contracts/")
        case "reservation": (t("Reservation"), "/reservations/")
        case "deposit": (t("Deposit"), role == .officer || role == .vendor || role == .operator ? nil : "/deposits/")
        case "settlement": (t("Batch"), isOffice ? "/office/settlements/" : nil)
        case "recovery": (t("Recovery"), isOffice ? "/office/recoveries/" : isBuyer ? "/recoveries/" : nil)
        case "interest": (t("Late interest"), isOffice ? "/office/recoveries/" : isBuyer ? "/recoveries/" : nil)
        case "grant": (t("Voucher"), isOffice ? "/office/vouchers/" : isBuyer ? "/vouchers/" : nil)
        case "pot": (t("Pot"), nil)
        default: (reference.kind, nil)
        }
    return path.map { visit.link("\($0)\(number)", words) } ?? "\(words)"
}

func movement(_ transfer: Transfer, _ t: Texts) -> String {
    switch transfer.kind {
    case .appropriate: t("Appropriated")
    case .deappropriate: t("Appropriation withdrawn")
    case .grant: t("Granted")
    case .hold: t("Set aside")
    case .redeem: t("Paid for accepted work")
    case .release: t("Released")
    case .refund: t("Refunded")
    case .clawback: t("Clawed back")
    case .expire: t("Expired")
    case .settle: transfer.phase == .hold ? t("Sent to the bank") : transfer.phase == .void ? t("Returned by the bank") : t("Settled")
    case .deposit: t("Deposited")
    case .withdraw: t("Money withdrawn")
    case .correct: t("Corrected")
    case .writeOff: t("Written off")
    }
}

func accountName(_ kind: AccountKind, _ t: Texts) -> String {
    switch kind {
    case .source: t("Funder")
    case .pool: t("Pot")
    case .grant: t("Voucher")
    case .own: t("Buyer's own money")
    case .payable: t("Owed to the vendor")
    case .receivable: t("Owed back")
    case .transit: t("With the bank")
    case .paid: t("Paid out")
    case .suspense: t("Unclear")
    }
}
