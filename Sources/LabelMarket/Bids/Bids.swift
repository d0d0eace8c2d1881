package import Storage

/// What vendors do with bids, and what both sides ask and answer before bidding closes.
package struct Bids: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Writes down an offer without binding anyone: the next page shows it for a last check. A draft of the same vendor
    /// on the same job is written over.
    /// - Parameter version: the version of the job that the form showed.
    /// - Throws: ``BidRefusal``
    package func write(_ offer: Offer, on job: ID<Job>, version: Int, by actor: Actor) async throws -> ID<Bid> {
        try actor.require(.vendor)
        let fresh = house.world.makeID(Bid.self)
        let now = house.world.now()
        return try await house.database.write { transaction in
            let job = try Self.openJob(job, for: actor.organisation, at: now, in: transaction)
            guard job.version == version else { throw BidRefusal.jobEdited }
            try BidRules.fits(offer, closesAt: job.closesAt, deadlineOn: job.deadlineOn)
            if let draft = try Bid.of(actor.organisation, on: job.id, in: .draft, transaction) {
                try transaction.execute(
                    """
                    UPDATE bid SET price_fen = \(offer.price.fen), days = \(offer.days), plan = \(offer.plan),
                        job_version = \(job.version), written_at = \(now) WHERE id = \(draft.id)
                    """)
                return draft.id
            }
            try transaction.execute(
                """
                INSERT INTO bid (id, job, vendor, job_version, price_fen, days, plan, state, written_at)
                VALUES (\(fresh), \(job.id), \(actor.organisation), \(job.version), \(offer.price.fen), \(offer.days),
                    \(offer.plan), \(BidState.draft), \(now))
                """)
            return fresh
        }
    }

    /// Makes a draft binding; an earlier offer of the same vendor on the job gives way to it. Asked twice, it stands once.
    /// - Throws: ``BidRefusal``
    package func offer(_ bid: ID<Bid>, by actor: Actor) async throws {
        try await change(bid, by: actor) { bid, job, now, transaction in
            if bid.state == .sealed { return }
            guard bid.state == .draft else { throw BidRefusal.notLive }
            guard bid.isConfirmed(for: job.version) else { throw BidRefusal.jobEdited }
            try transaction.execute(
                """
                UPDATE bid SET state = \(BidState.replaced), decided_at = \(now)
                WHERE job = \(bid.job) AND vendor = \(bid.vendor) AND state = \(BidState.sealed)
                """)
            try transaction.execute(
                "UPDATE bid SET state = \(BidState.sealed), offered_at = \(now) WHERE id = \(bid.id)")
            try Audit.record("offer bid", on: BusinessReference("bid", bid.id), by: actor, at: now, in: transaction)
        }
    }

    /// Takes an offer back. Until bidding closes the vendor may offer again.
    /// - Throws: ``BidRefusal``
    package func withdraw(_ bid: ID<Bid>, by actor: Actor) async throws {
        try await change(bid, by: actor) { bid, _, now, transaction in
            if bid.state == .withdrawn { return }
            guard bid.state == .sealed else { throw BidRefusal.notLive }
            try transaction.execute(
                "UPDATE bid SET state = \(BidState.withdrawn), decided_at = \(now) WHERE id = \(bid.id)")
            try Audit.record("withdraw bid", on: BusinessReference("bid", bid.id), by: actor, at: now, in: transaction)
        }
    }

    /// Says that an offer stands for the job as it was edited.
    /// - Parameter version: the version of the job that the page showed.
    /// - Throws: ``BidRefusal``
    package func confirm(_ bid: ID<Bid>, version: Int, by actor: Actor) async throws {
        try await change(bid, by: actor) { bid, job, now, transaction in
            guard bid.state == .sealed else { throw BidRefusal.notLive }
            guard job.version == version else { throw BidRefusal.jobEdited }
            if bid.isConfirmed(for: version) { return }
            try BidRules.fits(
                Offer(price: bid.price, days: bid.days, plan: bid.plan), closesAt: job.closesAt,
                deadlineOn: job.deadlineOn)
            try transaction.execute("UPDATE bid SET job_version = \(version) WHERE id = \(bid.id)")
            try Audit.record("confirm bid", on: BusinessReference("bid", bid.id), by: actor, at: now, in: transaction)
        }
    }

    private func change(
        _ id: ID<Bid>, by actor: Actor,
        _ body: @escaping @Sendable (Bid, Job, Instant, WriteTransaction) throws -> Void
    ) async throws {
        let now = house.world.now()
        try await house.database.write { transaction in
            let bid = try Bid.own(id, of: actor, in: transaction)
            let job = try Self.openJob(bid.job, for: actor.organisation, at: now, in: transaction)
            try body(bid, job, now, transaction)
        }
    }

    /// Tells every vendor with a binding offer on `job` that it was edited or withdrawn.
    static func tellBidders(
        about job: Job, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws {
        let words =
            job.state == .withdrawn
            ? Bilingual(zh: "“\(job.title)”已被需求方撤回", en: "“\(job.title)” was withdrawn by its buyer")
            : Bilingual(
                zh: "“\(job.title)”已修改，须重新确认报价",
                en: "“\(job.title)” was edited: confirm your offer again, or it does not count")
        for bid in try Bid.closing(on: job.id, in: transaction) where bid.state == .sealed {
            try Notices.add(to: bid.vendor, words, path: "/bids/\(bid.id)", at: now, world: world, in: transaction)
        }
    }

    /// The job, when this vendor may bid on it now.
    static func openJob(
        _ id: ID<Job>, for vendor: ID<Organisation>, at now: Instant, in transaction: ReadTransaction
    ) throws -> Job {
        guard let job = try Jobs.load(id, in: transaction) else { throw CommonRefusal.notFound }
        try BidRules.mayBid(
            vendor: vendor, buyer: job.buyer, isOpen: job.state == .open, closesAt: job.closesAt,
            areRelated: try Parties.areRelated(vendor, job.buyer, in: transaction), at: now)
        return job
    }
}

