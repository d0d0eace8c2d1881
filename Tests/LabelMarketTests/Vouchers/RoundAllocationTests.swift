import Storage
import Testing

@testable import LabelMarket

/// A round from its opening to the published result.
struct RoundAllocationTests {
    static let opens = Instant(shanghai: CivilDate(year: 2026, month: 11, day: 20)!, hour: 9)
    static let closes = Instant(shanghai: CivilDate(year: 2026, month: 11, day: 30)!, hour: 17)

    /// A house with a round and so many firms of Shanghai that asked for 10,000 yuan each, in order.
    static func house(
        _ method: Oversubscription?, firms: Int, pot: Money, further: [Rule] = [], promised: Bool = true
    ) async throws -> (VoucherHouse, ID<ApplicationRound>, [ID<Application>]) {
        let house = try await VoucherHouse()
        let round = Round(key: "2026-4", opens: opens, closes: closes)
        let document = try VoucherHouse.document(rounds: [round], further: [.oversubscription(method)] + further)
        try await house.open(document, pot: pot)
        let id = try #require(try house.market.programmes.rounds(for: house.officer).first?.id)
        if method == .lottery, promised {
            try await house.market.vouchers.promiseSeed(id, by: house.officer, formKey: house.formKey)
        }
        var applications: [ID<Application>] = []
        for number in 0..<firms {
            let firm = try await VoucherHouse.organisation(house.house, "firm", 100 + number)
            let buyer = try await VoucherHouse.member(house.house, of: firm, as: .buyer, "buyer\(number)")
            let plan = PlannedUse(
                use: .labeling, price: .yuan(20_000), startsOn: house.today.advanced(byDays: Int64(10 - number % 10)),
                endsOn: house.today.advanced(byDays: 60), purpose: "Signs", declaresUnrelated: true)
            applications.append(
                try await house.market.vouchers.apply(
                    plan, asked: .yuan(10_000), to: house.key, version: 1, by: buyer, formKey: house.formKey))
            house.clock.advance(by: .minutes(1))
        }
        return (house, id, applications)
    }

    private func decide(_ house: VoucherHouse, _ id: ID<ApplicationRound>) async throws -> Vouchers.BulkOutcome {
        let view = try house.market.vouchers.round(id, includesOpen: true, for: house.officer)
        return try await house.market.vouchers.decideRound(
            id, includesOpen: true, shown: view.listHash, by: house.officer, formKey: house.formKey)
    }

    @Test func contractOrder_servesTheEarliestContractFirst() async throws {
        let (house, id, applications) = try await Self.house(.contractOrder, firms: 4, pot: .yuan(25_000))
        await #expect(throws: VoucherRefusal.roundStillOpen) { try await decide(house, id) }
        house.clock.set(Self.closes)
        #expect(try await house.market.vouchers.sweep().closedRounds == 1)
        #expect(try await house.market.vouchers.sweep().closedRounds == 0)
        let view = try house.market.vouchers.round(id, includesOpen: true, for: house.officer)
        // The later they applied the earlier they begin: the last is first, the second gets what is left.
        #expect(view.candidates.map { $0.given?.fen } == [0, 500_000, 1_000_000, 1_000_000])
        let outcome = try await decide(house, id)
        #expect(outcome.granted.count == 3 && outcome.refused == [applications[0]])
        #expect(try house.takeUp().available == .zero)
        #expect(try house.takeUp().granted == .yuan(25_000))
        await #expect(throws: VoucherRefusal.roundDecided) { try await decide(house, id) }
        let report = try house.house.database.read { Verification.run(Market.checks, in: $0) }
        #expect(report.isWhole)
    }

    @Test func proRata_givesEveryoneAShareToTheFen() async throws {
        let (house, id, _) = try await Self.house(.proRata, firms: 3, pot: .yuan(10_000))
        house.clock.set(Self.closes)
        _ = try await decide(house, id)
        let shares = try house.market.vouchers.publicRound(id, of: house.key).shares
        #expect(shares.map(\.given.fen).sorted() == [333_333, 333_333, 333_334])
    }

