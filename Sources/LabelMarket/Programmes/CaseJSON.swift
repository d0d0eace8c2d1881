package import FoundationEssentials

/// The JSON form of cases: amounts as yuan in text (`"200000.00"`), dates as `"2025-03-01"`, the moment of asking as
/// `"2026-01-10T12:00"` in Shanghai. Whatever is left out is not known.
package struct CaseDocument: Sendable {
    package let subject: Case
    package let askedAt: Instant

    /// - Throws: ``CaseProblem`` with the path of the value that cannot be read.
    package static func read(_ data: Data) throws(CaseProblem) -> CaseDocument {
        let record: CaseRecord
        do {
            record = try JSONDecoder().decode(CaseRecord.self, from: data)
        } catch let problem as CaseProblem {
            throw problem
        } catch let DecodingError.keyNotFound(key, _) {
            throw CaseProblem(path: key.stringValue, message: "is missing")
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context),
            let DecodingError.dataCorrupted(context)
        {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw CaseProblem(path: path, message: context.debugDescription)
        } catch {
            throw CaseProblem(path: "", message: "the file is not JSON")
        }
        return try record.document()
    }
}

/// What in a case file cannot be read.
package struct CaseProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let message: String

    package var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

private struct CaseRecord: Decodable {
    var askedAt: String
    var step: String?
    var firm: FirmRecord?
    var supplier: SupplierRecord?
    var contract: ContractRecord?
    var history: HistoryRecord?
    var evidence: [String]?
    var findings: [String: Bool]?

    func document() throws(CaseProblem) -> CaseDocument {
        var subject = Case()
        if let firm { subject.firm = try firm.value() }
        if let supplier { subject.supplier = try supplier.value() }
        if let contract { subject.contract = try contract.value() }
        if let history { subject.history = try history.value() }
        subject.evidence = try words(evidence, "evidence") ?? []
        subject.step = try word(step, "step") ?? .claim
        subject.findings = findings ?? [:]
        return CaseDocument(subject: subject, askedAt: try moment(askedAt))
    }

