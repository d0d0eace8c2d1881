import Foundation

/// The sources as text, read from the checkout that this test was compiled in.
struct SourceTree {
    struct File {
        /// From the root of the checkout: `Sources/Server/App.swift`.
        let path: String
        let lines: [Substring]

        /// The folder below `Sources`: the target.
        var target: String { String(path.split(separator: "/")[1]) }
        /// The folder below the target; empty for files that lie in the target itself.
        var slice: String {
            let parts = path.split(separator: "/")
            return parts.count > 3 ? String(parts[2]) : ""
        }

        /// Lines without comments, so that prose may name what code may not.
        var code: [Substring] {
            lines.map { line in
                guard let comment = line.range(of: "//") else { return line }
                let before = line[..<comment.lowerBound]
                // A "//" inside a string literal is an address, not a comment.
                return before.count(where: { $0 == "\"" }).isMultiple(of: 2) ? before : line
            }
        }
    }

    let root: String
    let sources: [File]
    let tests: [File]

    init() throws {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
        sources = try Self.files(root, "Sources")
        tests = try Self.files(root, "Tests")
    }

    private static func files(_ root: String, _ folder: String) throws -> [File] {
        try FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)
            .filter { $0.hasSuffix(".swift") }.sorted()
            .map { name in
                let text = try String(contentsOfFile: root + "/" + folder + "/" + name, encoding: .utf8)
                return File(
                    path: folder + "/" + name, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
            }
    }
}
