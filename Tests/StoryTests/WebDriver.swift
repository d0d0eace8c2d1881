import Foundation

/// A browser with eyes and hands: headless Chromium, driven through its driver by the W3C WebDriver protocol
/// (https://www.w3.org/TR/webdriver2/), JavaScript switched off as for a reader who has none.
final class Browser {
    private let driver: Process
    private let base: String
    private let shots: String
    private var shotCount = 0

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// - Parameter shots: the folder screenshots go to.
    init(shots: String) async throws {
        self.shots = shots
        try FileManager.default.createDirectory(atPath: shots, withIntermediateDirectories: true)
        let port = Int.random(in: 20_000...29_999)
        driver = Process()
        driver.executableURL = URL(filePath: "/usr/bin/chromedriver")
        driver.arguments = ["--port=\(port)", "--log-level=OFF"]
        driver.standardInput = FileHandle.nullDevice
        driver.standardOutput = FileHandle.nullDevice
        driver.standardError = FileHandle.nullDevice
        try driver.run()
        let root = "http://127.0.0.1:\(port)"
        try await Self.waitUntilReady(root)
        let options: JSONObject = [
            "args": .list(
                ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1000", "--disable-dev-shm-usage"]
                    .map { .text($0) }),
            "prefs": .object(["profile.managed_default_content_settings.javascript": .number(2)]),
        ]
        let wanted: JSONObject = ["alwaysMatch": .object(["goog:chromeOptions": .object(options)])]
        let answer = try await Self.call(root + "/session", ["capabilities": .object(wanted)])
        guard let session = answer["sessionId"] as? String else { throw Failure(description: "no browser session") }
        base = root + "/session/" + session
    }