    @Test func lottery_needsAPromiseAndCanBeDrawnAgain() async throws {
        let (house, id, _) = try await Self.house(.lottery, firms: 12, pot: .yuan(55_000))
        await #expect(throws: VoucherRefusal.seedPromised) {
            try await house.market.vouchers.promiseSeed(id, by: house.officer, formKey: house.formKey)
        }
        let before = try house.market.vouchers.publicRound(id, of: house.key)
        let commitment = try #require(before.commitment)
        house.clock.set(Self.closes)
        let view = try house.market.vouchers.round(id, includesOpen: true, for: house.officer)
        #expect(view.given == nil && view.candidates.allSatisfy { $0.given == nil })
        _ = try await decide(house, id)
        let result = try #require(try house.market.vouchers.publicRound(id, of: house.key).result)
        #expect(sha256(try #require(result.seed)) == commitment)
        let text = String(decoding: try house.market.vouchers.roundFile(id, of: house.key), as: UTF8.self)
        let file = try #require(RoundFile(text))
        #expect(file.lines.count == 12 && file.pot == .yuan(55_000))
        #expect(try file.differences().isEmpty)
        let cheated = try #require(RoundFile(text.replacing(",1000000,0,", with: ",1000000,1000000,")))
        #expect(try !cheated.differences().isEmpty)
    }

    @Test func lottery_withoutAPromise_isNotDrawn() async throws {
        let (house, id, _) = try await Self.house(.lottery, firms: 2, pot: .yuan(5_000), promised: false)
        house.clock.set(Self.closes)
        await #expect(throws: VoucherRefusal.seedTooLate) {
            try await house.market.vouchers.promiseSeed(id, by: house.officer, formKey: house.formKey)
        }
        await #expect(throws: VoucherRefusal.seedMissing) { try await decide(house, id) }
    }

    @Test func withoutARule_onlyARoundThatFitsIsDecided() async throws {
        let (house, id, _) = try await Self.house(nil, firms: 2, pot: .yuan(15_000))
        house.clock.set(Self.closes)
        await #expect(throws: VoucherRefusal.noOversubscriptionRule) { try await decide(house, id) }
        _ = try await house.market.programmes.appropriate(
            .yuan(5_000), to: house.key, year: 2026, by: house.officer, key: house.formKey)
        #expect(try await decide(house, id).granted.count == 2)
    }

    @Test func listThatChanged_isLookedAtAgain() async throws {
        let (house, id, applications) = try await Self.house(.proRata, firms: 2, pot: .yuan(15_000))
        house.clock.set(Self.closes)
        let view = try house.market.vouchers.round(id, includesOpen: true, for: house.officer)
        _ = try await house.market.vouchers.decide(
            applications[0], .refuse(reason: "No"), revision: 1, by: house.officer, formKey: house.formKey)
        await #expect(throws: VoucherRefusal.roundChanged) {
            try await house.market.vouchers.decideRound(
                id, includesOpen: true, shown: view.listHash, by: house.officer, formKey: house.formKey)
        }
        #expect(throws: CommonRefusal.notFound) {
            try house.market.vouchers.round(id, for: house.strangerOfficer)
        }
    }

    @Test func publicNotice_comesBeforeTheGrants() async throws {
        let notice = Rule.review(Review(kinds: [.publicNotice], noticeDays: 5))
        let (house, id, _) = try await Self.house(.proRata, firms: 2, pot: .yuan(15_000), further: [notice])
        house.clock.set(Self.closes)
        _ = try await decide(house, id)
        #expect(try house.market.vouchers.onNotice(house.key).count == 2)
        #expect(try house.takeUp().granted == .zero)
        house.clock.advance(by: .days(7))
        #expect(try await house.market.vouchers.sweep().granted == 2)
        #expect(try house.takeUp().granted == .yuan(15_000))
    }

    @Test func rounds_repeatByTheQuarter() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        _ = try await house.market.programmes.openRound(
            of: house.key, name: "2027", from: Instant(shanghai: CivilDate(year: 2026, month: 11, day: 30)!),
            to: Instant(shanghai: CivilDate(year: 2026, month: 12, day: 31)!, hour: 17), quarters: 4, by: house.officer,
            key: house.formKey)
        let rounds = try house.market.programmes.rounds(for: house.officer)
        #expect(rounds.map(\.name) == ["2027-1", "2027-2", "2027-3", "2027-4"])
        #expect(rounds[1].opensAt.shanghaiDate == CivilDate(year: 2027, month: 2, day: 28))
        #expect(rounds[1].closesAt == Instant(shanghai: CivilDate(year: 2027, month: 3, day: 31)!, hour: 17))
        #expect(rounds[3].closesAt.shanghaiDate == CivilDate(year: 2027, month: 9, day: 30))
    }

    @Test func automaticGrant_waitsForItsRound() async throws {
        let rule = Rule.automaticGrant(AutomaticGrant(statuses: [.brief], amountMax: .yuan(50_000), sample: 10_000))
        let (house, id, applications) = try await Self.house(.proRata, firms: 1, pot: .yuan(5_000), further: [rule])
        let page = try house.market.vouchers.application(applications[0], for: house.officer)
        #expect(page.application.state == .submitted)
        house.clock.set(Self.closes)
        #expect(try house.market.vouchers.round(id, includesOpen: true, for: house.officer).takingPart == 1)
    }
}
