import LabelMarket
import Storage
import Testing

@testable import Server

/// Programmes whose text promises money and names no sum say so instead of showing one.
struct AwardAmountTests {
    @Test(arguments: [("qingyang-supply", "names the target"), ("shandong-model-award", "award to the maker, but states")])
    func award_withoutAStatedSum_saysWhyThereIsNone(key: String, words: String) async throws {
        let house = try await VoucherSite()
        let name = try await house.market.programmes.importVersion(
            try VoucherSite.fixture("\(key)-1"), bureau: house.officerActor.organisation, by: house.officerActor,
            key: house.formKey)
        try await house.market.programmes.publish(name, by: house.officerActor, key: house.formKey)
        #expect(try await house.visitor.get("/en/programmes/\(key)").text.contains(words))
        #expect(try await house.visitor.get("/zh/programmes/\(key)").text.contains("无金额：政策文本"))
    }

    @Test func award_withACap_showsTheCap() async throws {
        let house = try await VoucherSite()
        #expect(!(try await house.visitor.get("/en/programmes/shanghai-corpus").text.contains("No amount")))
    }
}
