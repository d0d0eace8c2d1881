import HTTPTypes
import LabelMarket
import Testing

@testable import Server

/// A buyer excludes an offer at its browser, and the vendor reads why at its own.
struct DisqualificationPagesTests {
    @Test func exclusion_keepsWhatWasTyped_thenTellsTheVendor() async throws {
        let street = try await TradeStreet()
        let bid = try await street.offer("1000.00")
        let page = "/en/jobs/\(street.job)/exclude/\(bid)"
        #expect(try await street.buyer.get(page).text.contains("Bidding goes on until"))
        try await street.closeAndDeposit(1000)
        #expect(try await street.buyer.get("/en/jobs/\(street.job)/bids").text.contains("href=\"\(page)\""))
        let empty = try await street.buyer.submit(page, [("ground", ""), ("reason", "No names")])
        #expect(empty.status == .unprocessableContent)
        #expect(empty.text.contains("id=\"ground-error\"") && empty.text.contains("No names"))
        let sent = try await street.buyer.submit(page, [("ground", "plan"), ("reason", "No names")])
        #expect(sent.location == "/en/jobs/\(street.job)/bids")
        #expect(try await street.buyer.get("/en/jobs/\(street.job)/bids").text.contains("Did not count"))
        let read = try await street.vendor.get("/en/bids/\(bid)").text
        #expect(read.contains("Did not count") && read.contains("No names"))
        #expect(try await street.vendor.get(page).status == .forbidden)
    }
}
