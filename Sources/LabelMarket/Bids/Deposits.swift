internal import Storage

/// Money that a buyer transferred to the market's bank account, as the administrator recorded it.
package struct Deposit: Hashable, Sendable {
    package let id: ID<Deposit>
    package let organisation: ID<Organisation>
    package let amount: Money
    /// The bank's own number of the payment: the same payment is recorded once.
    package let bankReference: String
    package let receivedOn: CivilDate
    package let recordedAt: Instant
    package let transfer: TransferID

    package var number: String { "D-" + id.description.uppercased() }
}

/// What an administrator reads off the bank's statement.
package struct DepositEntry: Hashable, Sendable {
    package let organisation: ID<Organisation>
    package let amount: Money
    package let bankReference: String
    package let receivedOn: CivilDate

    package init(organisation: ID<Organisation>, amount: Money, bankReference: String, receivedOn: CivilDate) {
        self.organisation = organisation
        self.amount = amount
        self.bankReference = bankReference
        self.receivedOn = receivedOn
    }
}

package enum DepositRefusal: Refusal, Hashable, Codable {
    case organisationUnknown
    /// A day that has not come.
    case inTheFuture
    /// The payment is recorded already.
    case referenceUsed

    package var kind: RefusalKind { self == .referenceUsed ? .conflict : .invalid }
    package var field: String? {
        switch self {
        case .organisationUnknown: "code"
        case .inTheFuture: "received"
        case .referenceUsed: "reference"
        }
    }
}

/// A buyer's own money at the market.
package struct Deposits: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// What a transfer must name so that the administrator knows whose it is.
    package static func reference(of organisation: ID<Organisation>) -> String {
        "LM" + organisation.description.uppercased()
    }

    /// The organisation's own account; nil while the market has no book of its own.
    static func account(of organisation: ID<Organisation>, in transaction: ReadTransaction) throws -> AccountKey? {
        try Books.findMarketBook(in: transaction).map { AccountKey(book: $0, kind: .own, owner: organisation.rawValue) }
    }

    /// Records a payment that arrived.
    /// - Throws: ``DepositRefusal``, ``LedgerRefusal``
    package func record(_ entry: DepositEntry, by actor: Actor, key: FormKey) async throws -> ID<Deposit> {
        try actor.require(.administrator)
        let (world, now) = (house.world, house.world.now())
        let id = world.makeID(Deposit.self)
        let content =
            "deposit \(entry.organisation) \(entry.amount.fen) \(entry.bankReference) \(entry.receivedOn.dayNumber)"
        return try await house.once(key, content: content, by: actor, refusing: DepositRefusal.self) { transaction in
            let known: Int =
                try transaction.value(
                    "SELECT COUNT(*) FROM organisation WHERE id = \(entry.organisation)") ?? 0
            guard known == 1 else { throw DepositRefusal.organisationUnknown }
            guard entry.receivedOn <= now.shanghaiDate else { throw DepositRefusal.inTheFuture }
            let used: Int =
                try transaction.value(
                    "SELECT COUNT(*) FROM deposit WHERE bank_reference = \(entry.bankReference)") ?? 0
            guard used == 0 else { throw DepositRefusal.referenceUsed }
            let book = try Books.marketBook(at: now, in: transaction, world: world)
            let own = AccountKey(book: book, kind: .own, owner: entry.organisation.rawValue)
            let transfers = try Books.post(
                [.deposit(to: own, entry.amount)], for: BusinessReference("deposit", id), by: actor, at: now,
                in: transaction, world: world)
            try transaction.execute(
                """
                INSERT INTO deposit (id, organisation, amount_fen, bank_reference, received_on, recorded_by, recorded_at,
                    transfer)
                VALUES (\(id), \(entry.organisation), \(entry.amount.fen), \(entry.bankReference), \(entry.receivedOn),
                    \(actor.person), \(now), \(transfers[0].id))
                """)
            try Notices.add(
                to: entry.organisation,
                Bilingual(
                    zh: "您的账户收到 \(entry.amount.groupedText) 元",
                    en: "CNY \(entry.amount.groupedText) arrived in your account"),
                path: "/money", at: now, world: world, in: transaction)
            try Audit.record(
                "record deposit", on: BusinessReference("deposit", id), by: actor, at: now, in: transaction)
            return id
        }
    }
}