extension Bids {
    /// Writes a binding offer at a vendor's standing price, when bidding is over and the buyer takes it.
    /// - Throws: ``ConstraintViolation`` when the vendor has an offer on the job.
    package static func stand(
        _ offer: Offer, of vendor: ID<Organisation>, on job: Job, at now: Instant, in transaction: WriteTransaction,
        world: World
    ) throws -> ID<Bid> {
        let id = world.makeID(Bid.self)
        try transaction.execute(
            """
            INSERT INTO bid (id, job, vendor, job_version, price_fen, days, plan, state, written_at, offered_at)
            VALUES (\(id), \(job.id), \(vendor), \(job.version), \(offer.price.fen), \(offer.days), \(offer.plan),
                \(BidState.sealed), \(now), \(now))
            """)
        return id
    }

    /// Asks about a job; the question becomes public at once, who asked does not.
    /// - Throws: ``BidRefusal``
    package func ask(_ text: String, about job: ID<Job>, by actor: Actor) async throws {
        try actor.require(.vendor)
        let world = house.world
        let id = world.makeID(Question.self)
        let now = house.world.now()
        try await house.database.write { transaction in
            let job = try Self.openJob(job, for: actor.organisation, at: now, in: transaction)
            let asked: Int =
                try transaction.value(
                    """
                    SELECT COUNT(*) FROM question
                    WHERE job = \(job.id) AND vendor = \(actor.organisation) AND text = \(text)
                    """) ?? 0
            if asked > 0 { return }
            try transaction.execute(
                """
                INSERT INTO question (id, job, vendor, asked_at, text)
                VALUES (\(id), \(job.id), \(actor.organisation), \(now), \(text))
                """)
            try Notices.add(
                to: job.buyer, Bilingual(zh: "有人就“\(job.title)”提问", en: "A vendor asks about “\(job.title)”"),
                path: "/jobs/\(job.id)/questions", at: now, world: world, in: transaction)
            try Audit.record("ask question", on: BusinessReference("question", id), by: actor, at: now, in: transaction)
        }
    }

    /// The buyer's answer, for everyone. Given once.
    /// - Throws: ``BidRefusal``
    package func answer(_ question: ID<Question>, with text: String, by actor: Actor) async throws -> ID<Job> {
        try actor.require(.buyer)
        let now = house.world.now()
        return try await house.database.write { transaction in
            let found = try transaction.first("SELECT \(Question.columns) FROM question WHERE id = \(question)") {
                try Question($0)
            }
            guard let found, let job = try Jobs.load(found.job, in: transaction), job.buyer == actor.organisation else {
                throw CommonRefusal.notFound
            }
            guard job.state == .open else { throw BidRefusal.notOpen }
            guard now < job.closesAt else { throw BidRefusal.biddingClosed(job.closesAt) }
            guard found.answer == nil || found.answer == text else { throw BidRefusal.alreadyAnswered }
            try transaction.execute(
                "UPDATE question SET answer = \(text), answered_at = \(now) WHERE id = \(question)")
            try Audit.record(
                "answer question", on: BusinessReference("question", question), by: actor, at: now, in: transaction)
            return job.id
        }
    }
}
