internal import Storage

extension ComputeSite {
    static let columns: SQL = """
        site.id AS site_id, site.operator AS site_operator, site.name_zh AS site_zh, site.name_en AS site_en,
        site.hub AS site_hub, site.cluster AS site_cluster, site.region AS site_region,
        site.registered_at AS site_registered_at
        """

    init(_ row: borrowing Row) throws {
        id = try row("site_id")
        `operator` = try row("site_operator")
        let zh: String = try row("site_zh")
        name = Bilingual(zh: zh, en: try row("site_en", as: String?.self) ?? zh)
        let hub = try row("site_hub", as: String?.self).flatMap(Hub.named)
        let cluster: String? = try row("site_cluster")
        self.hub = hub
        self.cluster = hub?.clusters.first { $0.key == cluster }
        region = try row("site_region")
        registeredAt = try row("site_registered_at")
    }

    static func load(_ id: ID<ComputeSite>, in transaction: ReadTransaction) throws -> ComputeSite? {
        try transaction.first("SELECT \(columns) FROM site WHERE site.id = \(id)") { try ComputeSite($0) }
    }
}

extension SiteClaim {
    /// What was last claimed of the site.
    static func latest(of site: ID<ComputeSite>, in transaction: ReadTransaction) throws -> SiteClaim? {
        try history(of: site, limit: 1, in: transaction).first
    }

    /// Newest first.
    static func history(of site: ID<ComputeSite>, limit: Int, in transaction: ReadTransaction) throws -> [SiteClaim] {
        try transaction.all(
            """
            SELECT claimed_on, power_fen_per_mwh, green_share_bp, racks_filled_bp, compute_used_bp FROM site_claim
            WHERE site = \(site) ORDER BY claimed_on DESC, recorded_at DESC LIMIT \(limit)
            """
        ) { row in
            SiteClaim(
                claimedOn: try row.at(0), powerPerMegawattHour: try row.at(1), greenShare: try row.at(2),
                racksFilled: try row.at(3), computeUsed: try row.at(4))
        }
    }
}

extension DeviceClass {
    static let columns: SQL = """
        device_class.id AS class_id, device_class.site AS class_site, device_class.vendor, device_class.model,
        device_class.number_format, device_class.teraflops, device_class.memory_gigabytes, device_class.quantity,
        device_class.is_domestic, device_class.is_state_funded, device_class.attestation, device_class.attested_on,
        device_class.registered_at AS class_registered_at
        """

    init(_ row: borrowing Row) throws {
        id = try row("class_id")
        site = try row("class_site")
        let text: String? = try row("attestation")
        let day: CivilDate? = try row("attested_on")
        var attestation: Attestation?
        if let text, let day { attestation = Attestation(text: text, on: day) }
        facts = Facts(
            vendor: try row("vendor"), model: try row("model"), numberFormat: try row("number_format"),
            teraflops: try row("teraflops"), memoryGigabytes: try row("memory_gigabytes"), quantity: try row("quantity"),
            isDomestic: try row("is_domestic"), isStateFunded: try row("is_state_funded"), attestation: attestation)
        registeredAt = try row("class_registered_at")
    }

    static func load(_ id: ID<DeviceClass>, in transaction: ReadTransaction) throws -> DeviceClass? {
        try transaction.first("SELECT \(columns) FROM device_class WHERE device_class.id = \(id)") {
            try DeviceClass($0)
        }
    }

    static func all(of site: ID<ComputeSite>, in transaction: ReadTransaction) throws -> [DeviceClass] {
        try transaction.all(
            "SELECT \(columns) FROM device_class WHERE device_class.site = \(site) ORDER BY device_class.id"
        ) { try DeviceClass($0) }
    }
}

extension ComputeWindow {
    static let columns: SQL = """
        compute_window.id AS window_id, compute_window.site AS window_site, compute_window.device_class AS window_class,
        compute_window.operator AS window_operator, compute_window.accelerator, compute_window.starts_at AS window_from,
        compute_window.ends_at AS window_to, compute_window.cards AS window_cards, compute_window.price_fen AS window_price,
        compute_window.minimum_card_hours, compute_window.notice_hours AS window_notice,
        compute_window.fee_bp AS window_fee, compute_window.state AS window_state, compute_window.series,
        compute_window.booked_card_hours, compute_window.published_at, compute_window.revision AS window_revision
        """

    init(_ row: borrowing Row) throws {
        id = try row("window_id")
        site = try row("window_site")
        deviceClass = try row("window_class")
        `operator` = try row("window_operator")
        accelerator = try row("accelerator")
        terms = WindowTerms(
            startsAt: try row("window_from"), endsAt: try row("window_to"), cards: try row("window_cards"),
            pricePerCardHour: try row("window_price"), minimumCardHours: try row("minimum_card_hours"),
            cancellation: CancellationTerms(
                noticeHours: try row("window_notice"), feeBasisPoints: try row("window_fee")))
        state = try row("window_state")
        series = try row("series")
        bookedCardHours = try row("booked_card_hours")
        publishedAt = try row("published_at")
        revision = try row("window_revision")
    }

    static func load(_ id: ID<ComputeWindow>, in transaction: ReadTransaction) throws -> ComputeWindow? {
        try transaction.first("SELECT \(columns) FROM compute_window WHERE compute_window.id = \(id)") {
            try ComputeWindow($0)
        }
    }

    /// What stands reserved on the window.
    static func reserved(on id: ID<ComputeWindow>, in transaction: ReadTransaction) throws -> [CardUse] {
        try transaction.all(
            """
            SELECT starts_at, ends_at, cards FROM reservation
            WHERE compute_window = \(id) AND state NOT IN ('cancelled', 'declined', 'expired')
            """
        ) { row in CardUse(from: try row.at(0), to: try row.at(1), cards: try row.at(2)) }
    }

