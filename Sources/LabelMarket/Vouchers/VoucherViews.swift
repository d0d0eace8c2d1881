package import Storage

/// An application as lists show it.
package struct ApplicationRow: Sendable {
    package let application: VoucherApplication
    package let programmeName: Bilingual
    package let buyerName: Bilingual
    /// The verdict as it was when the firm applied.
    package let outcome: VerdictOutcome
}

/// Everything that an application's own page shows, for the firm and for the bureau alike.
package struct ApplicationPage: Sendable {
    package let application: VoucherApplication
    package let programmeName: Bilingual
    package let bureauName: Bilingual
    package let buyerName: Bilingual
    package let verdicts: [RuleVerdict]
    package let steps: [WorkedStep]
    package let outcome: VerdictOutcome
    package let voucher: ID<Grant>?
    /// What the pot of this year still has; nil when there is no pot.
    package let potLeft: Money?
}

/// A page of the officers' queue.
package struct ApplicationQueue: Sendable {
    package let rows: [ApplicationRow]
    /// Where the next page begins; nil on the last.
    package let next: ID<Application>?
    /// Programmes that the queue can be narrowed to.
    package let programmes: [(key: ProgrammeKey, name: Bilingual)]
}

/// What the queue shows.
package struct QueueFilter: Hashable, Sendable {
    package var state: ApplicationState?
    package var programme: ProgrammeKey?
    package var outcome: VerdictOutcome?
    /// Only what was granted without a person and waits for one to look at.
    package var isToReview = false
    /// Only what comes behind this one, in the order of filing.
    package var after: ID<Application>?
    package var pageSize = 20

    package init(
        state: ApplicationState? = .submitted, programme: ProgrammeKey? = nil, outcome: VerdictOutcome? = nil,
        after: ID<Application>? = nil
    ) {
        self.state = state
        self.programme = programme
        self.outcome = outcome
        self.after = after
    }
}

/// A voucher with what the books say about it.
package struct VoucherRow: Sendable {
    package let voucher: Voucher
    package let programmeName: Bilingual
    package let holderName: Bilingual
    package let balance: Balance
}

/// One movement on a voucher, from the books.
package struct VoucherMovement: Sendable {
    package let at: Instant
    package let kind: TransferKind
    package let phase: TransferPhase
    package let amount: Money
    /// Left to spend after it.
    package let left: Money
    package let reference: BusinessReference
}

package struct VoucherPage: Sendable {
    package let row: VoucherRow
    package let edition: ProgrammeEdition
    package let movements: [VoucherMovement]
}

/// A firm's vouchers and applications.
package struct OwnVouchers: Sendable {
    package let vouchers: [VoucherRow]
    package let applications: [ApplicationRow]
}

extension ApplicationRow {
    static let query: SQL = """
        SELECT \(VoucherApplication.columns), programme_version.name_zh AS name_zh, programme_version.name_en AS name_en,
          organisation.name_zh AS buyer_zh, COALESCE(organisation.name_en, organisation.name_zh) AS buyer_en,
          application.outcome AS outcome
        FROM application
        JOIN programme_version ON programme_version.programme = application.programme
          AND programme_version.version = application.version
        JOIN organisation ON organisation.id = application.buyer
        """

    init(row: borrowing Row) throws {
        application = try VoucherApplication(row: row)
        programmeName = Bilingual(zh: try row("name_zh"), en: try row("name_en"))
        buyerName = Bilingual(zh: try row("buyer_zh"), en: try row("buyer_en"))
        outcome = try row("outcome")
    }
}

extension Vouchers {
    /// An application as its firm and its bureau see it.
    /// - Throws: ``CommonRefusal/notFound`` to everybody else.
    package func application(_ id: ID<Application>, for actor: Actor) throws -> ApplicationPage {
        try house.database.read { transaction in
            let found = try transaction.first(
                ApplicationRow.query + " WHERE application.id = \(id)", ApplicationRow.init(row:))
            guard let row = found, try Self.maySee(row.application, actor, in: transaction) else {
                throw CommonRefusal.notFound
            }
            let edition = try ProgrammeEdition.load(
                row.application.programme, version: row.application.version, in: transaction)
            guard let edition else { throw CommonRefusal.notFound }
            let year = house.world.now().shanghaiDate.parts.year
            return ApplicationPage(
                application: row.application, programmeName: row.programmeName, bureauName: edition.programme.bureau,
                buyerName: row.buyerName, verdicts: try ApplicationRecords.verdicts(of: id, in: transaction),
                steps: try ApplicationRecords.steps(of: id, in: transaction), outcome: row.outcome,
                voucher: try transaction.value("SELECT id FROM voucher WHERE application = \(id)"),
                potLeft: try Pots.left(of: row.application.programme, year: year, in: transaction))
        }
    }