    private func moment(_ text: String) throws(CaseProblem) -> Instant {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        let clock = parts.count == 2 ? parts[1].split(separator: ":") : ["12", "0"]
        guard let first = parts.first, let day = CivilDate(text: String(first)), parts.count <= 2, clock.count == 2,
            let hour = Int(clock[0]), let minute = Int(clock[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { throw CaseProblem(path: "askedAt", message: "\"\(text)\" is not a time such as 2026-01-10T12:00") }
        return Instant(shanghai: day, hour: hour, minute: minute)
    }
}

private struct FirmRecord: Decodable {
    var kind, size, industry, region, park, incubator, foundedOn, credit: String?
    var operatesInRegion, isLegalEntity, accountsInOrder: Bool?
    var projectLevels: [String]?

    func value() throws(CaseProblem) -> Case.Firm {
        var firm = Case.Firm()
        firm.kind = try word(kind, "firm.kind")
        firm.size = try word(size, "firm.size")
        firm.industry = try word(industry, "firm.industry")
        firm.region = try LabelMarket.region(region, "firm.region")
        firm.park = park
        firm.incubator = incubator
        firm.foundedOn = try date(foundedOn, "firm.foundedOn")
        if let credit {
            firm.credit = credit == "clean" ? .clean : try date(credit, "firm.credit").map { .badEntry($0) }
        }
        firm.operatesInRegion = operatesInRegion
        firm.isLegalEntity = isLegalEntity
        firm.accountsInOrder = accountsInOrder
        firm.projectLevels = try words(projectLevels, "firm.projectLevels")
        return firm
    }
}

private struct SupplierRecord: Decodable {
    struct Listing: Decodable {
        var key, from: String
        var to: String?
    }

    struct Relation: Decodable {
        var declaredRelated, sharesLegalRepresentative, sharesBankAccount: Bool?
        var ownership: Int?
    }

    var id, region: String?
    var listings: [Listing]?
    var petaflops, racks: Int?
    var isSupercomputingCentre: Bool?
    var relation: Relation?

    func value() throws(CaseProblem) -> Case.Supplier {
        var supplier = Case.Supplier()
        supplier.id = id
        supplier.region = try LabelMarket.region(region, "supplier.region")
        if let listings {
            var entries: [Case.Listing] = []
            for listing in listings {
                guard let from = try date(listing.from, "supplier.listings.from") else { continue }
                entries.append(
                    Case.Listing(key: listing.key, from: from, to: try date(listing.to, "supplier.listings.to")))
            }
            supplier.listings = entries
        }
        supplier.petaflops = petaflops
        supplier.racks = racks
        supplier.isSupercomputingCentre = isSupercomputingCentre
        if let relation {
            var value = Case.Relation()
            value.declaredRelated = relation.declaredRelated
            value.ownership = relation.ownership
            value.sharesLegalRepresentative = relation.sharesLegalRepresentative
            value.sharesBankAccount = relation.sharesBankAccount
            supplier.relation = value
        }
        return supplier
    }
}

private struct ContractRecord: Decodable {
    struct Item: Decodable {
        var `class`, amount: String
    }

    var id, kind, workKind, chipOrigin, platform, exchange, signedOn, from, to, listPrice, approved, settled: String?
    var items: [Item]?

    func value() throws(CaseProblem) -> Case.Contract {
        var contract = Case.Contract()
        contract.id = id
        contract.kind = try word(kind, "contract.kind")
        contract.workKind = try word(workKind, "contract.workKind")
        contract.chipOrigin = try word(chipOrigin, "contract.chipOrigin")
        contract.platform = platform
        contract.exchange = exchange
        for item in items ?? [] {
            guard let lineClass: LineClass = try word(item.class, "contract.items.class"),
                let amount = try money(item.amount, "contract.items.amount")
            else { continue }
            contract.items.append(Case.LineItem(lineClass: lineClass, amount: amount))
        }
        contract.signedOn = try date(signedOn, "contract.signedOn")
        contract.from = try date(from, "contract.from")
        contract.to = try date(to, "contract.to")
        contract.listPrice = try money(listPrice, "contract.listPrice")
        contract.approved = try money(approved, "contract.approved")
        contract.settled = try money(settled, "contract.settled")
        return contract
    }
}

private struct HistoryRecord: Decodable {
    struct Use: Decodable {
        var programme: String
        var year: Int
        var round: String?
        var claimed, redeemed: String
    }

    struct Other: Decodable {
        var programme, level, amount: String
    }

    var uses: [Use]?
    var otherVouchers: [Other]?
    var sameContractRounds: [String]?
    var nearbyContracts: [String]?

    func value() throws(CaseProblem) -> Case.History {
        var history = Case.History()
        if let uses {
            var entries: [Case.PriorUse] = []
            for use in uses {
                entries.append(
                    Case.PriorUse(
                        programme: use.programme, year: use.year, round: use.round,
                        claimed: try money(use.claimed, "history.uses.claimed") ?? .zero,
                        redeemed: try money(use.redeemed, "history.uses.redeemed") ?? .zero))
            }
            history.uses = entries
        }
        if let otherVouchers {
            var entries: [Case.OtherVoucher] = []
            for other in otherVouchers {
                entries.append(
                    Case.OtherVoucher(
                        programme: other.programme,
                        level: try word(other.level, "history.otherVouchers.level") ?? .city,
                        amount: try money(other.amount, "history.otherVouchers.amount") ?? .zero))
            }
            history.otherVouchers = entries
        }
        history.sameContractRounds = sameContractRounds
        if let nearbyContracts {
            var days: [CivilDate] = []
            for text in nearbyContracts { if let day = try date(text, "history.nearbyContracts") { days.append(day) } }
            history.nearbyContracts = days
        }
        return history
    }
}

private func word<Word: RawRepresentable<String>>(_ text: String?, _ path: String) throws(CaseProblem) -> Word? {
    guard let text else { return nil }
    guard let word = Word(rawValue: text) else { throw CaseProblem(path: path, message: "\"\(text)\" is not known") }
    return word
}

private func words<Word: RawRepresentable<String>>(_ texts: [String]?, _ path: String) throws(CaseProblem) -> [Word]? {
    guard let texts else { return nil }
    var words: [Word] = []
    for text in texts { if let word: Word = try word(text, path) { words.append(word) } }
    return words
}

private func date(_ text: String?, _ path: String) throws(CaseProblem) -> CivilDate? {
    guard let text else { return nil }
    guard let date = CivilDate(text: text) else { throw CaseProblem(path: path, message: "\"\(text)\" is not a day") }
    return date
}

private func region(_ text: String?, _ path: String) throws(CaseProblem) -> RegionCode? {
    guard let text else { return nil }
    guard let region = RegionCode(text) else { throw CaseProblem(path: path, message: "\"\(text)\" is not a region") }
    return region
}

private func money(_ text: String?, _ path: String) throws(CaseProblem) -> Money? {
    guard let text else { return nil }
    guard case .success(let money) = Money.parse(text) else {
        throw CaseProblem(path: path, message: "\"\(text)\" is not an amount of yuan")
    }
    return money
}
