import ArgumentParser
import Foundation
import LabelMarket

/// How fast rules answer: one firm before many programmes, the best use of many vouchers, a round with many applications.
struct BenchRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Measures verdicts, best use and the allocation of a round; medians.")

    @Option(help: "How often everything is measured.") var repeats = 11
    @Option(help: "Programmes that one firm is evaluated against.") var programmes = 100
    @Option(help: "Rules of each programme.") var rules = 30
    @Option(help: "Vouchers for the best use.") var vouchers = 20
    @Option(help: "Applications of the round.") var applications = 100_000

    func run() throws {
        try measureVerdicts()
        try measureBestUse()
        for method in Oversubscription.allCases { try measureRound(method) }
    }

    private func measureVerdicts() throws {
        let all = try (0..<programmes).map { try RuleLoad.programme($0, rules: rules) }
        let subject = RuleLoad.subject(1)
        var checksum: Int64 = 0
        let median = medianOf(repeats) {
            for programme in all { checksum &+= programme.evaluate(subject, at: RuleLoad.moment).voucherShare.fen }
        }
        Console.write(
            "one firm, \(programmes) programmes of \(rules) rules: \(milliseconds(median)) ms (goal 1 ms), checksum \(checksum)")
    }

    private func measureBestUse() throws {
        let question = RuleLoad.question(vouchers)
        var drawn = Money.zero
        let median = try medianOf(repeats) { drawn = try BestUse.plan(question).voucherShare }
        Console.write("best use over \(vouchers) vouchers: \(milliseconds(median)) ms (goal 1 ms), draws \(drawn.decimalText) yuan")
    }

    /// Every application is checked against all rules, then the pot is shared out.
    private func measureRound(_ method: Oversubscription) throws {
        let programme = try RuleLoad.programme(0, rules: rules)
        var seconds: [Duration] = []
        var given = Money.zero
        for _ in 0..<min(repeats, 3) {
            let bar = CountBar("checked", of: applications)
            let clock = ContinuousClock()
            let started = clock.now
            var tickets: [Allocation.Application] = []
            tickets.reserveCapacity(applications)
            for number in 0..<applications {
                let assessment = programme.evaluate(RuleLoad.subject(number), at: RuleLoad.moment)
                if assessment.outcome != .fail, assessment.voucherShare.fen > 0 {
                    tickets.append(RuleLoad.ticket(number, assessment.voucherShare))
                }
                if number % 1_000 == 0 { bar.show(number) }
            }
            bar.show(applications)
            let shares = try Allocation.allocate(
                tickets, pot: .yuan(1_000_000_000), by: method, seed: [UInt8](repeating: 7, count: 32))
            seconds.append(clock.now - started)
            bar.clear()
            given = Money(fen: shares.reduce(0) { $0 + $1.fen })
        }
        let median = seconds.sorted()[seconds.count / 2]
        Console.write(
            "round of \(applications) applications, \(method.rawValue): \(milliseconds(median)) ms (goal 5000 ms), gives \(given.decimalText) yuan")
    }

    private func medianOf(_ count: Int, _ work: () throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        var samples: [Duration] = []
        for _ in 0..<max(1, count) { samples.append(try clock.measure(work)) }
        return samples.sorted()[samples.count / 2]
    }

    /// With three decimals.
    private func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        return "\(microseconds / 1_000).\(padded(Int(microseconds % 1_000), 3))"
    }
}

/// A count on the terminal that grows; nothing where the standard error is no terminal.
struct CountBar {
    let label: String
    let total: Int
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

    init(_ label: String, of total: Int) {
        self.label = label
        self.total = max(1, total)
    }

    func show(_ done: Int) {
        guard isTerminal else { return }
        let filled = done * 30 / total
        put("\r\u{1B}[K" + String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            + " \(label) \(done * 100 / total) %")
    }

    func clear() { if isTerminal { put("\r\u{1B}[K") } }

