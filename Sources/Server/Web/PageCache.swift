import Hummingbird
import LabelMarket
import Storage
import Synchronization

/// Pages as they were last made, for addresses that many ask for. A page is good as long as nothing at all was committed
/// since, and for a few seconds at most, as closing times pass without a commit. Only pages without forms may be kept: a
/// form's key and token are for one visit alone.
final class PageCache: Sendable {
    private struct Key: Hashable {
        let language: Language
        let path: String
        let query: String
        let viewer: Viewer
    }

    /// For whom a page is made: nothing in it may depend on who visits but this and the language.
    enum Viewer: Hashable {
        case role(Role?)
        /// Everyone of one organisation in one role; visitors alike.
        case seat(ID<Organisation>?, Role?)
    }

    private struct Entry {
        let page: Page
        let generation: Int
        let madeAt: Instant
    }

    private static let limit = 256
    private static let longestQuery = 300
    private static let lifetime = Instant.Span.seconds(5)

    private let entries = Mutex<[Key: Entry]>([:])

    /// The page for this visit's address, from `make` when none is kept for such a `viewer`.
    func page(_ visit: Visit, for viewer: Viewer, _ make: () throws -> Page) rethrows -> Page {
        let uri = visit.request.uri
        let query = uri.query ?? ""
        guard query.utf8.count <= Self.longestQuery else { return try make() }
        let key = Key(language: visit.language, path: uri.path, query: query, viewer: viewer)
        // Read before the page is made: a commit in between makes the entry old, never the page wrong.
        let generation = visit.site.house.database.generation
        let now = visit.now
        let kept = entries.withLock { $0[key] }
        if let kept, kept.generation == generation, now >= kept.madeAt, now.since(kept.madeAt) < Self.lifetime {
            return kept.page
        }
        let page = try make()
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll() }
            entries[key] = Entry(page: page, generation: generation, madeAt: now)
        }
        return page
    }
}

extension Visit {
    /// This visit's organisation and role.
    var seatOfViewer: PageCache.Viewer { .seat(signedIn?.actor.organisation, signedIn?.actor.role) }
    var roleOfViewer: PageCache.Viewer { .role(signedIn?.actor.role) }
}
