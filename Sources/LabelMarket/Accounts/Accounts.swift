/// Organisations, people and their sessions.
package struct Accounts: Sendable {
    let house: House

    package func signedIn(token: String) throws -> SignedIn? { nil }
}
