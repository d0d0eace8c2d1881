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

    @Test(arguments: [Role.buyer, .vendor, .operator, .officer, .auditor, .administrator])
    func entries_areOpenToTheirRoleAndStandOnce(role: Role) throws {
        let routes = App.routes(try TestSite().site)
        let paths = Navigation.items(for: role).map(\.path)
        #expect(Set(paths).count == paths.count)
        for path in paths {
            let route = routes.first { $0.method == .get && $0.path == path }
            #expect(route?.access.admits(role) == true, "\(path) as \(role.rawValue)")
        }
    }
}
