import LabelMarket
import Testing

struct ProgrammeLifeTests {
    @Test(arguments: [
        ("2026-03-01", 12, "2027-02-28"), ("2024-02-29", 12, "2025-02-27"), ("2023-02-28", 12, "2024-02-27"),
        ("2026-01-31", 1, "2026-02-27"), ("2026-11-23", 1, "2026-12-22"), ("2026-12-31", 2, "2027-02-27"),
    ])
    func expiry_isTheDayBeforeTheSameDay(granted: String, months: Int, last: String) throws {
        let document = """
            <programme xmlns="\(ProgrammeFormat.namespace)" key="k" version="1" state="draft" region="310000" level="city">
            <name><en>n</en><zh>名</zh></name><summary><en>s</en><zh>要</zh></summary><bureau><en>b</en><zh>局</zh></bureau>
            <rules><rule id="v"><validity months="\(months)"/><source status="R"/></rule></rules></programme>
            """
        let validity = try #require(try ProgrammeFormat.read(Array(document.utf8)).validity)
        let day = try #require(CivilDate(text: granted))
        #expect(validity.lastDay(grantedOn: day)?.isoText == last)
        let expiry = try #require(validity.expiry(grantedOn: day))
        #expect(expiry.shanghaiDate.isoText == last)
        #expect(expiry.advanced(by: Instant.Span(milliseconds: 1)).shanghaiDate.isoText != last)
    }

    @Test func round_closesAtItsClock() throws {
        let calendar = try #require(try ProgrammeFixtures.programme("zhangjiang-ai-1").rounds)
        let closing = ProgrammeFixtures.moment("2025-10-12", hour: 17)
        #expect(calendar.round(at: closing) == nil)
        #expect(calendar.round(at: closing.advanced(by: Instant.Span(milliseconds: -1)))?.key == "2025-Q3")
        #expect(calendar.state(at: closing) == .closed(calendar.rounds[0]))
        #expect(calendar.state(at: ProgrammeFixtures.moment("2025-01-01")) == .opensAt(calendar.rounds[0]))
    }

    @Test func round_supportsUseBeforeItOpened() throws {
        let calendar = try #require(try ProgrammeFixtures.programme("nanning-compute-1").rounds)
        #expect(calendar.supportsUse(on: try #require(CivilDate(text: "2025-03-01"))))
        #expect(!calendar.supportsUse(on: try #require(CivilDate(text: "2026-01-10"))))
    }

    static func applications(_ count: Int, seed: UInt64) -> [Allocation.Application] {
        var generator = ProgrammeSeed(seed)
        return (0..<count).map { place in
            Allocation.Application(
                id: Int64(place), amount: Money(fen: Int64.random(in: 0...1_000_000, using: &generator)),
                contractSignedOn: CivilDate(dayNumber: Int64.random(in: 20_000...20_400, using: &generator)),
                receivedAt: Instant(milliseconds: Int64.random(in: 0...1_000_000, using: &generator)))
        }
    }

    @Test(arguments: Oversubscription.allCases)
    func allocation_sumsToThePotAndNeverAboveTheClaim(method: Oversubscription) throws {
        for seed in 0..<50 {
            let applications = Self.applications(40, seed: UInt64(seed))
            let pot = Money(fen: Int64(seed) * 300_000)
            let given = try Allocation.allocate(applications, pot: pot, by: method, seed: [1, 2, 3])
            let asked = applications.reduce(Int64(0)) { $0 + $1.amount.fen }
            #expect(given.reduce(Int64(0)) { $0 + $1.fen } == min(pot.fen, asked), "seed \(seed)")
            #expect(zip(given, applications).allSatisfy { $0 <= $1.amount && $0 >= .zero }, "seed \(seed)")
        }
    }

    @Test func allocation_followsTheOrderOfSigning() throws {
        let days = [3, 1, 2].map { CivilDate(dayNumber: $0) }
        let applications = days.enumerated().map {
            Allocation.Application(
                id: Int64($0), amount: Money(fen: 60), contractSignedOn: $1, receivedAt: Instant(milliseconds: 0))
        }
        let given = try Allocation.allocate(applications, pot: Money(fen: 100), by: .contractOrder)
        #expect(given.map(\.fen) == [0, 60, 40])
        let shared = try Allocation.allocate(applications, pot: Money(fen: 100), by: .proRata)
        #expect(shared.map(\.fen) == [34, 33, 33])
    }

