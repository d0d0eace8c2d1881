package import Storage

/// Where a voucher stands. A spent one stays live with nothing left until it expires.
package enum VoucherState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case live, expired
    case clawedBack = "clawed_back"
}

/// What an officer granted to a firm. The money itself stands in the books, in an account of its own.
package struct Voucher: Sendable {
    package let id: ID<Grant>
    package let application: ID<Application>
    package let holder: ID<Organisation>
    package let programme: ProgrammeKey
    package let version: Int
    package let pot: ID<FundedPot>
    package let book: ID<Book>
    package let granted: Money
    package let grantedAt: Instant
    /// The last moment at which new work can be funded from it.
    package let expiresAt: Instant
    package let state: VoucherState
    package let endedAt: Instant?

    package var account: AccountKey { AccountKey(book: book, kind: .grant, owner: id.rawValue) }
}

extension Voucher {
    static let columns: SQL = """
        voucher.id, voucher.application, voucher.holder, voucher.programme, voucher.version, voucher.pot, voucher.book,
        voucher.granted_fen, voucher.granted_at, voucher.expires_at, voucher.state, voucher.ended_at
        """

    init(row: borrowing Row) throws {
        id = try row("id")
        application = try row("application")
        holder = try row("holder")
        programme = try row("programme")
        version = try row("version")
        pot = try row("pot")
        book = try row("book")
        granted = try row("granted_fen")
        grantedAt = try row("granted_at")
        expiresAt = try row("expires_at")
        state = try row("state")
        endedAt = try row("ended_at")
    }

    /// The name of the programme behind a voucher.
    package static func programmeName(of grant: ID<Grant>, in transaction: ReadTransaction) throws -> Bilingual {
        guard let voucher = try load(grant, in: transaction),
            let edition = try ProgrammeEdition.load(voucher.programme, version: voucher.version, in: transaction)
        else { throw CommonRefusal.notFound }
        return edition.programme.name
    }

    package static func load(_ id: ID<Grant>, in transaction: ReadTransaction) throws -> Voucher? {
        try transaction.first("SELECT \(columns) FROM voucher WHERE id = \(id)", Voucher.init(row:))
    }
}

/// What is known of accelerators that are to be used, as far as programmes ask.
package struct ComputeSupply: Hashable, Sendable {
    /// Where they stand, which decides over rules that bind to the place of the compute.
    package var region: RegionCode?
    /// Whether somebody attested how they were acquired.
    package var isAttested: Bool

    package init(region: RegionCode?, isAttested: Bool) {
        self.region = region
        self.isAttested = isAttested
    }
}

/// What a voucher is asked to pay for.
package struct VoucherUse: Hashable, Sendable {
    package var work: WorkKind
    package var contract: ContractKind
    package var line: LineClass
    /// For compute: where the accelerators come from.
    package var chipOrigin: ChipOrigin?

    package init(work: WorkKind, contract: ContractKind, line: LineClass, chipOrigin: ChipOrigin? = nil) {
        self.work = work
        self.contract = contract
        self.line = line
        self.chipOrigin = chipOrigin
    }

    /// Labels made to order: a service, not the purchase of a finished corpus.
    package static let labeling = VoucherUse(work: .labeling, contract: .service, line: .labeling)

    package static func compute(_ work: WorkKind = .training, chipOrigin: ChipOrigin?) -> VoucherUse {
        VoucherUse(work: work, contract: .compute, line: .smartCompute, chipOrigin: chipOrigin)
    }

    /// The use that a work kind stands for when a firm plans ahead.
    package init(work: WorkKind, chipOrigin: ChipOrigin? = nil) {
        let usual: (ContractKind, LineClass) =
            switch work {
            case .labeling: (.service, .labeling)
            case .corpusPurchase: (.corpusPurchase, .corpus)
            case .training, .inference: (.compute, .smartCompute)
            case .generalCompute: (.compute, .generalCompute)
            case .modelUse: (.model, .modelCall)
            case .modelDeployment: (.model, .modelDeployment)
            case .dataGovernance: (.service, .other)
            }
        self.init(work: work, contract: usual.0, line: usual.1, chipOrigin: chipOrigin)
    }
}
