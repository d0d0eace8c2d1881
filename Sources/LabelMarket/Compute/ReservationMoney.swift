internal import Storage

/// Where reservations meet the books: money is held when one is made, captured for what was used, released otherwise.
enum ReservationMoney {
    /// Holds the price from every source, all or nothing.
    /// - Throws: ``LedgerRefusal`` when a source has too little or has expired.
    static func hold(
        _ reservation: Reservation, from draw: VoucherDraw, own: AccountKey, by actor: Actor, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        let sources = draw.parts.map { ($0.account, $0.amount, Optional($0.grant)) } + [(own, draw.own, nil)]
        var commands: [LedgerCommand] = []
        var rows: [(transfer: TransferID, grant: ID<Grant>?, amount: Money)] = []
        for (account, amount, grant) in sources where amount > .zero {
            let transfer = TransferID(book: account.book, world: world)
            let payable = AccountKey(book: account.book, kind: .payable, owner: reservation.operator.rawValue)
            commands.append(.hold(transfer, from: account, to: payable, amount))
            rows.append((transfer, grant, amount))
        }
        try Books.post(commands, for: reference(reservation.id), by: actor, at: now, in: transaction, world: world)
        for row in rows {
            try transaction.execute(
                """
                INSERT INTO reservation_hold (transfer, reservation, source, grant_id, amount_fen, state)
                VALUES (\(row.transfer), \(reservation.id),
                    \(row.grant == nil ? ReservationHold.Source.own : ReservationHold.Source.grant), \(row.grant),
                    \(row.amount), \(ReservationHold.State.held))
                """)
        }
    }

    /// What the operator's money is taken from.
    enum Capture {
        /// From every source in proportion: what was used.
        case used(Money)
        /// From the buyer's own money alone: the price of cancelling late.
        case fee(Money)

        var amount: Money {
            switch self {
            case .used(let amount), .fee(let amount): amount
            }
        }
    }

    /// Captures from the reservation's holds and releases the rest.
    static func resolve(
        _ reservation: Reservation, capturing capture: Capture, by actor: Actor?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        let holds = try ReservationHold.all(of: reservation.id, in: transaction)
        let parts =
            switch capture {
            case .used(let earned): try ReservationRules.captures(earned, from: holds.map(\.amount))
            case .fee(let fee): holds.map { $0.source == .own ? min(fee, $0.amount) : .zero }
            }
        let commands = zip(holds, parts).map { hold, part -> LedgerCommand in
            part > .zero ? .redeem(hold.transfer, part, keepingRestAs: nil) : .release(hold.transfer)
        }
        if commands.isEmpty { return }
        try Books.post(commands, for: reference(reservation.id), by: actor, at: now, in: transaction, world: world)
        for (hold, part) in zip(holds, parts) {
            try transaction.execute(
                """
                UPDATE reservation_hold SET
                    state = \(part > .zero ? ReservationHold.State.captured : ReservationHold.State.released),
                    captured_fen = \(part) WHERE transfer = \(hold.transfer)
                """)
        }
    }

    /// What every transfer of a reservation refers to.
    static func reference(_ id: ID<Reservation>) -> BusinessReference { BusinessReference("reservation", id) }
}
