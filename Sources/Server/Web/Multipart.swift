import Foundation
import LabelMarket
import Storage

/// Reads `multipart/form-data` (RFC 7578) as it arrives: fields into memory, files straight into the blob store.
struct MultipartReader: ~Copyable {
    private enum Place { case preamble, headers, field(String), file(String, String), end }

    private let delimiter: [UInt8]
    private let blobs: BlobStore
    private let limit: Int
    private var place = Place.preamble
    /// Bytes that may still turn out to be the start of a delimiter, or headers not yet complete.
    private var held: [UInt8] = Array("\r\n".utf8)
    private var value: [UInt8] = []
    private var incoming: BlobStore.Incoming?
    private var start: [UInt8] = []
    private var fields = FormFields()
    private var received = 0
    private var parts = 0

    private static let fieldLimit = 1 << 20
    private static let headerLimit = 8192
    private static let partLimit = 500

    init(boundary: String, blobs: BlobStore, limit: Int) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.blobs = blobs
        self.limit = limit
        incoming = nil
    }

    /// The boundary parameter of a content type; nil when there is none of 1 to 70 characters.
    static func boundary(in contentType: String) -> String? {
        guard let range = contentType.range(of: "boundary=") else { return nil }
        var text = contentType[range.upperBound...]
        if text.first == "\"" {
            text = text.dropFirst().prefix { $0 != "\"" }
        } else {
            text = text.prefix { $0 != ";" && $0 != " " }
        }
        return (1...70).contains(text.utf8.count) ? String(text) : nil
    }

    /// Takes the next bytes of the body.
    /// - Throws: ``WebRefusal`` when the body is too large or not what it says.
    mutating func feed(_ bytes: some Collection<UInt8>) throws {
        received += bytes.count
        guard received <= limit else { throw WebRefusal.tooLarge(limit: limit) }
        held += bytes
        while try step() {}
    }

    mutating func finish() throws -> FormFields {
        guard case .end = place else { throw WebRefusal.unreadableForm }
        return fields
    }

    /// Handles what can be handled of `held`.
    /// - Returns: whether there may be more to do.
    private mutating func step() throws -> Bool {
        switch place {
        case .end:
            held.removeAll()
            return false
        case .headers:
            guard let end = find(Array("\r\n\r\n".utf8), in: held) else {
                guard held.count <= Self.headerLimit else { throw WebRefusal.unreadableForm }
                return false
            }
            try openPart(headers: String(decoding: held[..<end], as: UTF8.self))
            held.removeFirst(end + 4)
            return true
        case .preamble, .field, .file:
            if let position = find(delimiter, in: held) {
                // Two more bytes tell whether another part follows.
                guard held.count >= position + delimiter.count + 2 else { return false }
                try take(held[..<position])
                try closePart()
                let after = position + delimiter.count
                let last = held[after] == UInt8(ascii: "-") && held[after + 1] == UInt8(ascii: "-")
                held.removeFirst(after + 2)
                place = last ? .end : .headers
                return true
            }
            let safe = held.count - delimiter.count - 2
            if safe > 0 {
                try take(held[..<safe])
                held.removeFirst(safe)
            }
            return false
        }
    }

    private mutating func openPart(headers: String) throws {
        parts += 1
        guard parts <= Self.partLimit else { throw WebRefusal.unreadableForm }
        let line = headers.split(whereSeparator: \.isNewline).first {
            $0.lowercased().hasPrefix("content-disposition:")
        }
        guard let line, let name = parameter("name", in: String(line)) else { throw WebRefusal.unreadableForm }
        value = []
        start = []
        if let fileName = parameter("filename", in: String(line)) {
            place = .file(name, fileName)
            incoming = try blobs.receive()
        } else {
            place = .field(name)
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        switch place {
        case .field:
            guard value.count + bytes.count <= Self.fieldLimit else { throw WebRefusal.tooLarge(limit: Self.fieldLimit) }
            value += bytes
        case .file:
            if start.count < 512 { start += bytes.prefix(512 - start.count) }
            try incoming?.write(bytes)
        default: break
        }
    }

    private mutating func closePart() throws {
        switch place {
        case .field(let name):
            guard let text = String(validating: value, as: UTF8.self) else { throw WebRefusal.unreadableForm }
            fields.add(name, text)
        case .file(let name, let fileName):
            guard var file = incoming.take() else { return }
            let count = file.count
            // A file field left empty sends a part without a name and without content.
            if count > 0 || !fileName.isEmpty {
                let key = try file.finish()
                fields.files[name] = UploadedFile(name: fileName, blob: key, byteCount: count, start: start)
            }
        default: break
        }
    }

    /// A quoted parameter of a header line. Browsers escape a quote in it as %22.
    private func parameter(_ name: String, in line: String) -> String? {
        guard let range = line.range(of: "; \(name)=\"") else { return nil }
        let text = line[range.upperBound...].prefix { $0 != "\"" }
        // Only the last component of what may be a path on the sender's machine.
        return text.replacing("%22", with: "\"").split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
            ?? ""
    }
}

/// Where `needle` first occurs in `bytes`: memchr finds its first byte, memcmp decides.
private func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { hay in
        needle.withUnsafeBytes { pin in
            guard let base = hay.baseAddress, let first = pin.first, let wanted = pin.baseAddress else { return nil }
            var offset = 0
            while hay.count - offset >= pin.count {
                guard let hit = memchr(base + offset, Int32(first), hay.count - offset - pin.count + 1) else { return nil }
                offset = UnsafeRawPointer(hit) - base
                if memcmp(base + offset, wanted, pin.count) == 0 { return offset }
                offset += 1
            }
            return nil
        }
    }
}
