/// A JSON value as it was written: members keep their order, numbers their digits.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    package static func int(_ value: Int) -> JSON { .number(JSONNumber(value)) }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    package var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    package var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
    package var int: Int? { number?.int }
    package var double: Double? { number?.double }

    /// The member of an object; nil for anything else.
    package subscript(key: String) -> JSON? { object?[key] }
}

/// A number by its digits, so that none is lost: `0.1`, `1e400` and a 30-digit integer come out as they went in.
package struct JSONNumber: Sendable, Hashable {
    /// Valid by the grammar of RFC 8259.
    package let text: String

    init(verified text: String) {
        self.text = text
    }

    package init(_ value: Int) {
        text = String(value)
    }

    /// nil for infinities and NaN, which JSON cannot carry.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        // 3.0 is written 3, as JavaScript does.
        let whole = Int(exactly: value).flatMap { $0.magnitude < 1 << 53 ? $0 : nil }
        text = whole.map(String.init) ?? value.description
    }

    /// The value when it is written as an integer and fits.
    package var int: Int? { Int(text) }
    /// The nearest double; infinite when out of range.
    package var double: Double { Double(text) ?? .nan }
}

/// The members of an object in their order. Keys are unique.
///
/// - Complexity: finding a member is O(n) in the number of members.
package struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    package struct Member: Sendable, Hashable {
        package let key: String
        package var value: JSON
    }

    package private(set) var members: [Member] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, JSON)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// For members that are known to be unique.
    init(unique members: [Member]) {
        self.members = members
    }

    package var keys: [String] { members.map(\.key) }
    package var isEmpty: Bool { members.isEmpty }

    /// Setting nil takes the member away.
    package subscript(key: String) -> JSON? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
