import HTTPTypes
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

    @Test func items_everyRole_leadToPagesOpenToIt_eachOnce() throws {
        let routes = App.routes(try TestSite().site).filter { $0.method == .get }
        for role in [nil] + Role.allCases.map(Optional.some) {
            let items = Navigation.items(for: role)
            let who = role?.rawValue ?? "visitor"
            #expect(Set(items.map(\.path)).count == items.count, "\(who)")
            for item in items {
                #expect(routes.contains { $0.path == item.path && $0.access.admits(role) }, "\(item.path) as \(who)")
            }
        }
    }
}
