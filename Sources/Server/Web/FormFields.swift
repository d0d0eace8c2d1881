import LabelMarket
import Storage

/// What a form sent: each name with its values, in order. Reading is lenient in form (spaces, full-width digits) and
/// strict in substance; problems gather in ``FieldErrors`` beside the field they belong to.
struct FormFields: Sendable {
    private var values: [String: [String]] = [:]
    /// Files of a multipart form, by field.
    var files: [String: UploadedFile] = [:]

    init() {}

    init(_ pairs: [(String, String)]) {
        for (name, value) in pairs { values[name, default: []].append(value) }
    }

    /// Decodes `application/x-www-form-urlencoded`.
    /// - Returns: nil when the text is not valid percent-encoded UTF-8 or has more than 2,000 fields.
    init?(urlEncoded bytes: some Collection<UInt8>) {
        var count = 0
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            count += 1
            guard count <= 2000 else { return nil }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decodeURL(parts[0]) else { return nil }
            guard let value = parts.count > 1 ? decodeURL(parts[1]) : "" else { return nil }
            values[name, default: []].append(value)
        }
    }

    mutating func set(_ name: String, _ value: String) { values[name] = [value] }
    mutating func add(_ name: String, _ value: String) { values[name, default: []].append(value) }

    /// Exactly what was sent, to be shown again; empty when nothing was.
    func raw(_ name: String) -> String { values[name]?.first ?? "" }
    func all(_ name: String) -> [String] { values[name] ?? [] }
    func has(_ name: String) -> Bool { values[name] != nil }
    func isOn(_ name: String) -> Bool { !raw(name).isEmpty }

    /// Without spaces around it and with `\r\n` as `\n`.
    func trimmed(_ name: String) -> String {
        guard let sent = values[name]?.first, !sent.isEmpty else { return "" }
        if sent.utf8.allSatisfy({ $0 > 32 && $0 < 128 }) { return sent }
        let text = sent.replacing("\r\n", with: "\n")
        let spaces: Set<Character> = [" ", "\n", "\t", "\u{3000}", "\u{A0}"]
        var slice = text[...]
        while let first = slice.first, spaces.contains(first) { slice.removeFirst() }
        while let last = slice.last, spaces.contains(last) { slice.removeLast() }
        return String(slice)
    }

    /// Everything but machinery (`csrf`, `key`), sorted by name: what makes two posts the same.
    var content: String {
        values.filter { $0.key != "csrf" && $0.key != "key" }
            .sorted { $0.key < $1.key }
            .map { name, list in name + "=" + list.joined(separator: "\u{1F}") }
            .joined(separator: "\u{1E}")
    }
}

extension FormFields {
    /// The key that the page was rendered with: what makes a second post of it harmless.
    /// - Throws: ``WebRefusal/oldForm`` when there is none.
    var formKey: FormKey {
        get throws {
            guard let key = FormKey(text: raw("key")) else { throw WebRefusal.oldForm }
            return key
        }
    }
}

/// A file that came with a form, already in the blob store.
struct UploadedFile: Sendable {
    let name: String
    let blob: BlobKey
    let byteCount: Int
    let start: [UInt8]
}

/// Problems beside their fields, in the order in which they were found.
struct FieldErrors: Sendable {
    private(set) var list: [(field: String, message: String)] = []
    var isEmpty: Bool { list.isEmpty }

    mutating func add(_ field: String, _ message: String) { list.append((field, message)) }
    func message(_ field: String) -> String? { list.first { $0.field == field }?.message }
}

/// Reads a form's fields into typed values, collecting what is wrong. Each reader returns nil after it has said why.
struct FormReader {
    let fields: FormFields
    let t: Texts
    var errors = FieldErrors()

    init(_ fields: FormFields, _ t: Texts) {
        self.fields = fields
        self.t = t
    }

    mutating func fail(_ field: String, _ message: String) { errors.add(field, message) }

