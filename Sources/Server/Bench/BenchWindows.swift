import ArgumentParser
import LabelMarket
import Storage

/// Multiplies the open compute windows of a demonstration market by copying rows, for measurements of the search.
struct BenchWindows: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "windows", abstract: "Copies the open compute windows of a demonstration market until there are enough.")

    @OptionGroup var options: DataOptions
    @Option(help: "How many open windows there are to be.") var windows = 100_000

    func run() async throws {
        let house = try options.openHouse(.loading)
        let database = house.database
        let templates: [Int64] = try database.read { transaction in
            try transaction.all("SELECT id FROM compute_window WHERE state = 'open' ORDER BY id") { try $0.at(0) }
        }
        guard !templates.isEmpty else { throw ValidationError("\(options.data) has no open window to copy") }
        let first = house.world.makeID(House.self).rawValue
        let hour: Int64 = 3_600_000
        let nextHour = (house.world.now().milliseconds / hour + 1) * hour
        let wanted = windows
        try await database.write { transaction in
            for number in templates.count..<max(templates.count, wanted) {
                let starts = nextHour + Int64(number % 2_160) * hour
                try transaction.execute(
                    """
                    INSERT INTO compute_window (id, site, device_class, operator, hub, region, accelerator, starts_at, ends_at,
                        cards, price_fen, minimum_card_hours, notice_hours, fee_bp, state, published_at)
                    SELECT \(first + Int64(number)), site, device_class, operator, hub, region, accelerator, \(starts),
                        \(starts) + ends_at - starts_at, cards, price_fen + \(number % 97), minimum_card_hours, notice_hours,
                        fee_bp, state, published_at
                    FROM compute_window WHERE id = \(templates[number % templates.count])
                    """)
            }
        }
        try database.close()
        Console.write("\(max(templates.count, wanted)) open windows")
    }
}
