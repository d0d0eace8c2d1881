/// Between which accounts each kind of transfer may run; the schema holds the same table as a constraint.
enum LedgerRoutes {
    static func allows(
        _ kind: TransferKind, _ phase: TransferPhase, _ debit: AccountKind, _ credit: AccountKind
    ) -> Bool {
        switch kind {
        case .appropriate: phase == .single && debit == .source && credit == .pool
        case .deappropriate: phase == .single && debit == .pool && credit == .source
        case .grant: phase == .single && debit == .pool && credit == .grant
        case .hold: phase == .hold && isFunding(debit) && credit == .payable
        case .redeem: phase == .post && isFunding(debit) && credit == .payable
        case .release: phase == .void && isFunding(debit) && credit == .payable
        case .refund: phase == .single && (debit == .payable || debit == .receivable) && isFunding(credit)
        case .clawback: phase == .single && (debit == .grant || debit == .receivable) && credit == .pool
        case .expire: phase == .single && debit == .grant && credit == .pool
        case .settle:
            phase == .single ? debit == .transit && credit == .paid : debit == .payable && credit == .transit
        case .deposit: phase == .single && debit == .source && (credit == .own || credit == .receivable)
        case .withdraw: phase == .single && debit == .own && credit == .source
        case .correct: phase == .single
        case .writeOff: phase == .single && (debit == .pool || debit == .suspense) && credit == .receivable
        }
    }

    private static func isFunding(_ kind: AccountKind) -> Bool { kind == .grant || kind == .own }
}
