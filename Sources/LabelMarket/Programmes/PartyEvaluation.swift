/// Answers of the rules about buyer, supplier, place, contract, rounds and evidence.
extension Evaluation {
    /// Whether every stated part of a condition holds.
    func holds(_ condition: Condition) -> Outcome {
        var outcome = Outcome.pass
        func join(_ part: Outcome) {
            if part == .fail || outcome == .fail { outcome = .fail } else if part == .notProven { outcome = .notProven }
        }
        let firm = subject.firm
        if !condition.firmKinds.isEmpty { join(Self.isAny(firm.kind, of: condition.firmKinds)) }
        if !condition.sizes.isEmpty { join(Self.isIn(firm.size, condition.sizes)) }
        if !condition.workKinds.isEmpty { join(Self.isIn(subject.contract.workKind, condition.workKinds)) }
        if let chip = condition.chipOrigin { join(Self.isIn(subject.contract.chipOrigin, [chip])) }
        if !condition.regions.isEmpty {
            join(
                firm.region.map { region in condition.regions.contains { $0.contains(region) } ? .pass : .fail }
                    ?? .notProven)
        }
        if let level = condition.projectLevel { join(Self.answer(firm.projectLevels.map { $0.contains(level) })) }
        if condition.startUp { join(startUp(condition.startUpMonths)) }
        return outcome
    }

    /// A start-up calls itself one and is young enough; without a definition the claim alone proves nothing.
    private func startUp(_ months: Int?) -> Outcome {
        guard let kind = subject.firm.kind else { return .notProven }
        guard kind == .startUp else { return .fail }
        guard let months, let founded = subject.firm.foundedOn else { return .notProven }
        return founded.advanced(byMonths: months) >= today ? .pass : .fail
    }

    /// The first thing that keeps a condition from being decided.
    func missingFact(_ condition: Condition) -> Fact {
        if !condition.firmKinds.isEmpty || condition.startUp, subject.firm.kind == nil { return .firmKind }
        if condition.startUp, subject.firm.foundedOn == nil { return .founding }
        if !condition.sizes.isEmpty, subject.firm.size == nil { return .firmSize }
        if !condition.workKinds.isEmpty, subject.contract.workKind == nil { return .workKind }
        if condition.chipOrigin != nil, subject.contract.chipOrigin == nil { return .chipOrigin }
        if !condition.regions.isEmpty, subject.firm.region == nil { return .firmRegion }
        if condition.projectLevel != nil, subject.firm.projectLevels == nil { return .projects }
        return .firmKind
    }

    static func isIn<Word: Equatable>(_ value: Word?, _ allowed: [Word]) -> Outcome {
        guard let value else { return .notProven }
        return allowed.contains(value) ? .pass : .fail
    }

    /// A start-up is an enterprise too.
    static func isAny(_ kind: FirmKind?, of allowed: [FirmKind]) -> Outcome {
        guard let kind else { return .notProven }
        return allowed.contains(kind) || (kind == .startUp && allowed.contains(.enterprise)) ? .pass : .fail
    }

    static func answer(_ value: Bool?) -> Outcome {
        value.map { $0 ? .pass : .fail } ?? .notProven
    }

    func buyer(_ test: BuyerTest) -> Answer {
        let firm = subject.firm
        switch test {
        case .kinds(let kinds):
            guard let kind = firm.kind else { return (.notProven, true, .missing(.firmKind)) }
            return (Self.isAny(kind, of: kinds), true, .word(.firmKind, kind.name))
        case .sizes(let sizes):
            guard let size = firm.size else { return (.notProven, true, .missing(.firmSize)) }
            return (sizes.contains(size) ? .pass : .fail, true, .word(.firmSize, size.name))
        case .industries(let industries):
            guard let industry = firm.industry else { return (.notProven, true, .missing(.industry)) }
            return (industries.contains(industry) ? .pass : .fail, true, .word(.industry, industry.name))
        case .legalEntity(let incubatorSuffices):
            guard let isEntity = firm.isLegalEntity else { return (.notProven, true, .missing(.legalEntity)) }
            if isEntity || (incubatorSuffices && firm.incubator != nil) { return (.pass, true, .holds(.legalEntity)) }
            return (.fail, true, .holdsNot(.legalEntity))
        case .cleanCredit(let years):
            switch firm.credit {
            case nil: return (.notProven, true, .missing(.credit))
            case .clean: return (.pass, true, .holds(.credit))
            case .badEntry(let date):
                let isOld = date.advanced(byMonths: 12 * years) <= today
                return (isOld ? .pass : .fail, true, .date(.credit, date))
            }
        case .accountsInOrder: return simple(firm.accountsInOrder, .accounts)
        case .park(let key, _): return simple(firm.park.map { $0 == key }, .park)
        case .judgement: return (.notProven, true, .missing(.judgement))
        }
    }

