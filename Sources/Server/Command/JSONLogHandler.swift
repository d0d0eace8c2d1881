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
        LogSink.standardError.write(line, atOnce: event.level >= .error)
    }

    private func quoted(_ text: String) -> String {
        // Nearly everything is plain. 0xE2 begins the line separators among others.
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0xE2
        }
        if isPlain { return "\"" + text + "\"" }
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