    /// What open windows of a class offer at a time, but for one window.
    static func offered(
        of deviceClass: ID<DeviceClass>, from: Instant, to: Instant, leavingOut own: ID<ComputeWindow>?,
        in transaction: ReadTransaction
    ) throws -> [CardUse] {
        let earliest = from.advanced(by: .days(-Int64(ComputeRefusal.longestDays)))
        return try transaction.all(
            """
            SELECT starts_at, ends_at, cards FROM compute_window
            WHERE device_class = \(deviceClass) AND starts_at >= \(earliest) AND starts_at < \(to) AND ends_at > \(from)
                AND state <> 'withdrawn' AND id <> \(own?.rawValue ?? 0)
            """
        ) { row in CardUse(from: try row.at(0), to: try row.at(1), cards: try row.at(2)) }
    }
}

extension Reservation {
    static let columns: SQL = """
        reservation.id, reservation.number, reservation.compute_window, reservation.operator, reservation.buyer,
        reservation.job, reservation.work, reservation.cards, reservation.starts_at, reservation.ends_at,
        reservation.unit_price_fen, reservation.price_fen, reservation.voucher_fen, reservation.own_fen,
        reservation.notice_hours, reservation.fee_bp, reservation.state, reservation.made_at, reservation.confirm_by,
        reservation.confirmed_at, reservation.decide_by, reservation.dispute, reservation.captured_fen,
        reservation.ended_at, reservation.reason
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        number = try row("number")
        window = try row("compute_window")
        `operator` = try row("operator")
        buyer = try row("buyer")
        job = try row("job")
        work = WorkKind(rawValue: try row("work")) ?? .training
        use = CardUse(from: try row("starts_at"), to: try row("ends_at"), cards: try row("cards"))
        pricePerCardHour = try row("unit_price_fen")
        price = try row("price_fen")
        voucherShare = try row("voucher_fen")
        ownShare = try row("own_fen")
        cancellation = CancellationTerms(noticeHours: try row("notice_hours"), feeBasisPoints: try row("fee_bp"))
        state = try row("state")
        madeAt = try row("made_at")
        confirmBy = try row("confirm_by")
        confirmedAt = try row("confirmed_at")
        decideBy = try row("decide_by")
        dispute = try row("dispute")
        captured = try row("captured_fen")
        endedAt = try row("ended_at")
        reason = try row("reason")
    }

    func insert(by person: ID<Person>, in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO reservation (id, number, compute_window, operator, buyer, job, work, cards, starts_at, ends_at,
                unit_price_fen, price_fen, voucher_fen, own_fen, notice_hours, fee_bp, state, made_at, made_by, confirm_by)
            VALUES (\(id), \(number), \(window), \(`operator`), \(buyer), \(job), \(work.rawValue), \(use.cards),
                \(use.from), \(use.to), \(pricePerCardHour), \(price), \(voucherShare), \(ownShare),
                \(cancellation.noticeHours), \(cancellation.feeBasisPoints), \(state), \(madeAt), \(person), \(confirmBy))
            """)
    }

    /// The number that the next reservation made in `year` gets.
    static func nextNumber(year: Int, in transaction: ReadTransaction) throws -> String {
        let prefix = "R-\(padded(year, 4))-"
        let last: String? =
            try transaction.value(
                "SELECT MAX(number) FROM reservation WHERE number >= \(prefix) AND number < \(prefix + "~")",
                as: String?.self) ?? nil
        let serial = last.flatMap { Int($0.dropFirst(prefix.utf8.count)) } ?? 0
        return prefix + padded(serial + 1, 6)
    }
}

extension ReservationHold {
    static func all(of reservation: ID<Reservation>, in transaction: ReadTransaction) throws -> [ReservationHold] {
        try transaction.all(
            """
            SELECT transfer, source, grant_id, amount_fen, captured_fen, state FROM reservation_hold
            WHERE reservation = \(reservation) ORDER BY source, grant_id, transfer
            """
        ) { row in
            ReservationHold(
                transfer: try row.at(0), source: try row.at(1), grant: try row.at(2), amount: try row.at(3),
                captured: try row.at(4), state: try row.at(5))
        }
    }
}

extension UsageReport {
    /// The reports about a reservation, newest first.
    static func all(of reservation: ID<Reservation>, in transaction: ReadTransaction) throws -> [UsageReport] {
        try transaction.all(
            """
            SELECT usage_report.id, usage_report.source, usage_report.evidence, usage_report.file_name,
                operator_key.name, usage_report.card_seconds, usage_report.is_standing, usage_report.reported_at
            FROM usage_report LEFT JOIN operator_key ON operator_key.id = usage_report.operator_key
            WHERE usage_report.reservation = \(reservation) ORDER BY usage_report.id DESC
            """
        ) { row in
            let id: ID<UsageReport> = try row.at(0)
            return UsageReport(
                id: id, source: try row.at(1), evidence: try row.at(2), fileName: try row.at(3), keyName: try row.at(4),
                cardSeconds: try row.at(5), isStanding: try row.at(6), reportedAt: try row.at(7),
                records: try UsageRecord.all(of: id, in: transaction))
        }
    }
}

extension UsageRecord {
    static func all(of report: ID<UsageReport>, in transaction: ReadTransaction) throws -> [UsageRecord] {
        try transaction.all(
            "SELECT starts_at, ends_at, card_seconds FROM usage_record WHERE report = \(report) ORDER BY number"
        ) { row in UsageRecord(from: try row.at(0), to: try row.at(1), cardSeconds: try row.at(2)) }
    }
}
