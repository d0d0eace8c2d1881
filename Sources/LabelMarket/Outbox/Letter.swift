package import Storage

/// What a letter is about.
package enum LetterKind: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case invitation, award, delivery, application, claim, voucher
}

package enum LetterState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Handed over as soon as its time has come.
    case waiting
    case sent
    /// Given up after the last try.
    case failed
    /// Never to be sent: the market sends no mail.
    case dropped
}

/// A mail on its way out, as the administrator sees it: never what a secret link says.
package struct Letter: Sendable {
    package let id: ID<Letter>
    package let at: Instant
    package let kind: LetterKind
    package let recipient: String
    package let words: Bilingual
    package let state: LetterState
    package let tries: Int
    package let nextTryAt: Instant
    /// Why the last try failed; nil when none did.
    package let problem: String?
}

/// What is handed to the mail system.
package struct OutgoingLetter: Sendable {
    package let id: ID<Letter>
    package let at: Instant
    package let recipient: String
    package let words: Bilingual
    /// The page that it is about, without host and language.
    package let path: String

    package init(id: ID<Letter>, at: Instant, recipient: String, words: Bilingual, path: String) {
        self.id = id
        self.at = at
        self.recipient = recipient
        self.words = words
        self.path = path
    }
}

enum LetterRules {
    /// How often a letter is tried before it is given up.
    static let mostTries = 8

    /// How long to wait after the `tries`-th failure: a minute, doubled each time.
    static func pause(after tries: Int) -> Instant.Span { .minutes(1 << Int64(max(0, min(tries, mostTries) - 1))) }
}
