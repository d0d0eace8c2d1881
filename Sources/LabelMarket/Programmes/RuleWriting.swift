import XML

extension Rule {
    /// The rule's element; attributes always in the same order.
    var xml: XMLElement {
        var attributes = XMLAttributes()
        var children: [XMLElement] = []
        switch self {
        case .direction(let terms):
            attributes.add("kind", terms.kind.rawValue)
            attributes.add("way", terms.direction.rawValue)
        case .pot(let pot): return pot.xml
        case .rate(let table): children = table.rows.map(\.xml)
        case .base(let base): attributes.add("of", base.rawValue)
        case .cap(let cap):
            attributes.add("amount", cap.amount)
            attributes.add("period", cap.period.rawValue)
            attributes.add("count", cap.count.rawValue)
            if !cap.condition.isEmpty { children = [cap.condition.xml] }
        case .floor(let amount): attributes.add("amount", amount)
        case .lineItems(let scope):
            attributes.add("include", words: scope.included)
            attributes.add("exclude", words: scope.excluded)
        case .stacking(let terms):
            attributes.add("exclusiveWith", words: terms.exclusiveWith)
            children = terms.ceilings.map(\.xml)
        case .arithmetic(let arithmetic):
            attributes.add("unit", arithmetic.unit.rawValue)
            attributes.add("decimals", arithmetic.decimals)
            attributes.add("rounding", arithmetic.rounding.rawValue)
            if let window = arithmetic.proRata { children = [window.xml] }
        case .buyer(let test): return test.xml
        case .supplier(let test): return test.xml
        case .locality(let locality): return locality.xml
        case .nonRelated(let test): attributes.add("ownershipFrom", share: test.ownershipFrom)
        case .contract(let test): return test.xml
        case .round(let calendar): return calendar.xml
        case .procedure(let steps): children = steps.map(\.xml)
        default: attributes = lifeAttributes(&children)
        }
        return XMLElement(kind.rawValue, attributes.list, children)
    }

    private func lifeAttributes(_ children: inout [XMLElement]) -> XMLAttributes {
        var attributes = XMLAttributes()
        switch self {
        case .payment(let terms):
            attributes.add("payee", terms.payee.rawValue)
            attributes.add("timing", terms.timing?.rawValue)
            attributes.add("reserveFund", flag: terms.reserveFund)
        case .oversubscription(let method): attributes.add("by", method?.rawValue)
        case .validity(let validity):
            attributes.add("months", validity.months)
            attributes.add("days", validity.days)
            attributes.add("until", validity.until)
            attributes.add("releasesUnused", flag: validity.releasesUnused)
        case .nonTransfer(let forbidden): attributes.add("forbids", words: forbidden)
        case .evidence(let set):
            attributes.add("step", set.step.rawValue)
            attributes.add("items", words: set.items)
            attributes.add("fullAmountInvoice", flag: set.fullAmountInvoice)
        case .denomination(let units): attributes.add("units", words: units)
        case .review(let review):
            attributes.add("kinds", words: review.kinds)
            attributes.add("noticeDays", review.noticeDays)
        case .recovery(let recovery):
            attributes.add("interest", recovery.interest.map { $0 ? "true" : "false" })
            attributes.add("dailyRate", share: recovery.dailyRate)
            attributes.add("banYears", recovery.banYears)
            attributes.add("creditRecord", recovery.creditRecord.map { $0 ? "true" : "false" })
            attributes.add("referral", recovery.referral.map { $0 ? "true" : "false" })
        case .lawText(let text):
            attributes.add("number", text.number)
            attributes.add("issuedOn", text.issuedOn)
            children = [text.title.xml("title")]
        case .automaticGrant(let terms):
            attributes.add("statuses", words: terms.statuses)
            attributes.add("amountMax", terms.amountMax)
            attributes.add("sample", share: terms.sample)
        default: break
        }
        return attributes
    }
}

extension Pot {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        attributes.add("amount", amount)
        attributes.add("period", period.rawValue)
        attributes.add("places", places)
        let payers = funders.map { funder in
            XMLElement("funder", [XMLAttribute("weight", String(funder.weight))], [funder.name.xml("name")])
        }
        return XMLElement("pot", attributes.list, [name.xml("name")] + payers)
    }
}

extension RateRow {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        attributes.add("rate", share: rate)
        return XMLElement("row", attributes.list, condition.isEmpty ? [] : [condition.xml])
    }
}

extension Condition {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        attributes.add("firmKinds", words: firmKinds)
        attributes.add("sizes", words: sizes)
        attributes.add("workKinds", words: workKinds)
        attributes.add("chipOrigin", chipOrigin?.rawValue)
        if !regions.isEmpty { attributes.add("regions", regions.map(\.text).joined(separator: " ")) }
        attributes.add("startUp", flag: startUp)
        attributes.add("startUpMonths", startUpMonths)
        attributes.add("projectLevel", projectLevel?.rawValue)
        return XMLElement("when", attributes.list)
    }
}