    private func simple(_ value: Bool?, _ fact: Fact) -> Answer {
        guard let value else { return (.notProven, true, .missing(fact)) }
        return value ? (.pass, true, .holds(fact)) : (.fail, true, .holdsNot(fact))
    }

    func supplier(_ test: SupplierTest) -> Answer {
        let supplier = subject.supplier
        switch test {
        case .listed(let key, _):
            guard let listings = supplier.listings else { return (.notProven, true, .missing(.listing)) }
            let entries = listings.filter { $0.key == key }
            guard let first = entries.first else { return (.fail, true, .holdsNot(.listing)) }
            let day = subject.contract.signedOn ?? today
            let isValid = entries.contains { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }
            if isValid { return (.pass, true, .holds(.listing)) }
            return (.fail, true, .date(.listing, first.to.map { $0 < day ? $0 : first.from } ?? first.from))
        case .capacity(let petaflops, let racks, let supercomputing):
            if supercomputing, supplier.isSupercomputingCentre == true { return (.pass, true, .holds(.capacity)) }
            if let petaflops, let has = supplier.petaflops, has >= petaflops {
                return (.pass, true, .number(.capacity, has))
            }
            if let racks, let has = supplier.racks, has >= racks { return (.pass, true, .number(.capacity, has)) }
            let open =
                (petaflops != nil && supplier.petaflops == nil) || (racks != nil && supplier.racks == nil)
                || (supercomputing && supplier.isSupercomputingCentre == nil)
            return open ? (.notProven, true, .missing(.capacity)) : (.fail, true, .holdsNot(.capacity))
        case .target(let target, let floor):
            guard let has = supplier.petaflops else { return (.notProven, true, .missing(.capacity)) }
            if has < floor { return (.fail, true, .number(.capacity, has)) }
            return (has >= target ? .pass : .notProven, true, .number(.capacity, has))
        case .claimedHardware: return (.pass, false, .states)
        }
    }

    func locality(_ locality: Locality) -> Answer {
        switch locality {
        case .buyer(let region, let operating):
            guard let own = subject.firm.region else { return (.notProven, true, .missing(.firmRegion)) }
            guard region.contains(own) else { return (.fail, true, .word(.firmRegion, own.name)) }
            if operating {
                let works = simple(subject.firm.operatesInRegion, .operation)
                if works.outcome != .pass { return works }
            }
            return (.pass, true, .word(.firmRegion, own.name))
        case .supplier(let region):
            guard let own = subject.supplier.region else { return (.notProven, true, .missing(.supplierRegion)) }
            return (region.contains(own) ? .pass : .fail, true, .word(.supplierRegion, own.name))
        case .platform(let key, _): return simple(subject.contract.platform.map { $0 == key }, .platform)
        case .exchange(let key):
            guard let exchange = subject.contract.exchange else { return (.notProven, true, .missing(.exchange)) }
            return simple(key == nil ? !exchange.isEmpty : exchange == key, .exchange)
        }
    }

