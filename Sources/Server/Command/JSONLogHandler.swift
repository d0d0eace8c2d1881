import Foundation
import LabelMarket
import Logging

/// One line of JSON an event, on standard error. Control characters are escaped, so that no input can forge a line.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = "{\"time\":\(quoted(World.system.now().isoText)),\"level\":\(quoted(event.level.rawValue))"
        line += ",\"message\":\(quoted(event.message.description))"
        let all = metadata.merging(event.metadata ?? [:]) { _, given in given }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += ",\(quoted(key)):\(quoted("\(value)"))" }
        line += "}\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