extension StackingTerms.Ceiling {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        attributes.add("partners", words: partners)
        attributes.add("share", share: share)
        attributes.add("monthsMax", monthsMax)
        return XMLElement("ceiling", attributes.list)
    }
}

extension Arithmetic.ProRata {
    fileprivate var xml: XMLElement {
        XMLElement(
            "proRata",
            [
                XMLAttribute("from", from.isoText), XMLAttribute("to", to.isoText),
                XMLAttribute("dayCount", dayCount.rawValue),
            ])
    }
}

extension RoundCalendar {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        attributes.add("continuous", flag: continuous)
        attributes.add("useFrom", useFrom)
        attributes.add("useTo", useTo)
        let windows = rounds.map { round in
            XMLElement(
                "window",
                [
                    XMLAttribute("key", round.key), XMLAttribute("opens", ProgrammeFormat.text(round.opens)),
                    XMLAttribute("closes", ProgrammeFormat.text(round.closes)),
                ])
        }
        return XMLElement("round", attributes.list, windows)
    }
}

extension ProcedureStep {
    fileprivate var xml: XMLElement {
        XMLElement(
            "step",
            [
                XMLAttribute("event", event.rawValue), XMLAttribute("from", from.rawValue),
                XMLAttribute("to", to.rawValue), XMLAttribute("by", actor.rawValue),
            ])
    }
}

extension BuyerTest {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        var children: [XMLElement] = []
        switch self {
        case .kinds(let kinds):
            attributes.add("test", "kinds")
            attributes.add("list", words: kinds)
        case .sizes(let sizes):
            attributes.add("test", "sizes")
            attributes.add("list", words: sizes)
        case .industries(let industries):
            attributes.add("test", "industries")
            attributes.add("list", words: industries)
        case .legalEntity(let incubatorSuffices):
            attributes.add("test", "legalEntity")
            attributes.add("incubatorSuffices", flag: incubatorSuffices)
        case .cleanCredit(let years):
            attributes.add("test", "cleanCredit")
            attributes.add("years", years)
        case .accountsInOrder: attributes.add("test", "accountsInOrder")
        case .park(let key, let name):
            attributes.add("test", "park")
            attributes.add("key", key)
            children = [name.xml("name")]
        case .judgement(let subject):
            attributes.add("test", "judgement")
            children = [subject.xml("subject")]
        }
        return XMLElement("buyer", attributes.list, children)
    }
}

extension SupplierTest {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        var children: [XMLElement] = []
        switch self {
        case .listed(let key, let by):
            attributes.add("test", "listed")
            attributes.add("key", key)
            children = [by.xml("by")]
        case .capacity(let petaflops, let racks, let supercomputing):
            attributes.add("test", "capacity")
            attributes.add("petaflopsMin", petaflops)
            attributes.add("racksMin", racks)
            attributes.add("supercomputingSuffices", flag: supercomputing)
        case .target(let petaflops, let floor):
            attributes.add("test", "target")
            attributes.add("petaflops", petaflops)
            attributes.add("floorPetaflops", floor)
        case .claimedHardware: attributes.add("test", "claimedHardware")
        }
        return XMLElement("supplier", attributes.list, children)
    }
}

extension Locality {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        var children: [XMLElement] = []
        switch self {
        case .buyer(let region, let operating):
            attributes.add("test", "buyer")
            attributes.add("region", region.text)
            attributes.add("operating", flag: operating)
        case .supplier(let region):
            attributes.add("test", "supplier")
            attributes.add("region", region.text)
        case .platform(let key, let name):
            attributes.add("test", "platform")
            attributes.add("key", key)
            children = [name.xml("name")]
        case .exchange(let key):
            attributes.add("test", "exchange")
            attributes.add("key", key)
        }
        return XMLElement("locality", attributes.list, children)
    }
}

extension ContractTest {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        switch self {
        case .kinds(let kinds):
            attributes.add("test", "kinds")
            attributes.add("list", words: kinds)
        case .signed(let from, let to):
            attributes.add("test", "signed")
            attributes.add("from", from)
            attributes.add("to", to)
        case .term(let least, let most):
            attributes.add("test", "term")
            attributes.add("monthsMin", least)
            attributes.add("monthsMax", most)
        case .oneVoucher(let perRound):
            attributes.add("test", "oneVoucher")
            attributes.add("perRound", flag: perRound)
        case .notSplit(let days):
            attributes.add("test", "notSplit")
            attributes.add("days", days)
        }
        return XMLElement("contract", attributes.list)
    }
}
