import LabelMarket
import Testing

@testable import Server

@Suite struct NavigationTests {
    @Test(arguments: [
        ("", "/"), ("/", "/"), ("/jobs", "/jobs"), ("/jobs/0sagj37eqmb0x", "/jobs"), ("/jobsite", nil), ("/help", nil),
    ] as [(String, String?)])
    func current_visitor(address: String, expected: String?) {
        #expect(Navigation.current(of: Navigation.items(for: nil), at: address[...])?.path == expected)
    }

    @Test func current_anEntryWithinAnother_isTheOnlyOneMarked() {
        let items = Navigation.items(for: .buyer)
        #expect(Navigation.current(of: items, at: "/jobs/own")?.path == "/jobs/own")
        #expect(Navigation.current(of: items, at: "/jobs/new")?.path == "/jobs")
    }
}
