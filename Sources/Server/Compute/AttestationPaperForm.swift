import LabelMarket

/// A paper as it is uploaded.
enum AttestationPaperForm {
    /// In bytes.
    static let largestFile = 10 << 20

    /// The file, when it is what its name says.
    static func read(_ form: inout FormReader) -> UploadedFile? {
        guard let file = form.fields.files["paper"], file.byteCount > 0, !file.name.isEmpty else {
            form.fail("paper", form.t("Choose the file of the paper"))
            return nil
        }
        guard file.byteCount <= largestFile else {
            form.fail("paper", form.t("Choose a file of at most {limit} MiB", ["limit": "10"]))
            return nil
        }
        switch InvoiceFileKind(start: file.start, name: file.name) {
        case .pdf, .png, .jpeg: return file
        case .ofd, .xml, nil:
            form.fail("paper", form.t("Choose a PDF, PNG or JPEG file whose content is what its name says"))
            return nil
        }
    }
}
