internal import Storage

/// What windows and reservations imply about each other and about the books.
enum ComputeChecks {
    private static let cards = Invariant("capacity", "no window has more cards reserved than it offers, at any instant")
    private static let held = Invariant(
        "reservations", "every reservation's money is held, paid or released exactly as its state says")

    static let capacity = Verification.Check(cards) { transaction, report in
        var uses: [ID<ComputeWindow>: [CardUse]] = [:]
        try transaction.each(
            """
            SELECT compute_window, starts_at, ends_at, cards FROM reservation
            WHERE state NOT IN ('cancelled', 'declined', 'expired')
            """
        ) { row in
            uses[try row.at(0), default: []].append(
                CardUse(from: try row.at(1), to: try row.at(2), cards: try row.at(3)))
        }
        try transaction.each("SELECT \(ComputeWindow.columns) FROM compute_window ORDER BY compute_window.id") { row in
            let window = try ComputeWindow(row)
            let mine = uses[window.id] ?? []
            if mine.isEmpty, window.bookedCardHours == 0 { return }
            let place = "window \(window.id)"
            let peak = Capacity.peak(of: mine, from: window.terms.startsAt, to: window.terms.endsAt)
            if peak > window.terms.cards {
                report.add(cards, at: place, "offers \(window.terms.cards) cards, \(peak) are reserved at once")
            }
            if mine.contains(where: { $0.from < window.terms.startsAt || $0.to > window.terms.endsAt }) {
                report.add(cards, at: place, "is reserved outside its time")
            }
            let booked = mine.reduce(Int64(0)) {
                $0 + Int64($1.cards) * ($1.to.since($1.from).milliseconds / 3_600_000)
            }
            if booked != window.bookedCardHours {
                report.add(cards, at: place, "counts \(window.bookedCardHours) card-hours as booked, there are \(booked)")
            }
        }
    }

    static let money = Verification.Check(held) { transaction, report in
        try transaction.each(
            """
            SELECT reservation.number, reservation_hold.state, reservation_hold.amount_fen, reservation_hold.captured_fen,
                opened.amount, opened.phase, ended.phase, ended.amount
            FROM reservation_hold JOIN reservation ON reservation.id = reservation_hold.reservation
            LEFT JOIN transfer AS opened
                ON opened.book IN (SELECT id FROM book) AND opened.id = reservation_hold.transfer
            LEFT JOIN transfer AS ended ON ended.book = opened.book AND ended.resolves = opened.sequence
            """
        ) { row in
            let place = "reservation \(try row.at(0, as: String.self))"
            let state: ReservationHold.State = try row.at(1)
            let (amount, captured): (Int64, Int64) = (try row.at(2), try row.at(3))
            let opened: Int64? = try row.at(4)
            let (openedPhase, endedPhase): (TransferPhase?, TransferPhase?) = (try row.at(5), try row.at(6))
            let ended: Int64? = try row.at(7)
            if opened != amount || openedPhase != .hold {
                report.add(held, at: place, "sets \(amount) fen aside, the books \(opened ?? 0)")
            }
            let fits =
                switch state {
                case .held: endedPhase == nil
                case .captured: endedPhase == .post && ended == captured
                case .released: endedPhase == .void
                }
            if !fits { report.add(held, at: place, "is \(state.rawValue), the books say otherwise") }
        }
        try transaction.each(
            """
            SELECT reservation.number, reservation.state, reservation.price_fen, reservation.captured_fen,
                COALESCE(SUM(reservation_hold.amount_fen), 0), COALESCE(SUM(reservation_hold.captured_fen), 0),
                COALESCE(SUM(CASE WHEN reservation_hold.state = 'held' THEN 1 ELSE 0 END), 0)
            FROM reservation LEFT JOIN reservation_hold ON reservation_hold.reservation = reservation.id
            GROUP BY reservation.id, reservation.number, reservation.state, reservation.price_fen, reservation.captured_fen
            """
        ) { row in
            let place = "reservation \(try row.at(0, as: String.self))"
            let state: ReservationState = try row.at(1)
            let (price, captured): (Int64, Int64) = (try row.at(2), try row.at(3))
            let (aside, paid, open): (Int64, Int64, Int64) = (try row.at(4), try row.at(5), try row.at(6))
            if aside != price { report.add(held, at: place, "costs \(price) fen, \(aside) were set aside") }
            if paid != captured { report.add(held, at: place, "says \(captured) fen were paid, its holds \(paid)") }
            if state.hasEnded, open > 0 { report.add(held, at: place, "has ended with money still held") }
            if [.declined, .expired, .lapsed].contains(state), captured > 0 {
                report.add(held, at: place, "is \(state.rawValue) and was paid")
            }
        }
    }
}
