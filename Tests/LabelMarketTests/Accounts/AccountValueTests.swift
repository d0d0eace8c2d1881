import LabelMarket
import Testing

struct AccountValueTests {
    /// RFC 6238, appendix B, the rows for SHA-1, last six digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ] as [(Int64, String)])
    func oneTimePassword_matchesTheStandard(seconds: Int64, code: String) {
        let secret = Array("12345678901234567890".utf8)
        #expect(OneTimePassword.code(secret: secret, at: Instant(milliseconds: seconds * 1000)) == code)
    }

    @Test(arguments: [
        ("Han.Mei@Example.CN ", "han.mei@example.cn"), ("ｈａｎ＠example。cn", "han@example.cn"), ("a@b.c", "a@b.c"),
        ("a@b", nil), ("@b.c", nil), ("a@b@c.d", nil), ("a@b..c", nil), ("韩@b.c", nil), ("", nil), ("a<b>@c.d", nil),
    ] as [(String, String?)])
    func emailAddress_keepsOneForm(typed: String, text: String?) {
        #expect(EmailAddress(typed: typed)?.text == text)
    }

    @Test func region_knowsItsProvince() throws {
        let ningbo = try #require(Region(code: "330200"))
        let zhejiang = try #require(Region(code: "330000"))
        #expect(ningbo.name == Bilingual(zh: "宁波市", en: "Ningbo"))
        #expect(ningbo.lies(in: zhejiang))
        #expect(!zhejiang.lies(in: ningbo))
        #expect(Region.all.filter(\.isProvince).count == 34)
        #expect(Region.all.allSatisfy { Region(code: $0.provinceCode) != nil })
        #expect(Region(code: "999999") == nil)
    }

    @Test(arguments: [
        ("6222 0200 1234 5678", "•••• 5678"), ("６２２２０２００", "•••• 0200"), ("1234567", nil), ("12345678x", nil), ("", nil),
    ] as [(String, String?)])
    func bankAccount_isShownMasked(number: String, masked: String?) {
        #expect(BankAccount(bankName: "工商银行", number: number)?.masked == masked)
    }
}
