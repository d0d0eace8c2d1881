package import Storage

/// Who pays what of a price: vouchers by grant, the buyer's own money for the rest.
package struct VoucherDraw: Sendable {
    /// What one voucher pays.
    package struct Part: Sendable {
        package let grant: ID<Grant>
        package let programmeName: Bilingual
        package let book: ID<Book>
        package let account: AccountKey
        package let amount: Money
        /// The steps of the arithmetic, in words.
        package let why: [Bilingual]
    }

    package let parts: [Part]
    /// What is left for the buyer's own money.
    package let own: Money
    /// Vouchers that pay nothing, each with the rule in the way, and what is still to be proven of those that pay.
    package let notes: [Bilingual]

    /// What all vouchers pay together.
    package var fromVouchers: Money { Money(fen: parts.reduce(0) { $0 + $1.amount.fen }) }
}

extension Vouchers {
    /// Which vouchers of `buyer` pay how much of `price`, so that the firm pays least within the programmes' rules on
    /// scope, rate, caps and combination. The balance in the books is the limit: what is held elsewhere does not count.
    ///
    /// - Parameters:
    ///   - vendor: nil before one is known; rules about the supplier are then open.
    ///   - supply: for compute: where it stands and what is attested of it, which goes before the vendor's registration.
    ///   - workEndsOn: a voucher that expires before the end of that day pays nothing.
    /// - Throws: ``CommonRefusal/notFound`` for an unknown organisation.
    /// - Complexity: that of ``BestUse/plan(_:)``, plus one evaluation a voucher.
    package static func draw(
        for price: Money, buyer: ID<Organisation>, vendor: ID<Organisation>?, use: VoucherUse, workEndsOn: CivilDate,
        supply: ComputeSupply? = nil, at now: Instant, in transaction: ReadTransaction
    ) throws -> VoucherDraw {
        var candidates: [DrawCandidate] = []
        var notes: [Bilingual] = []
        let firm = try VoucherCases.firm(buyer, in: transaction)
        var supplier = try vendor.map { try VoucherCases.supplier($0, of: buyer, in: transaction) } ?? Case.Supplier()
        if let region = supply?.region { supplier.region = region }
        for voucher in try live(of: buyer, at: now, in: transaction) {
            let left = try Books.balance(of: voucher.account, in: transaction).available
            guard left.fen > 0,
                let edition = try ProgrammeEdition.load(voucher.programme, version: voucher.version, in: transaction)
            else { continue }
            guard Instant.endOfDay(shanghai: workEndsOn) <= voucher.expiresAt else {
                notes.append(.expiresBefore(edition.programme.name, voucher.expiresAt.shanghaiDate, workEndsOn))
                continue
            }
            if supply?.isAttested == false, !edition.programme.acceptsClaimedHardware {
                notes.append(.hardwareNotAttested(edition.programme.name))
                continue
            }
            var subject = Case()
            subject.firm = firm
            subject.supplier = supplier
            try Registers.complete(
                &subject, for: edition, buyer: buyer, vendor: vendor, on: now.shanghaiDate, in: transaction)
            subject.history = try VoucherCases.history(of: buyer, leavingOut: voucher.id, in: transaction)
            subject.findings = try ApplicationRecords.findings(of: voucher.application, in: transaction)
            subject.contract = VoucherCases.contract(
                use, price: price, from: now.shanghaiDate, to: max(workEndsOn, now.shanghaiDate),
                line: VoucherCases.line(of: use, under: edition.programme, findings: subject.findings))
            candidates.append(
                DrawCandidate(
                    voucher: voucher, programme: edition.programme.spending, subject: subject, left: left))
        }
        var draw = DrawRules(candidates: candidates, line: use.line, price: price, at: now)
        return try draw.best(notes: notes)
    }

    private static func live(
        of buyer: ID<Organisation>, at now: Instant, in transaction: ReadTransaction
    ) throws -> [Voucher] {
        try transaction.all(
            """
            SELECT \(Voucher.columns) FROM voucher WHERE voucher.holder = \(buyer)
              AND voucher.state = \(VoucherState.live) AND voucher.expires_at >= \(now)
            ORDER BY voucher.expires_at, voucher.id
            """, Voucher.init(row:))
    }

    /// What a plan of the actor's firm would cost with the vouchers that it holds now.
    package func quote(_ plan: PlannedUse, for actor: Actor) throws -> VoucherDraw {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            try Self.draw(
                for: plan.price, buyer: actor.organisation, vendor: nil, use: plan.use, workEndsOn: plan.endsOn, at: now,
                in: transaction)
        }
    }
}
