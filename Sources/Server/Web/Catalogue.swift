/// Simplified Chinese by English, put together from every slice's own texts. A test proves that it is complete and that
/// no two slices disagree.
enum Catalogue {
    static let parts: [[String: String]] = [
        WebTexts.chinese,
        StartTexts.chinese,
        AccountTexts.chinese,
        OrganisationTexts.chinese,
        ProgrammeTexts.chinese,
        ProgrammeOfficeTexts.chinese,
        DraftTexts.chinese,
        VoucherTexts.chinese,
        VoucherOfficeTexts.chinese,
        RoundTexts.chinese,
        RegisterTexts.chinese,
        RecoveryTexts.chinese,
        JobTexts.chinese,
        SettlementTexts.chinese,
        ReportTexts.chinese,
        BidTexts.chinese,
        MatchTexts.chinese,
        DeliveryTexts.chinese,
        ComputeTexts.chinese,
        ReservationTexts.chinese,
        DeskTexts.chinese,
        LetterTexts.chinese,
    ]

    static let chinese: [String: String] = parts.reduce(into: [:]) { merged, part in
        merged.merge(part) { first, _ in first }
    }
}
