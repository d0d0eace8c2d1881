package import Storage

extension Awards {
    /// A bid that could win now, with the job it is on: what the buyer looks at before excluding it.
    /// - Throws: ``BidRefusal``, ``CommonRefusal/notFound``
    package func excludable(_ bid: ID<Bid>, for actor: Actor) throws -> (bid: Bid, job: Job, vendorName: Bilingual) {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            let (bid, job) = try Self.winnable(bid, for: actor, at: now, in: transaction)
            return (bid, job, try Parties.name(bid.vendor, in: transaction))
        }
    }

    /// Excludes a bid from the award, after bidding has closed: it counts no more, and its vendor reads why. There is no
    /// way back.
    ///
    /// - Parameters:
    ///   - ground: what is wrong with it, one of ``AwardGround/choices``.
    ///   - reason: for the vendor, in the buyer's words.
    /// - Returns: the job.
    /// - Throws: ``BidRefusal``
    package func disqualify(
        _ bid: ID<Bid>, on ground: AwardGround, because reason: String, by actor: Actor, key: FormKey
    ) async throws -> ID<Job> {
        try actor.require(.buyer)
        let (world, now) = (house.world, house.world.now())
        let content = "disqualify \(bid) \(ground.rawValue) \(reason)"
        return try await house.once(key, content: content, by: actor, refusing: BidRefusal.self) { transaction in
            let (bid, job) = try Self.winnable(bid, for: actor, at: now, in: transaction)
            guard !reason.isEmpty else { throw BidRefusal.reasonMissing }
            try transaction.execute(
                """
                UPDATE bid SET state = \(BidState.disqualified), ground = \(ground), reason = \(reason), decided_at = \(now)
                WHERE id = \(bid.id)
                """)
            try Audit.record(
                "disqualify bid", on: BusinessReference("bid", bid.id), by: actor, note: reason, at: now, in: transaction)
            try Notices.add(
                to: bid.vendor,
                Bilingual(
                    zh: "您对“\(job.title)”的报价被需求方排除，可查看理由",
                    en: "Your offer on “\(job.title)” was excluded by the buyer; see the reason"),
                path: "/bids/\(bid.id)", mail: .award, at: now, world: world, in: transaction)
            return job.id
        }
    }
}
