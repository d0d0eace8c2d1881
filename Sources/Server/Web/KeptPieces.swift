import LabelMarket
import Synchronization

/// Pieces of markup that many pages share, each under a key that changes with whatever the piece is made from. A piece
/// depends on nothing else: not on who visits, and not on the time.
final class KeptPieces<Key: Hashable & Sendable>: Sendable {
    private let pieces = Mutex<[Key: HTML]>([:])
    private let limit: Int

    /// - Parameter limit: how many pieces are kept; when there are more, all of them go.
    init(limit: Int = 4096) { self.limit = limit }

    var count: Int { pieces.withLock { $0.count } }

    /// The piece under `key`, from `make` when it is not kept.
    func piece(_ key: Key, _ make: () throws -> HTML) rethrows -> HTML {
        if let kept = pieces.withLock({ $0[key] }) { return kept }
        let made = try make()
        pieces.withLock { pieces in
            if pieces.count >= limit { pieces = [:] }
            pieces[key] = made
        }
        return made
    }
}

/// What is kept of the list of compute windows.
enum WindowPiece: Hashable, Sendable {
    /// A row up to its price: the stamps of the window and of its place.
    case row(Int64, Int64, Language)
    case head(near: Bool, quoted: Bool, WindowOrder, Language)
    /// A field of the filter with what is chosen in it.
    case field(String, label: String, value: String, stamp: Int64, Language)
}

/// What is kept of the main navigation.
struct NavigationPiece: Hashable, Sendable {
    let role: Role?
    let language: Language
    /// The entry that leads to where the page is.
    let current: String?
}