/// An organisation's own account as its page shows it.
package struct MoneyView: Sendable {
    package let reference: String
    package let available: Money
    package let held: Money
    package let lines: [MoneyLine]
    /// Where the next page begins; nil on the last.
    package let next: Int64?
}

package struct MoneyLine: Sendable {
    package let at: Instant
    package let kind: TransferKind
    package let amount: Money
    package let isOut: Bool
    package let availableAfter: Money
    package let reference: BusinessReference
}

/// A recorded payment with whose it is.
package struct DepositView: Sendable {
    package let deposit: Deposit
    package let organisationName: Bilingual
    package let creditCode: String
}

extension Deposits {
    /// The buyer's own account, newest movements first.
    package func money(of actor: Actor, before: Int64?, limit: Int) throws -> MoneyView {
        try actor.require(.buyer)
        return try house.database.read { transaction in
            let reference = Self.reference(of: actor.organisation)
            guard let own = try Self.account(of: actor.organisation, in: transaction) else {
                return MoneyView(reference: reference, available: .zero, held: .zero, lines: [], next: nil)
            }
            let balance = try Books.balance(of: own, in: transaction)
            let lines = try Books.statement(of: own, before: before, limit: limit, in: transaction)
            return MoneyView(
                reference: reference, available: balance.available, held: balance.held,
                lines: lines.map { line in
                    MoneyLine(
                        at: line.transfer.at, kind: line.transfer.kind, amount: line.transfer.amount,
                        isOut: line.isDebit, availableAfter: line.balanceAfter.available,
                        reference: line.transfer.reference)
                }, next: lines.count == limit ? lines.last?.transfer.sequence : nil)
        }
    }

    /// One recorded payment: for administrators, auditors, and whose it is.
    package func page(of id: ID<Deposit>, for actor: Actor) throws -> DepositView {
        try house.database.read { transaction in
            let found = try Self.views("deposit.id = \(id)", limit: 1, in: transaction).first
            guard let found,
                actor.role == .administrator || actor.role == .auditor
                    || actor.organisation == found.deposit.organisation
            else { throw CommonRefusal.notFound }
            return found
        }
    }

    /// Recorded payments, newest first.
    package func recent(for actor: Actor, after: ID<Deposit>?, limit: Int) throws -> [DepositView] {
        try actor.require(.administrator, .auditor)
        return try house.database.read { transaction in
            try Self.views("deposit.id < \(after?.rawValue ?? .max)", limit: limit, in: transaction)
        }
    }

    /// The buyer with this credit code or this deposit reference.
    package func payer(named typed: String) throws -> ID<Organisation>? {
        let text = typed.uppercased().filter { !$0.isWhitespace }
        return try house.database.read { transaction in
            let byReference = text.hasPrefix("LM") ? ID<Organisation>(text: text.dropFirst(2)) : nil
            return try transaction.value(
                "SELECT id FROM organisation WHERE credit_code = \(text) OR id = \(byReference?.rawValue ?? 0)")
        }
    }

    private static func views(_ condition: SQL, limit: Int, in transaction: ReadTransaction) throws -> [DepositView] {
        try transaction.all(
            """
            SELECT deposit.id, deposit.organisation, deposit.amount_fen, deposit.bank_reference, deposit.received_on,
                deposit.recorded_at, deposit.transfer, organisation.name_zh, organisation.name_en,
                organisation.credit_code
            FROM deposit JOIN organisation ON organisation.id = deposit.organisation
            WHERE \(condition) ORDER BY deposit.id DESC LIMIT \(limit)
            """
        ) { row in
            DepositView(
                deposit: Deposit(
                    id: try row("id"), organisation: try row("organisation"), amount: try row("amount_fen"),
                    bankReference: try row("bank_reference"), receivedOn: try row("received_on"),
                    recordedAt: try row("recorded_at"), transfer: try row("transfer")),
                organisationName: Parties.names(zh: try row("name_zh"), en: try row("name_en")),
                creditCode: try row("credit_code"))
        }
    }
}
