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
        var line = JSONLine()
        line.add("time", World.system.now().isoText)
        line.add("level", event.level.rawValue)
        line.add("message", event.message.description)
        let given = event.metadata ?? [:]
        let all = Array(given) + metadata.filter { given[$0.key] == nil }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            if case .string(let text) = value { line.add(key, text) } else { line.add(key, "\(value)") }
        }
        LogSink.standard.write(line.finished, atOnce: event.level >= .error)
    }
}

/// One line of JSON on its way: an object of texts.
private struct JSONLine {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(320) }

    mutating func add(_ name: String, _ value: String) {
        bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        quote(value)
    }

    var finished: [UInt8] { bytes + [UInt8(ascii: "}"), UInt8(ascii: "\n")] }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly everything is plain. 0xE2 begins the line separators among others.
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0xE2
        }
        if isPlain {
            bytes.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { append(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(ascii: scalar)]
        case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
            let digits = String(scalar.value, radix: 16)
            bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
        default: bytes += UTF8.encode(scalar)!
        }
    }
}
