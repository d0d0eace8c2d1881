package import Storage

extension Vouchers {
    /// What one sweep of the calendar did.
    package struct Sweep: Hashable, Sendable {
        package var expired = 0
        package var reminded = 0
        /// Granted at the end of their public notice.
        package var granted = 0
        /// Rounds whose bureaus were told that they have closed.
        package var closedRounds = 0
        /// Whether there is more to do than one sweep takes.
        package var isPartial = false
    }

    /// Lets vouchers expire whose last moment has passed, and reminds the holders of those that soon will. What is held
    /// for a contract stays held; what such a hold releases later goes to the pot.
    package func sweep() async throws -> Sweep {
        let now = house.world.now()
        let world = house.world
        return try await house.database.write { transaction in
            var sweep = Sweep()
            let limit = 200
            let over = try transaction.all(
                """
                SELECT \(Voucher.columns) FROM voucher WHERE voucher.state = \(VoucherState.live)
                  AND voucher.expires_at < \(now) ORDER BY voucher.expires_at LIMIT \(limit)
                """, Voucher.init(row:))
            for voucher in over {
                try Self.expire(voucher, at: now, world: world, in: transaction)
                sweep.expired += 1
            }
            sweep.isPartial = over.count == limit
            sweep.granted = try Self.endNotices(at: now, world: world, in: transaction)
            sweep.closedRounds = try Self.announceClosings(at: now, world: world, in: transaction)
            sweep.reminded = try Self.remind(at: now, world: world, in: transaction)
            return sweep
        }
    }

    private static func expire(
        _ voucher: Voucher, at now: Instant, world: World, in transaction: WriteTransaction
    ) throws {
        let transfers = try Books.post(
            [.expire(voucher.account)], for: BusinessReference("grant", voucher.id), by: nil, at: now, in: transaction,
            world: world)
        let returned = Money(fen: transfers.reduce(0) { $0 + $1.amount.fen })
        try end(voucher, as: .expired, at: now, in: transaction)
        try Audit.record(
            "expire voucher", on: BusinessReference("grant", voucher.id), after: "\(returned.fen)", by: nil, at: now,
            in: transaction)
        let name = try Programmes.name(of: voucher.programme, in: transaction)
        try Notices.add(
            to: voucher.holder, .expired(name, returned), path: "/vouchers/\(voucher.id)", at: now, world: world,
            in: transaction)
    }

    private static func end(
        _ voucher: Voucher, as state: VoucherState, at now: Instant, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            "UPDATE voucher SET state = \(state), ended_at = \(now) WHERE id = \(voucher.id)")
    }

    private static func remind(at now: Instant, world: World, in transaction: WriteTransaction) throws -> Int {
        let horizon = now.advanced(by: .days(Int64(ApplicationRules.reminderDays.max() ?? 0)))
        let due: [(Voucher, Int)] = try transaction.all(
            """
            SELECT \(Voucher.columns), voucher.reminded_days FROM voucher
            WHERE voucher.state = \(VoucherState.live) AND voucher.expires_at <= \(horizon)
            ORDER BY voucher.expires_at LIMIT 1000
            """
        ) { row in
            let voucher = try Voucher(row: row)
            let days = ApplicationRules.reminderDue(
                expiresAt: voucher.expiresAt, remindedDays: try row("reminded_days"), now: now)
            return (voucher, days ?? 0)
        }.filter { $0.1 > 0 }
        var reminded = 0
        for (voucher, days) in due {
            try transaction.execute("UPDATE voucher SET reminded_days = \(days) WHERE id = \(voucher.id)")
            let left = try Books.balance(of: voucher.account, in: transaction).available
            guard left.fen > 0 else { continue }
            let name = try Programmes.name(of: voucher.programme, in: transaction)
            try Notices.add(
                to: voucher.holder, .expiresSoon(name, left, on: voucher.expiresAt.shanghaiDate),
                path: "/vouchers/\(voucher.id)", mail: .voucher, at: now, world: world, in: transaction)
            reminded += 1
        }
        return reminded
    }

    /// Takes back what a voucher has left and not reserved.
    /// - Throws: ``VoucherRefusal/voucherEnded``, ``VoucherRefusal/nothingToClawBack``
    package func clawBack(
        _ id: ID<Grant>, because reason: String, by actor: Actor, formKey: FormKey
    ) async throws -> Money {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let world = house.world
        return try await house.once(
            formKey, content: "claw back \(id) \(reason)", by: actor, refusing: VoucherRefusal.self
        ) { transaction in
            guard let voucher = try Voucher.load(id, in: transaction),
                try Programmes.answers(actor, for: voucher.programme, in: transaction)
            else { throw CommonRefusal.notFound }
            guard !reason.isEmpty else { throw VoucherRefusal.reasonMissing }
            guard voucher.state == .live, now <= voucher.expiresAt else { throw VoucherRefusal.voucherEnded }
            let left = try Books.balance(of: voucher.account, in: transaction).available
            guard left.fen > 0 else { throw VoucherRefusal.nothingToClawBack }
            try Books.post(
                [.clawback(from: voucher.account, left)], for: BusinessReference("grant", id), by: actor, at: now,
                in: transaction, world: world)
            // From now on what a hold releases goes to the pot and not to the firm.
            try Books.setExpiry(of: voucher.account, to: Instant(milliseconds: now.milliseconds - 1), in: transaction)
            try Self.end(voucher, as: .clawedBack, at: now, in: transaction)
            try Audit.record(
                "claw back voucher", on: BusinessReference("grant", id), after: "\(left.fen)", by: actor, note: reason,
                at: now, in: transaction)
            let name = try Programmes.name(of: voucher.programme, in: transaction)
            try Notices.add(
                to: voucher.holder, .clawedBack(name, left, reason), path: "/vouchers/\(id)", at: now, world: world,
                in: transaction)
            return left
        }
    }
}