    private func put(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Programmes, firms and vouchers of any number, the same in every run.
private enum RuleLoad {
    static let day = CivilDate(year: 2026, month: 11, day: 23) ?? CivilDate(dayNumber: 0)
    static let moment = Instant(shanghai: day, hour: 12)
    /// A programme that pays labeling; the rules go round the kinds until there are enough.
    static func programme(_ number: Int, rules: Int) throws -> Programme {
        let fixed = [
            "<direction kind=\"corpus\" way=\"deductAtSale\"/>",
            "<rate><row rate=\"\(30 + number % 40)\"><when sizes=\"micro small\"/></row><row rate=\"20\"/></rate>",
            "<base of=\"signedContract\"/>", "<floor amount=\"100.00\"/>",
            "<lineItems include=\"labeling corpus\" exclude=\"storage\"/>", "<nonRelated ownershipFrom=\"25\"/>",
            "<round continuous=\"true\"/>", "<arithmetic unit=\"fen\" decimals=\"0\" rounding=\"truncate\"/>",
            "<stacking exclusiveWith=\"level:city\"><ceiling partners=\"level:district\" share=\"100\" monthsMax=\"12\"/></stacking>",
            "<validity months=\"12\"/>",
        ]
        let cycled = [
            "<cap amount=\"5000000.00\" period=\"calendarYear\" count=\"both\"/>",
            "<buyer test=\"kinds\" list=\"enterprise startUp university institute\"/>",
            "<buyer test=\"sizes\" list=\"micro small medium\"/>", "<buyer test=\"cleanCredit\" years=\"3\"/>",
            "<buyer test=\"legalEntity\"/>", "<locality test=\"buyer\" region=\"310000\"/>",
            "<contract test=\"kinds\" list=\"service\"/>", "<contract test=\"term\" monthsMax=\"12\"/>",
            "<contract test=\"oneVoucher\" perRound=\"true\"/>", "<evidence step=\"claim\" items=\"contract\"/>",
        ]
        var text = """
            <programme xmlns="\(ProgrammeFormat.namespace)" key="measured-\(number)" version="1" state="inForce" region="310000" \
            level="city" from="2026-01-01" to="2026-12-31"><name><en>n</en><zh>名</zh></name><summary><en>s</en><zh>要</zh></summary>\
            <bureau><en>b</en><zh>局</zh></bureau><rules>
            """
        for index in 0..<rules {
            let rule = index < fixed.count ? fixed[index] : cycled[(index - fixed.count) % cycled.count]
            text += "<rule id=\"r\(index)\">\(rule)<source status=\"B\"/></rule>"
        }
        return try ProgrammeFormat.read(Array((text + "</rules></programme>").utf8))
    }

    static func subject(_ number: Int) -> Case {
        var subject = Case(
            trying: .labeling, price: .yuan(10_000 + Int64(number % 997) * 100), from: day, to: day.advanced(byDays: 90),
            kind: number % 5 == 0 ? .startUp : .enterprise, size: number % 3 == 0 ? .micro : .small,
            region: RuleStarter.anyRegion)
        subject.firm.credit = number % 50 == 0 ? .badEntry(day.advanced(byDays: -30)) : .clean
        subject.evidence = [.contract]
        var relation = Case.Relation()
        relation.declaredRelated = false
        relation.ownership = 0
        relation.sharesLegalRepresentative = false
        relation.sharesBankAccount = false
        subject.supplier.relation = relation
        return subject
    }

    static func ticket(_ number: Int, _ amount: Money) -> Allocation.Application {
        Allocation.Application(
            id: Int64(number) << 20 | 77, amount: amount, contractSignedOn: day.advanced(byDays: Int64(number % 60)),
            receivedAt: Instant(milliseconds: moment.milliseconds + Int64(number)))
    }

    /// Vouchers of seven programmes, some of which stand together.
    static func question(_ count: Int) -> BestUse.Question {
        let keys = ["a", "b", "c", "d", "e", "f", "g"]
        var terms: [String: BestUse.Terms] = [:]
        for (index, key) in keys.enumerated() {
            terms[key] = BestUse.Terms(
                rate: 2_000 + index * 700, cap: .yuan(40_000), covers: index % 3 == 0 ? [.labeling] : [.labeling, .corpus])
        }
        var pairs: [BestUse.Pair] = []
        for (index, first) in keys.enumerated() {
            for (offset, second) in keys[(index + 1)...].enumerated() where (index + offset) % 3 != 0 {
                pairs.append(BestUse.Pair(first, second, ceiling: offset % 2 == 0 ? 10_000 : 8_000))
            }
        }
        return BestUse.Question(
            items: [
                Case.LineItem(lineClass: .labeling, amount: Money(fen: 12_345_677)),
                Case.LineItem(lineClass: .corpus, amount: Money(fen: 4_567_801)),
            ],
            vouchers: (0..<count).map { number in
                BestUse.Voucher(
                    id: "v\(number)", programme: keys[number % keys.count], balance: Money(fen: 1_234_567 + Int64(number) * 9_999),
                    expires: Instant(milliseconds: moment.milliseconds + Int64(number * 7919 % 31) * 86_400_000))
            }, terms: terms, pairs: pairs, neededUntil: moment)
    }
}
