package import Storage

/// A debt that one officer proposes to give up and another approves.
package struct RecoveryWriteOff: Sendable {
    package enum State: String, Sendable, Hashable, SQLBindable, SQLReadable {
        case proposed, approved, declined
    }

    package let number: Int
    package let amount: Money
    package let reason: String
    package let state: State
    package let proposedAt: Instant
    package let proposedBy: ID<Person>
    package let proposerName: String
    package let decidedAt: Instant?
    /// Empty while nobody has decided.
    package let deciderName: String
}

extension Vouchers {
    /// Proposes to give up everything that is still owed; interest that was not charged yet never will be.
    /// - Throws: ``VoucherRefusal/reasonMissing``, ``VoucherRefusal/nothingOwed``, ``VoucherRefusal/writeOffOpen``
    package func proposeWriteOff(
        of id: ID<RecoveryMark>, because reason: String, by actor: Actor, formKey: FormKey
    ) async throws {
        try actor.require(.officer)
        let (now, world) = (house.world.now(), house.world)
        _ = try await house.once(
            formKey, content: "propose write-off \(id) \(reason)", by: actor, refusing: VoucherRefusal.self
        ) { transaction in
            let view = try Self.answerable(id, by: actor, in: transaction)
            guard !reason.isEmpty else { throw VoucherRefusal.reasonMissing }
            guard !view.isSettled else { throw VoucherRefusal.nothingOwed }
            guard view.openWriteOff == nil else { throw VoucherRefusal.writeOffOpen }
            try transaction.execute(
                """
                INSERT INTO recovery_write_off (recovery, number, amount_fen, reason, proposed_at, proposed_by, state)
                VALUES (\(id), \(view.writeOffs.count + 1), \(view.owed), \(reason), \(now), \(actor.person),
                  \(RecoveryWriteOff.State.proposed))
                """)
            try Audit.record(
                "propose write-off", on: BusinessReference("recovery", id), after: "\(view.owed.fen)", by: actor,
                note: reason, at: now, in: transaction)
            try Notices.add(
                to: actor.organisation, .writeOffProposed(view.programmeName, view.owed), path: "/office/recoveries/\(id)",
                at: now, world: world, in: transaction)
            return true
        }
    }

    /// Decides an open proposal. Approving takes another officer of the same bureau than the one who proposed, and moves
    /// the money from the pot to the debt; anyone of the bureau may decline.
    ///
    /// - Throws: ``VoucherRefusal/noWriteOffOpen``, ``VoucherRefusal/secondOfficerNeeded``,
    ///   ``VoucherRefusal/debtChanged(owed:)``, ``VoucherRefusal/potExhausted(available:)``
    package func decideWriteOff(
        of id: ID<RecoveryMark>, approving: Bool, by actor: Actor, formKey: FormKey
    ) async throws {
        try actor.require(.officer)
        let (now, world) = (house.world.now(), house.world)
        _ = try await house.once(
            formKey, content: "decide write-off \(id) \(approving)", by: actor, refusing: VoucherRefusal.self
        ) { transaction in
            let view = try Self.answerable(id, by: actor, in: transaction)
            guard let proposal = view.openWriteOff else { throw VoucherRefusal.noWriteOffOpen }
            if approving {
                guard proposal.proposedBy != actor.person else { throw VoucherRefusal.secondOfficerNeeded }
                guard proposal.amount == view.owed else { throw VoucherRefusal.debtChanged(owed: view.owed) }
                try Self.writeOff(view, proposal, approver: actor, at: now, world: world, in: transaction)
            }
            let state: RecoveryWriteOff.State = approving ? .approved : .declined
            try transaction.execute(
                """
                UPDATE recovery_write_off SET state = \(state), decided_at = \(now), decided_by = \(actor.person)
                WHERE recovery = \(id) AND number = \(proposal.number)
                """)
            try Audit.record(
                approving ? "approve write-off" : "decline write-off", on: BusinessReference("recovery", id),
                after: "\(proposal.amount.fen)", by: actor, note: proposal.reason, at: now, in: transaction)
            return true
        }
    }

    /// The transfer carries both officers: who approves makes it, who proposed stands beside as the second person.
    private static func writeOff(
        _ view: RecoveryView, _ proposal: RecoveryWriteOff, approver: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {
        let owing = AccountKey(book: view.book, kind: .receivable, owner: view.debtor.rawValue)
        do {
            try Books.post(
                [.writeOff(from: .pool(view.book), receivable: owing, proposal.amount, approver: proposal.proposedBy)],
                for: BusinessReference("recovery", view.id), by: approver, at: now, in: transaction, world: world)
        } catch LedgerRefusal.insufficient(let available) {
            throw VoucherRefusal.potExhausted(available: available)
        }
        try Notices.add(
            to: view.debtor, .writtenOff(view.programmeName, proposal.amount), path: "/recoveries/\(view.id)", at: now,
            world: world, in: transaction)
    }

    /// A recovery that the actor decides about.
    /// - Throws: ``CommonRefusal/notFound``
    static func answerable(
        _ id: ID<RecoveryMark>, by actor: Actor, in transaction: ReadTransaction
    ) throws -> RecoveryView {
        guard let view = try RecoveryRecords.load(id, in: transaction),
            try Programmes.answers(actor, for: view.programme, in: transaction)
        else { throw CommonRefusal.notFound }
        return view
    }
}

extension Bilingual {
    fileprivate static func writeOffProposed(_ programme: Bilingual, _ amount: Money) -> Bilingual {
        let money = Bilingual.money(amount)
        return Bilingual(
            zh: "有人提议核销\(programme.zh)的一笔追回款 \(money.zh)，须由另一位审核人员批准",
            en: "A debt of \(money.en) to \(programme.en) is proposed to be written off; another officer has to approve it")
    }

    fileprivate static func writtenOff(_ programme: Bilingual, _ amount: Money) -> Bilingual {
        let money = Bilingual.money(amount)
        return Bilingual(
            zh: "\(programme.zh)已核销您尚欠的 \(money.zh)，无须再缴",
            en: "\(programme.en) has given up the \(money.en) that you still owed; nothing is left to pay")
    }
}
