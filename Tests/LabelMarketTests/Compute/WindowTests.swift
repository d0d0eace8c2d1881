import LabelMarket
import Storage
import Testing

struct WindowTests {
    private typealias House = ComputeHouse

    private static let refused: [(terms: WindowTerms, refusal: ComputeRefusal)] = [
        (ComputeHouse.terms(from: ComputeHouse.moment(3), to: ComputeHouse.moment(3)), .inverted),
        (ComputeHouse.terms(from: ComputeHouse.moment(3), to: ComputeHouse.moment(2)), .inverted),
        (ComputeHouse.terms(from: ComputeHouse.moment(1).advanced(by: .minutes(30))), .notWholeHours),
        (ComputeHouse.terms(from: ComputeHouse.moment(-20)), .startInPast),
        (ComputeHouse.terms(to: ComputeHouse.moment(94)), .tooLong(days: 92)),
        (ComputeHouse.terms(from: ComputeHouse.moment(400), to: ComputeHouse.moment(401)), .tooFarAhead(days: 366)),
        (ComputeHouse.terms(cards: 0), .noCards), (ComputeHouse.terms(cards: -4), .noCards),
        (ComputeHouse.terms(price: .zero), .priceOutOfRange), (ComputeHouse.terms(price: Money(fen: -600)), .priceOutOfRange),
        (ComputeHouse.terms(minimum: 0), .minimumAboveWindow(cardHours: 768)),
        (ComputeHouse.terms(minimum: 769), .minimumAboveWindow(cardHours: 768)),
        (ComputeHouse.terms(notice: 721), .noticeOutOfRange), (ComputeHouse.terms(fee: 10_001), .feeOutOfRange),
        (
            ComputeHouse.terms(cards: 17),
            .aboveQuantity(free: 16, from: ComputeHouse.moment(1), to: ComputeHouse.moment(3))
        ),
    ]

    @Test(arguments: refused.indices) func publish_isRefusedWithItsReason(index: Int) async throws {
        let (terms, refusal) = Self.refused[index]
        let house = try await ComputeHouse()
        await #expect(throws: refusal) { try await house.window(terms) }
    }