    @Test func lottery_isDrawnAgainTheSameWay() {
        let ids: [Int64] = [10, 11, 12, 13, 14]
        let order = Allocation.lotteryOrder(ids, seed: Array("2026-11-23".utf8))
        #expect(order == Allocation.lotteryOrder(ids, seed: Array("2026-11-23".utf8)))
        #expect(Set(order) == Set(0..<5))
        let other = (0..<20).map { Allocation.lotteryOrder(ids, seed: [$0]) }
        #expect(Set(other).count > 5)
        let turned = Allocation.lotteryOrder(ids.reversed(), seed: Array("2026-11-23".utf8))
        #expect(turned.map { ids.reversed()[$0] } == order.map { ids[$0] })
    }

    @Test func machine_keepsOrderAndActor() throws {
        let machine = ApplicationMachine()
        #expect(try machine.next(.draft, .submit, by: .firm) == .submitted)
        #expect(throws: ApplicationRefusal.outOfOrder(.draft, .grant)) { try machine.next(.draft, .grant, by: .bureau) }
        #expect(throws: ApplicationRefusal.wrongActor(.firm)) { try machine.next(.draft, .submit, by: .bureau) }
        for state in ApplicationState.allCases where state.isFinal {
            for event in ApplicationEvent.allCases {
                #expect(throws: ApplicationRefusal.self) { try machine.next(state, event, by: .bureau) }
            }
        }
        let district = ApplicationMachine(try ProgrammeFixtures.programme("yangzhou-compute-1"))
        #expect(try district.next(.submitted, .check, by: .district) == .underReview)
        #expect(district.events(in: .submitted, for: .firm) == [.withdraw])
    }

    @Test func differences_nameWhatChanged() throws {
        let before = try ProgrammeFixtures.programme("nanning-compute-1")
        let after = try ProgrammeFixtures.programme("nanning-compute-2")
        let found = after.differences(from: before)
        let unit = try #require(found.first { $0.subject == .rule(id: "unit", .arithmetic) })
        #expect(unit.before?.en.hasSuffix("days between dates") == true)
        #expect(unit.after?.en.hasSuffix("both end days counted") == true)
        #expect(found.contains { $0.subject == .source(id: "unit", .arithmetic) })
        #expect(after.differences(from: after).isEmpty)
        var less = after
        less.clauses.removeLast()
        #expect(less.differences(from: after).count == 1)
        #expect(less.differences(from: after).first?.after == nil)
        #expect(after.differences(from: less).first?.before == nil)
    }
}

struct RelationsTests {
    @Test func ownership_multipliesAlongAChainAndAddsUp() {
        let relations = Relations(holdings: [
            .init(owner: "a", owned: "m", share: 6_000), .init(owner: "m", owned: "b", share: 5_000),
            .init(owner: "a", owned: "n", share: 2_000), .init(owner: "n", owned: "b", share: 5_000),
        ])
        #expect(relations.links("a", "b") == [.ownership(path: ["a", "m", "b"], share: 4_000)])
        #expect(relations.links("b", "a") == [.ownership(path: ["a", "m", "b"], share: 4_000)])
        #expect(relations.links("m", "n") == [.commonOwner("a", share: 2_000)])
    }

    @Test func ownership_endsInACircle() {
        let relations = Relations(holdings: [
            .init(owner: "a", owned: "b", share: 5_000), .init(owner: "b", owned: "a", share: 5_000),
            .init(owner: "b", owned: "b", share: 9_000),
        ])
        #expect(
            relations.links("a", "b") == [
                .ownership(path: ["b", "a"], share: 5_000), .ownership(path: ["a", "b"], share: 5_000),
            ])
    }

    @Test func strangers_haveNoLinks() {
        let relations = Relations(holdings: [.init(owner: "a", owned: "b", share: 10_000)])
        #expect(relations.links("b", "c").isEmpty)
        let relation = relations.relation("b", "c", declaredRelated: false)
        #expect(relation.ownership == 0 && relation.sharesBankAccount == false && relation.declaredRelated == false)
    }

    @Test func shared_representativeAccountAndDeclarationLink() {
        var relations = Relations()
        relations.setRepresentative("Li", of: "a")
        relations.setRepresentative("Li", of: "b")
        relations.addAccount("6222", of: "a")
        relations.addAccount("6222", of: "b")
        relations.declareRelated("b", "a")
        #expect(relations.links("a", "b") == [.declared, .legalRepresentative("Li"), .bankAccount("6222")])
        let relation = relations.relation("a", "b", declaredRelated: false)
        #expect(relation.declaredRelated == true && relation.sharesLegalRepresentative == true)
        #expect(relation.sharesBankAccount == true)
    }
}
