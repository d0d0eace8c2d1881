import FoundationEssentials
import LabelMarket

/// The programmes and cases of the fixtures folder.
enum ProgrammeFixtures {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let names: [String] = files("fixtures/programmes", ending: ".xml")

    static func files(_ folder: String, ending: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
        return all.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        try file("fixtures/programmes/\(name).xml")
    }

    static func file(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: root + "/" + path)))
    }

    static func programme(_ name: String) throws -> Programme {
        try ProgrammeFormat.read(try bytes(name))
    }

    static func moment(_ text: String, hour: Int = 12, minute: Int = 0) -> Instant {
        Instant(shanghai: CivilDate(text: text) ?? CivilDate(dayNumber: 0), hour: hour, minute: minute)
    }
}