    func nonRelated(_ test: NonRelatedTest) -> Answer {
        guard let relation = subject.supplier.relation else { return (.notProven, true, .missing(.relation)) }
        if relation.declaredRelated == true { return (.fail, true, .holdsNot(.relation)) }
        if relation.sharesLegalRepresentative == true { return (.fail, true, .holdsNot(.legalRepresentative)) }
        if relation.sharesBankAccount == true { return (.fail, true, .holdsNot(.bankAccount)) }
        if let share = relation.ownership, share > 0 {
            guard let threshold = test.ownershipFrom else { return (.notProven, true, .share(.ownership, share)) }
            if share >= threshold { return (.fail, true, .share(.ownership, share)) }
        }
        if relation.declaredRelated == nil { return (.notProven, true, .missing(.relation)) }
        if relation.ownership == nil { return (.notProven, true, .missing(.ownership)) }
        if relation.sharesLegalRepresentative == nil { return (.notProven, true, .missing(.legalRepresentative)) }
        if relation.sharesBankAccount == nil { return (.notProven, true, .missing(.bankAccount)) }
        return (.pass, true, .holds(.relation))
    }

    var contractMonths: Int? { subject.contract.months }

    func contract(_ test: ContractTest) -> Answer {
        let contract = subject.contract
        switch test {
        case .kinds(let kinds):
            guard let kind = contract.kind else { return (.notProven, true, .missing(.contractKind)) }
            return (kinds.contains(kind) ? .pass : .fail, true, .word(.contractKind, kind.name))
        case .signed(let from, let to):
            guard let day = contract.signedOn else { return (.notProven, true, .missing(.signing)) }
            let isEarly = from.map { day < $0 } ?? false
            let isLate = to.map { $0 < day } ?? false
            return (isEarly || isLate ? .fail : .pass, true, .date(.signing, day))
        case .term(let least, let most):
            if least == nil, most == nil { return (.notProven, true, .parameterNotFound) }
            guard let months = contractMonths else { return (.notProven, true, .missing(.contractDates)) }
            let fits = months >= least ?? 0 && months <= most ?? Int.max
            return (fits ? .pass : .fail, true, .number(.contractMonths, months))
        case .oneVoucher(let perRound):
            guard let rounds = subject.history.sameContractRounds else {
                return (.notProven, true, .missing(.sameContract))
            }
            if rounds.isEmpty { return (.pass, true, .holds(.sameContract)) }
            guard perRound else { return (.fail, true, .number(.sameContract, rounds.count)) }
            guard let current = programme.rounds?.round(at: at)?.key else {
                return (.notProven, true, .number(.sameContract, rounds.count))
            }
            let taken = rounds.contains(current)
            return (taken ? .fail : .pass, true, .number(.sameContract, rounds.count))
        case .notSplit(let days):
            guard let nearby = subject.history.nearbyContracts else {
                return (.notProven, true, .missing(.nearbyContracts))
            }
            guard let day = contract.signedOn else { return (.notProven, true, .missing(.signing)) }
            let close = nearby.filter { abs($0.dayNumber - day.dayNumber) <= Int64(days) }
            return (close.isEmpty ? .pass : .notProven, true, .number(.nearbyContracts, close.count))
        }
    }

    func round(_ calendar: RoundCalendar) -> Answer {
        if let useFrom = calendar.useFrom, let useTo = calendar.useTo,
            let from = subject.contract.from, let to = subject.contract.to, to < useFrom || useTo < from
        {
            return (.fail, true, .holdsNot(.contractDates))
        }
        switch calendar.state(at: at) {
        case .open(nil): return (.pass, true, .moment(.askedAt, at))
        case .open(let round?): return (.pass, true, .moment(.closing, round.closes))
        case .opensAt(let round): return (.fail, true, .moment(.opening, round.opens))
        case .closed(let last): return (.fail, true, .moment(.closing, last.closes))
        case .unknown: return (.notProven, true, .parameterNotFound)
        }
    }

    func evidence(_ set: EvidenceSet) -> Answer {
        let decides = set.step == subject.step
        let missing = set.items.filter { !subject.evidence.contains($0) }
        if missing.isEmpty { return (.pass, decides, .states) }
        return (.notProven, decides, .missingEvidence(missing))
    }
}

extension Case.Contract {
    /// Whole months of the contract, a begun month counted in full; nil without both dates.
    package var months: Int? {
        guard let from, let to, from <= to else { return nil }
        let end = to.advanced(byDays: 1)
        let (first, last) = (from.parts, end.parts)
        var months = (last.year - first.year) * 12 + last.month - first.month
        if from.advanced(byMonths: months) < end { months += 1 }
        return months
    }
}
