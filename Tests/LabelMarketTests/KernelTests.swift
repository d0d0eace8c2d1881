import LabelMarket
import Testing

struct KernelTests {
    @Test(arguments: [
        ("128000", 12_800_000), ("１２８，０００．５元", 12_800_050), ("¥ 1,000.05", 100_005), ("1.5万元", 1_500_000), ("0", 0),
        ("2.510200万", 2_510_200),
    ] as [(String, Int64)])
    func money_parsesWhatPeopleType(typed: String, fen: Int64) {
        #expect(Money.parse(typed) == .success(Money(fen: fen)))
    }

    @Test(arguments: [
        ("", .empty), ("-5", .negative), ("1.234", .tooManyDecimals), ("abc", .notANumber), ("1.2.3", .notANumber),
        (String(repeating: "9", count: 30), .tooLarge), ("90000000001", .tooLarge),
    ] as [(String, MoneyTextProblem)])
    func money_refusesWhatIsNoAmount(typed: String, problem: MoneyTextProblem) {
        #expect(Money.parse(typed) == .failure(problem))
    }

    @Test func money_splitsToTheFen() throws {
        let parts = try Money(fen: 100).split(by: [1, 1, 1])
        #expect(parts.map(\.fen) == [34, 33, 33])
        #expect(try Money(fen: 7).split(by: [5000, 5000]).map(\.fen) == [4, 3])
        #expect(throws: MoneyOverflow.self) { try Money(fen: 7).split(by: [0, 0]) }
    }

    @Test func money_showsGroupsAndDecimals() {
        #expect(Money(fen: 12_800_000).groupedText == "128,000.00")
        #expect(Money(fen: -123_456_789).groupedText == "-1,234,567.89")
        #expect(Money(fen: 5).decimalText == "0.05")
    }

    @Test func date_roundTripsEveryDayOfFourHundredYears() throws {
        var day = try #require(CivilDate(year: 1800, month: 1, day: 1))
        for _ in 0..<146_097 {
            let (year, month, dayOfMonth) = day.parts
            #expect(CivilDate(year: year, month: month, day: dayOfMonth) == day)
            day = day.advanced(byDays: 1)
        }
        #expect(day.isoText == "2200-01-01")
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "20261123", "2026-11-", "tomorrow", ""])
    func date_refusesDaysThatDoNotExist(text: String) { #expect(CivilDate(text: text) == nil) }

    @Test func instant_showsShanghaiAndUTC() throws {
        let date = try #require(CivilDate(text: "２０２６年11月23日"))
        let instant = Instant(shanghai: date, hour: 7, minute: 30)
        #expect(instant.isoText == "2026-11-22T23:30:00.000Z")
        #expect(instant.shanghaiDate == date)
        #expect(instant.shanghaiClock == (7, 30))
    }

    @Test func id_roundTripsAsText() throws {
        let id = ID<Person>(rawValue: 0x0123_4567_89AB_CDEF)
        #expect(ID<Person>(text: id.description) == id)
        #expect(ID<Person>(text: id.description.uppercased()) == id)
        #expect(ID<Person>(text: "zzzzzzzzzzzzz") == nil)
        #expect(ID<Person>(text: "0") == nil)
    }
}
