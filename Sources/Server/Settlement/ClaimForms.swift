import LabelMarket

/// A claim as its form gives it.
struct ClaimForm {
    let shown: Money
    let invoice: Invoice

    private static let largestFile = 20 << 20

    static func read(_ form: inout FormReader) -> ClaimForm? {
        let number = number(&form)
        let date = form.date("invoiceDate", missing: form.t("Enter the date on the invoice"))
        let amount = form.money("invoiceAmount", missing: form.t("Enter the amount on the invoice"))
        let file = file(&form)
        let shown = Money.parse(form.fields.raw("shown"))
        guard let number, let date, let amount, let file, case .success(let shown) = shown else { return nil }
        return ClaimForm(
            shown: shown,
            invoice: Invoice(number: number, date: date, amount: amount, file: file.blob, fileName: file.name))
    }

    /// Invoice numbers have 8 to 20 digits (a fully digital one has 20); spaces and full-width digits are understood.
    private static func number(_ form: inout FormReader) -> String? {
        var digits = ""
        for scalar in form.fields.raw("invoiceNumber").unicodeScalars {
            switch scalar.value {
            case 0xFF10...0xFF19: digits.append(String(scalar.value - 0xFF10))
            case 0x20, 0x3000, 0xA0: continue
            default: digits.unicodeScalars.append(scalar)
            }
        }
        if (8...20).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) { return digits }
        form.fail("invoiceNumber", form.t("Enter the invoice number: 8 to 20 digits"))
        return nil
    }

    private static func file(_ form: inout FormReader) -> UploadedFile? {
        guard let file = form.fields.files["invoiceFile"], file.byteCount > 0 else {
            form.fail("invoiceFile", form.t("Choose the file of the invoice"))
            return nil
        }
        guard file.byteCount <= largestFile else {
            form.fail("invoiceFile", form.t("Choose a file of at most {limit} MiB", ["limit": "20"]))
            return nil
        }
        guard InvoiceFileKind(start: file.start, name: file.name) != nil else {
            form.fail("invoiceFile", form.t("Choose a PDF, OFD, XML, PNG or JPEG file whose content is what its name says"))
            return nil
        }
        return file
    }
}

/// What an invoice file may be, by its name and by how its content starts.
enum InvoiceFileKind {
    case pdf, ofd, xml, png, jpeg

    init?(start: [UInt8], name: String) {
        let ending = name.split(separator: ".").last?.lowercased()
        switch ending {
        case "pdf" where start.starts(with: Array("%PDF-".utf8)): self = .pdf
        case "ofd" where start.starts(with: [0x50, 0x4B, 0x03, 0x04]): self = .ofd
        case "xml" where start.starts(with: Array("<?xml".utf8)) || start.starts(with: [0xEF, 0xBB, 0xBF] + Array("<?xml".utf8)):
            self = .xml
        case "png" where start.starts(with: [0x89, 0x50, 0x4E, 0x47]): self = .png
        case "jpg" where start.starts(with: [0xFF, 0xD8, 0xFF]), "jpeg" where start.starts(with: [0xFF, 0xD8, 0xFF]):
            self = .jpeg
        default: return nil
        }
    }
}

/// An officer's decision on a claim.
struct ClaimDecisionForm {
    let approves: Bool
    let reason: String?

    static func read(_ form: inout FormReader) -> ClaimDecisionForm? {
        let reason = form.optionalText("reason", limit: 2000)
        switch form.fields.raw("decision") {
        case "approve": return ClaimDecisionForm(approves: true, reason: reason)
        case "return":
            if reason == nil { form.fail("reason", form.t("Say what the vendor has to mend")) }
            return ClaimDecisionForm(approves: false, reason: reason)
        default:
            form.fail("decision", form.t("Choose whether the claim is approved"))
            return nil
        }
    }
}

/// What the bank said about a batch.
struct BankResultForm {
    let paidOn: CivilDate
    let reference: String
    let returned: [ID<Claim>: String]

    static func read(_ form: inout FormReader) -> BankResultForm? {
        let paidOn = form.date("paidOn", missing: form.t("Enter the day of the payment"))
        let reference = form.text("reference", limit: 64, missing: form.t("Enter the bank's reference"))
        var returned: [ID<Claim>: String] = [:]
        for text in form.fields.all("returned") {
            guard let claim = ID<Claim>(text: text) else { continue }
            let reason = form.text(
                "reason-\(text)", limit: 500, missing: form.t("Enter why the bank returned this payment"))
            if let reason { returned[claim] = reason }
        }
        guard let paidOn, let reference else { return nil }
        return BankResultForm(paidOn: paidOn, reference: reference, returned: returned)
    }
}