    private static func waitUntilReady(_ root: String) async throws {
        var last = "no answer"
        for _ in 0..<300 {
            do {
                _ = try await send("GET", root + "/status", nil)
                return
            } catch { last = "\(error)" }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(description: "the browser's driver did not start: \(last)")
    }

    func close() async {
        _ = try? await Self.send("DELETE", base, nil)
        // Not terminate(): a child may have inherited a blocked SIGTERM and would be waited for without end.
        kill(driver.processIdentifier, SIGKILL)
    }

    // MARK: What a person does

    func open(_ address: String) async throws { _ = try await Self.call(base + "/url", ["url": .text(address)]) }

    var address: String { get async throws { try await text(base + "/url") } }
    var title: String { get async throws { try await text(base + "/title") } }
    var source: String { get async throws { try await text(base + "/source") } }

    /// Types `value` into the field `name`, over what stands there.
    func fill(_ name: String, _ value: String) async throws {
        let field = try await element("[name='\(name)']:not([type=hidden])")
        if try await tag(of: field) == "select" {
            try await click(try await element("[name='\(name)'] option[value='\(value)']"))
            return
        }
        if try await attribute("type", of: field) != "file" {
            _ = try await Self.call("\(base)/element/\(field)/clear", [:])
        }
        _ = try await Self.call("\(base)/element/\(field)/value", ["text": .text(value)])
    }

    /// Chooses the radio button or checkbox `name` with `value`.
    func choose(_ name: String, _ value: String) async throws {
        try await click(try await element("input[name='\(name)'][value='\(value)']"))
    }

    /// Presses the main part's button with these words; the first one when none are given.
    func press(_ words: String? = nil) async throws {
        guard let words else { return try await leave(by: try await element("main form button")) }
        try await leave(by: try await find("xpath", "//main//button[normalize-space(.)='\(words)']"))
    }

    /// Presses a button outside the main part.
    func pressAnywhere(_ words: String) async throws {
        try await leave(by: try await find("xpath", "//button[normalize-space(.)='\(words)']"))
    }

    /// Presses the button of the main part's form that posts to an address ending in `path`.
    func press(form path: String) async throws {
        let ending = "substring(@action, string-length(@action) - string-length('\(path)') + 1) = '\(path)'"
        try await leave(by: try await find("xpath", "//main//form[\(ending)]//button"))
    }

    func chooseFirst(_ name: String) async throws { try await click(try await element("input[name='\(name)']")) }

    /// Follows the first link that `selector` finds.
    func followFirst(_ selector: String) async throws { try await leave(by: try await element(selector)) }

    func follow(_ words: String) async throws { try await leave(by: try await find("link text", words)) }

    /// Whether the page shows `text`.
    func shows(_ text: String) async throws -> Bool {
        try await self.text("\(base)/element/\(try await element("body"))/text").contains(text)
    }

    func text(of selector: String) async throws -> String {
        try await text("\(base)/element/\(try await element(selector))/text")
    }

    /// Makes the window `height` pixels high, so that a long page is seen whole.
    func stretch(to height: Int) async throws {
        _ = try await Self.call(base + "/window/rect", ["width": .number(1280), "height": .number(height)])
    }

    /// Writes what the window shows to `NN-name.png`.
    func shoot(_ name: String) async throws {
        shotCount += 1
        let picture = try await text(base + "/screenshot")
        guard let data = Data(base64Encoded: picture) else { throw Failure(description: "no picture") }
        let number = (shotCount < 10 ? "0" : "") + String(shotCount)
        try data.write(to: URL(filePath: "\(shots)/\(number)-\(name).png"))
    }

    // MARK: The protocol

    private func click(_ element: String) async throws {
        _ = try await Self.call("\(base)/element/\(element)/click", [:])
    }

    /// Clicks a button or link and waits until its page has gone: the driver may answer a click before the browser has
    /// sent the form, and the next command would then overtake it.
    private func leave(by element: String) async throws {
        let page = try await self.element("html")
        try await click(element)
        for _ in 0..<300 {
            do {
                _ = try await tag(of: page)
            } catch {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "a click on \(try await address) leads nowhere")
    }

    private func element(_ selector: String) async throws -> String { try await find("css selector", selector) }

    private func find(_ strategy: String, _ value: String) async throws -> String {
        let answer: [String: Any]
        do {
            answer = try await Self.call(base + "/element", ["using": .text(strategy), "value": .text(value)])
        } catch {
            throw Failure(description: "no \(value) on \((try? await address) ?? "?"): \((try? await text(of: "main")) ?? "")")
        }
        guard let id = answer.values.first as? String else { throw Failure(description: "no element \(value)") }
        return id
    }

    private func tag(of element: String) async throws -> String { try await text("\(base)/element/\(element)/name") }

    private func attribute(_ name: String, of element: String) async throws -> String? {
        try await Self.send("GET", "\(base)/element/\(element)/attribute/\(name)", nil) as? String
    }

    private func text(_ address: String) async throws -> String {
        guard let text = try await Self.send("GET", address, nil) as? String else {
            throw Failure(description: "no text from \(address)")
        }
        return text
    }

    typealias JSONObject = [String: JSON]

    enum JSON {
        case text(String), number(Int), list([JSON]), object(JSONObject)

        var value: Any {
            switch self {
            case .text(let text): text
            case .number(let number): number
            case .list(let list): list.map(\.value)
            case .object(let object): object.mapValues(\.value)
            }
        }
    }

    private static func call(_ address: String, _ body: JSONObject) async throws -> [String: Any] {
        try await send("POST", address, body) as? [String: Any] ?? [:]
    }

    /// One command; its answer is the `value` of the response. Sent by curl, because the driver's response headers are
    /// more than Foundation's client reads on Linux.
    private static func send(_ method: String, _ address: String, _ body: JSONObject?) async throws -> Any? {
        let curl = Process()
        let (input, output) = (Pipe(), Pipe())
        curl.executableURL = URL(filePath: "/usr/bin/curl")
        curl.arguments =
            ["-s", "-m", "60", "-X", method, "-w", "\n%{http_code}", address]
            + (body == nil ? [] : ["-H", "Content-Type: application/json", "--data-binary", "@-"])
        curl.standardInput = input
        curl.standardOutput = output
        try curl.run()
        if let body { input.fileHandleForWriting.write(try JSONSerialization.data(withJSONObject: JSON.object(body).value)) }
        try input.fileHandleForWriting.close()
        let answered = output.fileHandleForReading.readDataToEndOfFile()
        curl.waitUntilExit()
        let status = answered.suffix(3)
        let answer = try? JSONSerialization.jsonObject(with: answered.dropLast(4)) as? [String: Any]
        guard status == Data("200".utf8) else {
            throw Failure(description: "\(method) \(address): \(answer?["value"] ?? "no answer")")
        }
        return answer?["value"]
    }
}
