import Crypto
import Foundation
import HTTPTypes
import LabelMarket
import Logging

/// What every request of this server shares.
struct Site: Sendable {
    let house: House
    let market: Market
    /// Key of the tokens in forms; made at start, so that a restart asks for a fresh page and nothing else.
    let formKey: SymmetricKey
    /// Host names that are answered to.
    let hosts: Set<String>
    /// Whether cookies are for TLS only; false only on loopback.
    let secureCookies: Bool
    let logger: Logger
    /// Content of `public/`, kept in memory.
    let assets: Assets
    /// Whether letters leave the house; where they do not, invitations show their link.
    var sendsMail = false
    /// Pages laid out lately.
    let pages = KeptPages()
    /// The main navigation for every role.
    let navigation = KeptPieces<NavigationPiece>(limit: 256)
    /// Parts of the list of compute windows.
    let windowPieces = KeptPieces<WindowPiece>(limit: 2048)

    var sessionCookie: String { secureCookies ? "__Host-session" : "session" }
    var visitorCookie: String { secureCookies ? "__Host-visitor" : "visitor" }

    func csrfToken(for secret: String) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(secret.utf8), using: formKey))
    }

    func isCSRFToken(_ token: String, for secret: String) -> Bool {
        guard let bytes = bytes(ofHexadecimal: token) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: Array(secret.utf8), using: formKey)
    }

    /// A Set-Cookie value for a cookie that scripts cannot read and other sites cannot send along with a post.
    func cookie(_ name: String, _ value: String, maxAgeSeconds: Int? = nil) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax" + (secureCookies ? "; Secure" : "")
            + (maxAgeSeconds.map { "; Max-Age=\($0)" } ?? "")
    }
}

/// The bytes of an even number of hexadecimal digits.
func bytes(ofHexadecimal text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var rest = Substring(text)
    while !rest.isEmpty {
        guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
    }
    return bytes
}
