import HTTPTypes
import Foundation
import Testing

@testable import Server

struct FrameTests {
    @Test(arguments: ["/zh", "/en", "/zh/help", "/en/privacy", "/zh/accessibility"])
    func page_isCompleteAndGuarded(path: String) async throws {
        let answer = try await TestSite().send(.get, path)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(answer.headers[.contentTypeOptions] == "nosniff")
        #expect(answer.text.contains(path.hasPrefix("/zh") ? "<html lang=\"zh-Hans\">" : "<html lang=\"en\">"))
        #expect(answer.text.components(separatedBy: "<h1>").count == 2)
    }

    @Test func root_goesToTheReadersLanguage() async throws {
        let site = try TestSite()
        #expect(try await site.send(.get, "/").location == "/zh")
        #expect(try await site.send(.get, "/", headers: [.acceptLanguage: "en-GB,en;q=0.9"]).location == "/en")
        #expect(try await site.send(.get, "/", headers: [.acceptLanguage: "zh-CN,en;q=0.5"]).location == "/zh")
    }

    @Test func slashAtTheEnd_leadsToTheOneAddress() async throws {
        let site = try TestSite()
        for (path, location) in [("/zh/", "/zh"), ("/en/jobs/?order=closing", "/en/jobs?order=closing")] {
            let answer = try await site.send(.get, path)
            #expect(answer.status == .permanentRedirect)
            #expect(answer.location == location)
        }
        #expect(try await site.send(.get, "/zh").text.contains("href=\"/zh/\"") == false)
    }

    /// Addresses that show the same thing in another way say so.
    @Test func variants_haveTitlesOfTheirOwn() async throws {
        let site = try TestSite()
        func title(_ path: String) async throws -> String {
            let text = try await site.send(.get, path).text
            return text.components(separatedBy: "<title>").last?.components(separatedBy: "</title>").first ?? ""
        }
        let titles = [
            try await title("/en/jobs"), try await title("/en/jobs?order=closing"), try await title("/zh/jobs"),
            try await title("/zh/jobs?order=closing"),
        ]
        #expect(Set(titles).count == titles.count, "\(titles)")
    }

    @Test func unknownAddress_isAPageInItsLanguage() async throws {
        let answer = try await TestSite().send(.get, "/en/none")
        #expect(answer.status == .notFound)
        #expect(answer.text.contains("<h1>Page not found</h1>"))
    }

    @Test func styleSheet_isVersionedAndKept() async throws {
        let site = try TestSite()
        let answer = try await site.send(.get, site.site.assets.styleSheetPath)
        #expect(answer.status == .ok)
        #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
    }
}

struct HostTests {
    @Test func foreignOrDoubledHost_isRefused() async throws {
        let site = try TestSite()
        #expect(try await site.send(.get, "/zh", authority: "evil.example").status == .misdirectedRequest)
        #expect(try await site.send(.get, "/zh", authority: nil).status == .misdirectedRequest)
        #expect(try await site.send(.get, "/zh", headers: [.host: "evil.example"]).status == .misdirectedRequest)
        #expect(try await site.send(.get, "/zh", authority: "localhost:8080").status == .ok)
    }
}
