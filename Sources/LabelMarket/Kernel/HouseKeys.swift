internal import Crypto

/// The secrets of a house: what must not lie in the database they protect. Kept in a file of their own.
package struct HouseKeys: Sendable {
    /// The 32 bytes of the Ed25519 private key with which ended days are sealed.
    package let sealingSeed: [UInt8]
    /// Encrypts what the database keeps for the market but must not tell a reader of its file.
    package let secrets: SecretBox
    private let secretKey: [UInt8]

    package init?(sealingSeed: [UInt8], secretKey: [UInt8]) {
        guard sealingSeed.count == 32, secretKey.count == 32 else { return nil }
        self.sealingSeed = sealingSeed
        self.secretKey = secretKey
        secrets = SecretBox(key: SymmetricKey(data: secretKey))
    }

    /// New keys from the system's randomness.
    package static func make() -> HouseKeys? {
        func random() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }
        return HouseKeys(sealingSeed: random(), secretKey: random())
    }

    private static let heading = "labelmarket keys 1"

    /// The content of the file of keys: a heading, then a name and 64 hexadecimal digits a line.
    package var text: String {
        "\(Self.heading)\nsealing \(hexadecimal(sealingSeed))\nsecrets \(hexadecimal(secretKey))\n"
    }

    /// Reads what ``text`` wrote; nil when it is anything else.
    package init?(text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard lines.count == 3, text.hasPrefix(Self.heading + "\n"), lines[1].first == "sealing", lines[1].count == 2,
            lines[2].first == "secrets", lines[2].count == 2, let seed = bytes(hexadecimal: String(lines[1][1])),
            let key = bytes(hexadecimal: String(lines[2][1]))
        else { return nil }
        self.init(sealingSeed: seed, secretKey: key)
    }
}

/// Encrypts small secrets at rest: AES-256-GCM with a fresh nonce each time.
package struct SecretBox: Sendable {
    private let key: SymmetricKey

    fileprivate init(key: SymmetricKey) { self.key = key }

    /// Length of ``Sealed/seal``: a nonce of 12 bytes and a tag of 16.
    package static let sealLength = 28

    package struct Sealed: Hashable, Sendable {
        /// As long as what was encrypted.
        package let content: [UInt8]
        /// What is needed, besides the key, to read `content` and to know that nobody changed it.
        package let seal: [UInt8]

        package init(content: [UInt8], seal: [UInt8]) {
            self.content = content
            self.seal = seal
        }
    }

    /// - Parameter place: where the secret belongs, such as `person 7`; it opens nowhere else.
    package func seal(_ secret: [UInt8], for place: String) throws -> Sealed {
        let box = try AES.GCM.seal(secret, using: key, authenticating: Array(place.utf8))
        return Sealed(content: Array(box.ciphertext), seal: Array(box.nonce) + Array(box.tag))
    }

    /// - Throws: ``SecretUnreadable`` when key, place or content are not those of the sealing.
    package func open(_ sealed: Sealed, for place: String) throws -> [UInt8] {
        guard sealed.seal.count == Self.sealLength else { throw SecretUnreadable(place: place) }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed.seal.prefix(12)), ciphertext: sealed.content,
                tag: sealed.seal.suffix(16))
            return Array(try AES.GCM.open(box, using: key, authenticating: Array(place.utf8)))
        } catch {
            throw SecretUnreadable(place: place)
        }
    }
}

/// A stored secret that the house's keys do not open: another file of keys, or a changed row. A defect, not a refusal.
package struct SecretUnreadable: Error, CustomStringConvertible {
    package let place: String
    package var description: String { "the secret of \(place) does not open with the keys of this house" }
}