    static func maySee(
        _ application: VoucherApplication, _ actor: Actor, in transaction: ReadTransaction
    ) throws -> Bool {
        switch actor.role {
        case .administrator, .auditor: true
        case .officer: try Programmes.answers(actor, for: application.programme, in: transaction)
        case .buyer: application.buyer == actor.organisation
        case .vendor, .operator: false
        }
    }

    /// The applications that wait for, or went through, the actor's bureau: oldest first.
    package func queue(_ filter: QueueFilter, for actor: Actor) throws -> ApplicationQueue {
        try actor.require(.officer, .administrator, .auditor)
        return try house.database.read { transaction in
            var conditions: [SQL] = [Programmes.programmes(of: actor, column: "application.programme")]
            if let state = filter.state { conditions.append("application.state = \(state)") }
            if let key = filter.programme { conditions.append("application.programme = \(key)") }
            if let outcome = filter.outcome { conditions.append("application.outcome = \(outcome)") }
            if filter.isToReview { conditions.append("application.to_review = 1") }
            if let after = filter.after { conditions.append("application.id > \(after)") }
            let rows = try transaction.all(
                ApplicationRow.query + " WHERE " + SQL.joined(conditions, separator: " AND ")
                    + " ORDER BY application.id LIMIT \(filter.pageSize + 1)", ApplicationRow.init(row:))
            let page = Array(rows.prefix(filter.pageSize))
            let names: [(key: ProgrammeKey, name: Bilingual)] = try transaction.all(
                """
                SELECT programme, name_zh, name_en FROM programme_version
                WHERE state = \(EditionState.inForce) AND \(Programmes.programmes(of: actor, column: "programme"))
                ORDER BY programme
                """
            ) { row in (try row("programme"), Bilingual(zh: try row("name_zh"), en: try row("name_en"))) }
            return ApplicationQueue(
                rows: page, next: rows.count > page.count ? page.last?.application.id : nil, programmes: names)
        }
    }

    /// Decisions of a programme that are on public notice now, for everyone to see.
    package func onNotice(_ key: ProgrammeKey) throws -> [ApplicationRow] {
        try house.database.read { transaction in
            try transaction.all(
                ApplicationRow.query
                    + " WHERE application.programme = \(key) AND application.state = \(ApplicationState.onNotice)"
                    + " ORDER BY application.id LIMIT 500", ApplicationRow.init(row:))
        }
    }

    /// What the actor's firm holds and has asked for, newest first.
    package func own(for actor: Actor) throws -> OwnVouchers {
        try actor.require(.buyer)
        return try house.database.read { transaction in
            OwnVouchers(
                vouchers: try VoucherRow.rows(
                    where: "voucher.holder = \(actor.organisation) ORDER BY voucher.id DESC LIMIT 200", in: transaction),
                applications: try transaction.all(
                    ApplicationRow.query
                        + " WHERE application.buyer = \(actor.organisation) ORDER BY application.id DESC LIMIT 200",
                    ApplicationRow.init(row:)))
        }
    }

    /// A voucher as its holder and its bureau see it, with every movement.
    /// - Throws: ``CommonRefusal/notFound`` to everybody else.
    package func voucher(_ id: ID<Grant>, for actor: Actor) throws -> VoucherPage {
        try house.database.read { transaction in
            let rows = try VoucherRow.rows(where: "voucher.id = \(id)", in: transaction)
            guard let row = rows.first else { throw CommonRefusal.notFound }
            let mayAct =
                switch actor.role {
                case .administrator, .auditor: true
                case .officer: try Programmes.answers(actor, for: row.voucher.programme, in: transaction)
                case .buyer: row.voucher.holder == actor.organisation
                case .vendor, .operator: false
                }
            let edition = try ProgrammeEdition.load(
                row.voucher.programme, version: row.voucher.version, in: transaction)
            guard mayAct, let edition else { throw CommonRefusal.notFound }
            return VoucherPage(
                row: row, edition: edition, movements: try VoucherMovement.all(of: row.voucher, in: transaction))
        }
    }

    /// Vouchers of the actor's bureau, newest first.
    package func issued(
        programme: ProgrammeKey?, after: ID<Grant>?, for actor: Actor
    ) throws -> (rows: [VoucherRow], next: ID<Grant>?) {
        try actor.require(.officer, .administrator, .auditor)
        let pageSize = 20
        return try house.database.read { transaction in
            var conditions: [SQL] = [Programmes.programmes(of: actor, column: "voucher.programme")]
            if let programme { conditions.append("voucher.programme = \(programme)") }
            if let after { conditions.append("voucher.id < \(after)") }
            let rows = try VoucherRow.rows(
                where: SQL.joined(conditions, separator: " AND ") + " ORDER BY voucher.id DESC LIMIT \(pageSize + 1)",
                in: transaction)
            let page = Array(rows.prefix(pageSize))
            return (page, rows.count > page.count ? page.last?.voucher.id : nil)
        }
    }
}
