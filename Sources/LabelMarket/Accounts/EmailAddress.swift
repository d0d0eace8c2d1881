/// An e-mail address as the market compares it: lower case, without spaces around it.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Reads what a person types; full-width characters are understood. Whether mail arrives only mail can tell: this
    /// looks for one `@` between a name and a domain with a dot.
    /// - Returns: nil when it cannot be an address.
    package init?(typed: String) {
        var plain = ""
        for scalar in typed.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: plain.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0x3002: plain.append(".")
            case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000: continue
            case 0x21...0x7E: plain.unicodeScalars.append(scalar)
            default: return nil
            }
        }
        let parts = plain.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, plain.utf8.count <= 254 else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }) else { return nil }
        guard !plain.contains(where: { "\"(),:;<>[\\]".contains($0) }) else { return nil }
        text = parts.joined(separator: "@")
    }
}
