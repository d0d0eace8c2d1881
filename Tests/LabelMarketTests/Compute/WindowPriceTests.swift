import LabelMarket
import Storage
import Testing

/// The list by what a buyer pays itself, against the draw by which a reservation is made.
struct WindowPriceTests {
    private typealias House = ComputeHouse

    /// Windows over sixty days, half of them after the voucher ends, each at a price of its own.
    private func market(_ count: Int) async throws -> ComputeHouse {
        let house = try await ComputeHouse()
        _ = try await house.voucher(1000, months: 1)
        for number in 0..<count {
            let day = 1 + number * 2
            try await house.window(
                House.terms(
                    from: House.moment(day), to: House.moment(day + 1), cards: 2,
                    price: Money(fen: 501 + Int64(number * 37 % 400)), minimum: 4))
        }
        return house
    }

    private func own(_ window: ListedWindow, cardHours: Int64, in house: ComputeHouse) throws -> Money {
        try house.house.database.read { transaction in
            try Vouchers.draw(
                for: try window.pricePerCardHour.multiplied(by: cardHours), buyer: house.buyer.organisation,
                vendor: house.operation.organisation, use: .compute(chipOrigin: .domestic),
                workEndsOn: ReservationRules.lastDay(endsAt: window.endsAt),
                supply: ComputeSupply(region: RegionCode("621000"), isAttested: true), at: house.clock.now,
                in: transaction
            ).own
        }
    }

    private func pages(_ filter: WindowFilter, _ house: ComputeHouse) throws -> [WindowLine] {
        var (filter, lines): (WindowFilter, [WindowLine]) = (filter, [])
        repeat {
            let page = try house.market.windows.search(filter, for: house.buyer)
            lines += page.lines
            (filter.after, filter.afterPrice) = (page.next, page.nextPrice)
        } while filter.after != nil || filter.afterPrice != nil
        return lines
    }

    @Test func byPrice_ordersByTheExactOwnShare() async throws {
        let house = try await market(30)
        var filter = WindowFilter()
        filter.order = .price
        for hours in [nil, Int64(7), 33] {
            filter.cardHours = hours
            let lines = try pages(filter, house)
            #expect(lines.count == 30 && Set(lines.map(\.window.id)).count == 30)
            for line in lines {
                #expect(line.quote?.own == (try own(line.window, cardHours: hours ?? 4, in: house)))
            }
            let shares = lines.compactMap { $0.quote?.own }
            #expect(shares == shares.sorted() && shares.count == 30)
        }
        // What costs more before vouchers may cost less after them.
        let prices = try pages(filter, house).compactMap { $0.quote?.price }
        #expect(prices != prices.sorted())
    }

    @Test func ownMost_leavesOutWhatCostsMore() async throws {
        let house = try await market(24)
        let all = try pages(WindowFilter(), house)
        for order in [WindowOrder.start, .price] {
            for most in [Money(fen: 0), Money(fen: 1400), Money(fen: 2400), Money(fen: 9000)] {
                var filter = WindowFilter()
                filter.order = order
                filter.ownMost = most
                let found = Set(try pages(filter, house).map(\.window.id))
                let expected = all.filter { ($0.quote?.own ?? .zero) <= most }.map(\.window.id)
                #expect(found == Set(expected), "\(order) \(most)")
            }
        }
    }

    @Test func visitors_seeTheLowestPriceFirst() async throws {
        let house = try await market(30)
        var filter = WindowFilter()
        filter.order = .price
        let first = try house.market.windows.search(filter, for: nil)
        #expect(first.lines.count == ComputeWindows.pageSize && first.comparison == nil)
        filter.afterPrice = first.nextPrice
        let rest = try house.market.windows.search(filter, for: nil)
        let prices = (first.lines + rest.lines).map(\.window.pricePerCardHour)
        #expect(prices.count == 30 && prices == prices.sorted() && rest.nextPrice == nil)
    }

    /// More windows than are compared: the list says so, and holds those that cost least before vouchers.
    @Test func comparison_isBounded_andSaysSo() async throws {
        let house = try await ComputeHouse()
        let (site, deviceClass, owner) = (house.site, house.deviceClass, house.operation.organisation)
        let count = ComputeWindows.mostPriced + 50
        try await house.house.database.write { transaction in
            for number in 0..<count {
                let start = House.moment(1 + number)
                try transaction.execute(
                    """
                    INSERT INTO compute_window (id, site, device_class, operator, hub, region, accelerator, starts_at, ends_at,
                        cards, price_fen, minimum_card_hours, notice_hours, fee_bp, state, published_at)
                    VALUES (\(number + 1), \(site), \(deviceClass), \(owner), 'gansu', '621000', 'Ascend 910B', \(start),
                        \(start.advanced(by: .hours(6))), 1, \(1000 - number), 1, 24, 2000, 'open', 0)
                    """)
            }
        }
        var filter = WindowFilter()
        filter.order = .price
        let page = try house.market.windows.search(filter, for: house.buyer)
        #expect(page.comparison?.matching == count && page.comparison?.compared == ComputeWindows.mostPriced)
        #expect(page.lines.first?.window.pricePerCardHour == Money(fen: Int64(1001 - count)))
        #expect(try pages(filter, house).count == ComputeWindows.mostPriced)
    }
}