    /// Text of 1 to `limit` characters. `missing` is what to say when there is none.
    mutating func text(_ field: String, limit: Int, missing: String) -> String? {
        let text = fields.trimmed(field)
        if text.isEmpty { fail(field, missing) } else if text.count > limit { tooLong(field, limit) } else { return text }
        return nil
    }

    /// Text that may be left empty.
    mutating func optionalText(_ field: String, limit: Int) -> String? {
        let text = fields.trimmed(field)
        if text.count > limit { tooLong(field, limit) }
        return text.isEmpty ? nil : text
    }

    private mutating func tooLong(_ field: String, _ limit: Int) {
        fail(field, t("Shorten this to {limit} characters or fewer", ["limit": t.count(limit)]))
    }

    /// An amount of money of at least `minimum`.
    mutating func money(_ field: String, minimum: Money = Money(fen: 1), missing: String) -> Money? {
        switch Money.parse(fields.raw(field)) {
        case .success(let money) where money >= minimum: return money
        case .success: fail(field, t("Enter an amount of at least {amount}", ["amount": t.money(minimum)]))
        case .failure(.empty): fail(field, missing)
        case .failure(.negative): fail(field, t("Enter an amount above zero"))
        case .failure(.tooManyDecimals): fail(field, t("Enter yuan with at most two decimals, such as 1,234.50"))
        case .failure(.tooLarge):
            fail(field, t("Enter an amount of at most {amount}", ["amount": t.money(.largest)]))
        case .failure(.notANumber): fail(field, t("Enter the amount in digits, such as 128,000.00"))
        }
        return nil
    }

    /// A whole number in `range`; spaces, commas and full-width digits are understood.
    mutating func integer(_ field: String, in range: ClosedRange<Int64>, missing: String) -> Int64? {
        var digits = ""
        for scalar in fields.raw(field).unicodeScalars {
            switch scalar.value {
            case 0xFF10...0xFF19: digits.append(Character(Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 48))))
            case 0x20, 0x09, 0x3000, 0xA0, 0x2C, 0xFF0C: continue
            default: digits.unicodeScalars.append(scalar)
            }
        }
        if digits.isEmpty {
            fail(field, missing)
        } else if let value = Int64(digits), range.contains(value) {
            return value
        } else {
            fail(
                field,
                t(
                    "Enter a whole number from {low} to {high}",
                    ["low": t.count(range.lowerBound), "high": t.count(range.upperBound)]))
        }
        return nil
    }

    mutating func date(_ field: String, missing: String) -> CivilDate? {
        let text = fields.trimmed(field)
        if text.isEmpty {
            fail(field, missing)
        } else if let date = CivilDate(text: text) {
            return date
        } else {
            fail(field, t("Enter a date that exists, such as 2026-12-31"))
        }
        return nil
    }

    /// One of the cases of a closed list.
    mutating func choice<C: RawRepresentable>(_ field: String, as type: C.Type = C.self, missing: String) -> C?
    where C.RawValue == String {
        if let choice = C(rawValue: fields.raw(field)) { return choice }
        fail(field, missing)
        return nil
    }

    mutating func id<Of>(_ field: String, of type: Of.Type = Of.self, missing: String) -> ID<Of>? {
        if let id = ID<Of>(text: fields.raw(field)) { return id }
        fail(field, missing)
        return nil
    }
}

/// Percent-decoding with `+` as space; nil when the result is not UTF-8 or an escape is broken.
func decodeURL(_ bytes: some Collection<UInt8>) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
        if byte == UInt8(ascii: "+") {
            decoded.append(32)
        } else if byte == UInt8(ascii: "%") {
            guard let high = iterator.next().flatMap(hexadecimalValue), let low = iterator.next().flatMap(hexadecimalValue)
            else { return nil }
            decoded.append(high << 4 | low)
        } else {
            decoded.append(byte)
        }
    }
    return String(validating: decoded, as: UTF8.self)
}

private func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
}

/// Percent-encodes everything but unreserved characters, for one value of a query.
func encodeURL(_ text: String) -> String {
    var encoded: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: encoded.append(byte)
        default: encoded += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}
