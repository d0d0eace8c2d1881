internal import Crypto

/// Time-based one-time passwords: RFC 6238 over HMAC-SHA-1, six digits, steps of 30 seconds.
package enum OneTimePassword {
    package static let stepSeconds: Int64 = 30

    package static func step(at instant: Instant) -> Int64 { instant.milliseconds / (stepSeconds * 1000) }

    /// The six digits for `secret` in time step `step`.
    package static func code(secret: [UInt8], step: Int64) -> String {
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0x0F)
        var number: UInt32 = 0
        for byte in mac[offset..<offset + 4] { number = number << 8 | UInt32(byte) }
        return padded(Int(number & 0x7FFF_FFFF) % 1_000_000, 6)
    }

    /// The six digits that an authenticator shows at `instant`.
    package static func code(secret: [UInt8], at instant: Instant) -> String {
        code(secret: secret, step: step(at: instant))
    }

    /// The step whose code was typed: the current one, the one before or the one after, and later than `usedStep`.
    /// - Returns: nil when no such step has that code.
    static func acceptedStep(typed: String, secret: [UInt8], at instant: Instant, after usedStep: Int64) -> Int64? {
        let digits = asciiDigits(typed)
        let now = step(at: instant)
        for candidate in [now, now - 1, now + 1] where candidate > usedStep {
            if isEqualInConstantTime(Array(code(secret: secret, step: candidate).utf8), Array(digits.utf8)) {
                return candidate
            }
        }
        return nil
    }
}

/// What a person needs to put into an authenticator, and the codes for the day it is lost. Kept readable only until the
/// set-up is confirmed.
package struct SecondFactorSetUp: Sendable {
    package let secret: [UInt8]
    package let email: String
    /// Each works once in place of a code.
    package let recoveryCodes: [String]

    /// The secret in base 32, in groups of four, to be typed by hand.
    package var secretText: String {
        let letters = Array(base32(secret))
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: " ")
    }

    /// The address that authenticators read: Key Uri Format of google-authenticator.
    package var address: String {
        "otpauth://totp/LabelMarket:\(email.replacing("@", with: "%40").replacing("+", with: "%2B"))"
            + "?secret=\(base32(secret))&issuer=LabelMarket&algorithm=SHA1&digits=6&period=30"
    }
}

/// Codes that work once each in place of an authenticator. Kept as hashes: they have 80 random bits, so that a plain hash
/// cannot be searched.
enum RecoveryCode {
    static func make(_ world: World) -> [String] {
        (0..<10).map { _ in
            let letters = Array(base32(world.randomBytes(10)).lowercased())
            return stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
        }
    }

    static func hash(_ typed: String) -> [UInt8] {
        let letters = typed.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("2"..."7").contains($0) }
        return tokenHash(String(String.UnicodeScalarView(letters)))
    }
}

/// RFC 4648 base 32 without padding.
func base32(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var text: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
        buffer = buffer << 8 | UInt32(byte)
        bits += 8
        while bits >= 5 {
            bits -= 5
            text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
        }
    }
    if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
    return String(decoding: text, as: UTF8.self)
}

/// SHA-256 of a secret that is random enough not to be guessed from it.
func tokenHash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

/// Whether two byte strings are the same, in a time that does not tell where they differ.
func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (one, other) in zip(left, right) { difference |= one ^ other }
    return difference == 0
}

/// The digits in `typed`, full-width ones as their ASCII twins, everything else dropped.
private func asciiDigits(_ typed: String) -> String {
    var digits = ""
    for scalar in typed.unicodeScalars {
        switch scalar.value {
        case 0x30...0x39: digits.unicodeScalars.append(scalar)
        case 0xFF10...0xFF19: digits.append(Character(Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 48))))
        default: continue
        }
    }
    return digits
}