    @Test func overlap_beyondTheCardsThereAre_isRefused() async throws {
        let house = try await ComputeHouse()
        try await house.window(House.terms(cards: 10))
        let refusal = ComputeRefusal.aboveQuantity(free: 6, from: House.moment(2), to: House.moment(3))
        await #expect(throws: refusal) {
            try await house.window(House.terms(from: House.moment(2), to: House.moment(4), cards: 7))
        }
        try await house.window(House.terms(from: House.moment(2), to: House.moment(4), cards: 6))
        try await house.window(House.terms(from: House.moment(4), to: House.moment(5), cards: 16))
    }

    @Test func edit_neverGoesBelowWhatIsReserved() async throws {
        let house = try await ComputeHouse()
        let id = try await house.window()
        try await house.deposit(5000)
        try await house.reserve(house.booking(id, cards: 8))
        func edit(_ terms: WindowTerms, revision: Int = 1) async throws {
            try await house.market.windows.edit(id, to: terms, revision: revision, by: house.operation)
        }
        await #expect(throws: ComputeRefusal.reservedCards(8, from: House.moment(1), to: House.moment(2))) {
            try await edit(House.terms(cards: 7))
        }
        await #expect(throws: ComputeRefusal.reservedOutside) { try await edit(House.terms(from: House.moment(1, 1))) }
        await #expect(throws: ComputeRefusal.reservedOutside) { try await edit(House.terms(to: House.moment(1, 23))) }
        try await edit(House.terms(to: House.moment(2), cards: 8, price: .yuan(9)))
        await #expect(throws: ComputeRefusal.windowEdited) { try await edit(House.terms()) }
        #expect(try house.verify().isWhole)
    }

    @Test func quantity_neverGoesBelowWhatIsOffered() async throws {
        let house = try await ComputeHouse()
        try await house.window(House.terms(cards: 12))
        await #expect(throws: ComputeRefusal.quantityOffered(most: 12)) {
            try await house.market.sites.editClass(
                house.deviceClass, to: House.facts(quantity: 11), by: house.operation)
        }
        try await house.market.sites.editClass(house.deviceClass, to: House.facts(quantity: 12), by: house.operation)
    }

    @Test func strangers_seeNoFormsAndChangeNothing() async throws {
        let house = try await ComputeHouse()
        let id = try await house.window()
        let terms = House.terms()
        await #expect(throws: CommonRefusal.notFound) {
            try await house.market.windows.edit(id, to: terms, revision: 1, by: house.other)
        }
        await #expect(throws: CommonRefusal.notFound) { try await house.market.windows.withdraw(id, by: house.other) }
        await #expect(throws: CommonRefusal.notFound) {
            try await house.market.windows.publish([terms], of: house.deviceClass, by: house.other, key: house.key)
        }
        await #expect(throws: CommonRefusal.forbidden) { try await house.market.windows.withdraw(id, by: house.buyer) }
        try await house.deposit(5000)
        let reservation = try await house.reserve(house.booking(id))
        for actor in [house.rival, house.other] {
            #expect(throws: CommonRefusal.notFound) { try house.market.reservations.page(reservation, for: actor) }
        }
        await #expect(throws: CommonRefusal.notFound) {
            try await house.market.reservations.confirm(reservation, by: house.other)
        }
    }

    @Test func withdrawn_keepsItsReservations_andTakesNoMore() async throws {
        let house = try await ComputeHouse()
        let id = try await house.window()
        try await house.deposit(5000)
        let reservation = try await house.reserve(house.booking(id))
        try await house.market.windows.withdraw(id, by: house.operation)
        await #expect(throws: ReservationRefusal.windowClosed) {
            try await house.reserve(house.booking(id, from: House.moment(2), to: House.moment(3)))
        }
        try await house.market.reservations.confirm(reservation, by: house.operation)
        #expect(try house.verify().isWhole)
    }

    @Test func series_repeatsOnTheChosenDays() async throws {
        let house = try await ComputeHouse()
        let night = House.terms(from: House.moment(1, 20), to: House.moment(2, 8))
        let windows = try WindowRules.repeated(night, on: [1, 3], until: CivilDate(year: 2026, month: 12, day: 14)!)
        #expect(windows.map(\.startsAt.shanghaiDate.isoText) == ["2026-12-02", "2026-12-07", "2026-12-09", "2026-12-14"])
        let ids = try await house.market.windows.publish(
            windows, of: house.deviceClass, asSeries: true, by: house.operation, key: house.key)
        try await house.market.windows.withdraw(ids[1], wholeSeries: true, by: house.operation)
        #expect(try house.market.windows.search(WindowFilter(), for: nil).lines.isEmpty)
        #expect(throws: ComputeRefusal.noRepetition) {
            try WindowRules.repeated(night, on: [], until: CivilDate(year: 2026, month: 11, day: 30)!)
        }
    }

    @Test func file_publishesEveryWindow_orNamesEachMistake() async throws {
        let house = try await ComputeHouse()
        let good = """
            accelerator,starts_at,ends_at,cards,price_yuan,minimum_card_hours,notice_hours,fee_percent
            ascend 910b,2026-12-01 08:00,2026-12-01T12:00Z,8,6.50,4,24,20
            "Ascend 910B",2026-12-02T00:00:00Z,2026-12-02T12:00:00Z,16,¥7,,,
            """
        let read = try house.market.windows.readFile(Array(good.utf8), at: house.site, for: house.operation)
        #expect(read.problems.isEmpty)
        #expect(read.rows.map(\.terms.hours) == [12, 12])
        #expect(read.rows[1].terms.startsAt == House.moment(2, 8))
        let ids = try await house.market.windows.publish(read.rows, by: house.operation, key: house.key)
        #expect(ids.count == 2)
        let bad = """
            accelerator,starts_at,ends_at,cards,price_yuan,colour
            H100,2026-12-01 08:00,tomorrow,eight,-6,red
            Ascend 910B,2026-12-01 08:00,2026-12-01 20:00,4,6.505,red
            Ascend 910B,2026-12-01 08:00
            """
        let problems = try house.market.windows.readFile(Array(bad.utf8), at: house.site, for: house.operation).problems
        #expect(problems.map { "\($0.line) \($0.column)" } == ["1 colour", "2 ", "3 ", "4 "])
        let full = ComputeRefusal.aboveQuantity(free: 8, from: House.moment(1, 8), to: House.moment(1, 20))
        await #expect(throws: ComputeRefusal.inRow(2, full)) {
            let again = "accelerator,starts_at,ends_at,cards,price_yuan\nAscend 910B,2026-12-01 08:00,2026-12-01 20:00,9,6\n"
            let rows = try house.market.windows.readFile(Array(again.utf8), at: house.site, for: house.operation).rows
            _ = try await house.market.windows.publish(rows, by: house.operation, key: house.key)
        }
    }

    @Test(arguments: [
        ("starts_at", "yesterday", "notAMoment"), ("cards", "8.5", "notANumber"), ("cards", "-8", "negative"),
        ("price_yuan", "-1", "negative"), ("price_yuan", "1.005", "fractionalFen"), ("price_yuan", "cheap", "notAnAmount"),
        ("accelerator", "H100", "unknownAccelerator"),
    ]) func file_namesLineAndColumn(column: String, value: String, kind: String) async throws {
        let house = try await ComputeHouse()
        var fields = [
            "accelerator": "Ascend 910B", "starts_at": "2026-12-01 08:00", "ends_at": "2026-12-01 20:00", "cards": "8",
            "price_yuan": "6",
        ]
        fields[column] = value
        let names = Array(WindowFile.columns.prefix(5))
        let text = names.joined(separator: ",") + "\n" + names.map { fields[$0] ?? "" }.joined(separator: ",") + "\n"
        let read = try house.market.windows.readFile(Array(text.utf8), at: house.site, for: house.operation)
        #expect(read.problems.count == 1)
        #expect(read.problems.first?.line == 2 && read.problems.first?.column == column)
        #expect(read.problems.first.map { "\($0.kind)".hasPrefix(kind) } == true)
    }

    @Test func site_liesInTheHubItNames() async throws {
        let house = try await ComputeHouse()
        let refused: [(SiteEntry, ComputeRefusal)] = [
            (House.entry(name: "二", region: "310000"), .placeMismatch), (House.entry(name: "三", hub: "mars"), .hubUnknown),
            (House.entry(name: "四", cluster: "wuhu"), .placeMismatch), (House.entry(), .siteNameUsed),
        ]
        for (entry, refusal) in refused {
            await #expect(throws: refusal) {
                _ = try await house.market.sites.register(entry, by: house.operation, key: house.key)
            }
        }
        _ = try await house.market.sites.register(
            House.entry(name: "五", hub: nil, cluster: nil, region: "420100"), by: house.operation, key: house.key)
    }

    @Test func search_filtersByPlaceTimeAndPrice() async throws {
        let house = try await ComputeHouse()
        let cheap = try await house.window(House.terms(cards: 8, price: .yuan(5)))
        let dear = try await house.window(House.terms(from: House.moment(2), to: House.moment(4), cards: 8, price: .yuan(9)))
        func found(_ change: (inout WindowFilter) -> Void) throws -> [ID<ComputeWindow>] {
            var filter = WindowFilter()
            change(&filter)
            return try house.market.windows.search(filter, for: house.buyer).lines.map(\.window.id)
        }
        #expect(try found { _ in } == [cheap, dear])
        #expect(try found { $0.priceMost = .yuan(6) } == [cheap])
        #expect(try found { $0.from = House.moment(3) } == [dear])
        #expect(try found { $0.to = House.moment(2) } == [cheap])
        #expect(try found { $0.latency = .region }.isEmpty)
        #expect(try found { $0.latency = .country } == [cheap, dear])
        #expect(try found { $0.hub = "gansu" } == [cheap, dear])
        #expect(try found { $0.region = Region(code: "620000") } == [cheap, dear])
        #expect(try found { $0.accelerator = "Ascend 910C" }.isEmpty)
        #expect(try found { $0.cardHours = 385 }.isEmpty)
        #expect(try found { $0.isAttested = true } == [cheap, dear])
        #expect(try found { $0.after = WindowPlace(startsAt: House.moment(1), window: cheap) } == [dear])
        let line = try #require(try house.market.windows.search(WindowFilter(), for: house.buyer).lines.first)
        #expect(line.latency == .country && line.quote?.price == .yuan(20))
    }

    @Test func search_takesItsOrderFromAnIndex() async throws {
        let house = try await ComputeHouse()
        let plan = try house.house.database.read { try $0.plan(of: ComputeWindows.listQuery(at: house.clock.now)) }
        #expect(plan.contains { $0.contains("compute_window_time") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    /// What the search keeps in memory holds every change as soon as it is committed.
    @Test func search_holdsEveryChangeAtOnce() async throws {
        let house = try await ComputeHouse()
        func lines() throws -> [WindowLine] { try house.market.windows.search(WindowFilter(), for: nil).lines }
        #expect(try lines().isEmpty)
        let late = try await house.window(House.terms(from: House.moment(2), to: House.moment(3), cards: 8))
        #expect(try lines().map(\.window.id) == [late])
        let early = try await house.window(House.terms(from: House.moment(1), to: House.moment(2), cards: 8))
        #expect(try lines().map(\.window.id) == [early, late])
        try await house.deposit(5000)
        let stamps = try lines().map(\.window.stamp)
        try await house.reserve(house.booking(early, cards: 4))
        #expect(try lines().map(\.window.freeCardHours) == [96, 192])
        #expect(try lines()[1].window.stamp == stamps[1] && lines()[0].window.stamp != stamps[0])
        let moved = House.terms(from: House.moment(4), to: House.moment(5), cards: 8, price: .yuan(9))
        try await house.market.windows.edit(late, to: moved, revision: 1, by: house.operation)
        #expect(try lines().map(\.window.pricePerCardHour) == [.yuan(6), .yuan(9)])
        #expect(try lines().map(\.window.startsAt) == [House.moment(1), House.moment(4)])
        var facts = House.facts(quantity: 16)
        facts.attestation = nil
        try await house.market.sites.editClass(house.deviceClass, to: facts, by: house.operation)
        #expect(try lines().allSatisfy { !$0.place.deviceClass.isAttested })
        try await house.market.windows.withdraw(early, by: house.operation)
        #expect(try lines().map(\.window.id) == [late])
        house.clock.advance(by: .days(20))
        #expect(try lines().isEmpty)
    }

    /// The list in memory against the rows themselves, after many changes in any order.
    @Test func list_isWhatTheDatabaseHolds() async throws {
        let house = try await ComputeHouse()
        var ids: [ID<ComputeWindow>] = []
        for number in 0..<60 {
            let day = 1 + number * 7 % 40
            if number % 4 == 3 {
                try await house.market.windows.withdraw(ids.remove(at: ids.count / 2), by: house.operation)
            } else {
                ids.append(
                    try await house.window(
                        House.terms(from: House.moment(day), to: House.moment(day + 1), cards: 1 + number % 5)))
            }
            if number % 3 == 0 { _ = try house.market.windows.search(WindowFilter(), for: nil) }
        }
        var found: [ID<ComputeWindow>] = []
        var filter = WindowFilter()
        repeat {
            let page = try house.market.windows.search(filter, for: nil)
            found += page.lines.map(\.window.id)
            filter.after = page.next
        } while filter.after != nil
        let held: [ID<ComputeWindow>] = try house.house.database.read { transaction in
            try transaction.all("SELECT id FROM compute_window WHERE state = 'open' ORDER BY starts_at, id") { try $0.at(0) }
        }
        #expect(found == held && held.count > 20)
    }
}
