import LabelMarket
import Storage
import Synchronization

/// Pages of the public list as they were last made. A page is good as long as nothing at all was committed since, and for
/// a few seconds at most, as closing times pass without a commit.
final class JobListCache: Sendable {
    private struct Key: Hashable {
        let language: Language
        let query: String
        let isBuyer: Bool
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

    /// The page for this visit's address, from `make` when none is kept. Nothing in it may depend on who visits but the
    /// language and whether it is a buyer.
    func page(_ visit: Visit, _ make: () throws -> Page) rethrows -> Page {
        let query = visit.query.content
        guard query.utf8.count <= Self.longestQuery else { return try make() }
        let key = Key(language: visit.language, query: query, isBuyer: visit.signedIn?.actor.role == .buyer)
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
