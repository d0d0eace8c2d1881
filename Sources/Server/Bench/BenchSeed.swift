import ArgumentParser
import LabelMarket
import Storage

extension Database.Options {
    /// For writing large amounts at once: enough memory that no page is written before its commit.
    static let loading: Database.Options = {
        var options = Database.Options()
        options.readers = 1
        options.cacheKibibytes = 800_000
        return options
    }()
}

/// Multiplies the open jobs of a demonstration market by copying rows: a public list of any length in seconds, for
/// measurements only. Nothing here moves money, so the books still verify.
struct BenchSeed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Copies the open jobs of a demonstration market until there are enough.")

    @OptionGroup var options: DataOptions
    @Option(help: "How many open jobs there are to be.") var jobs = 100_000
    @Option(help: "Address of the buyer whose newest open job is printed.")
    var buyer = "beichen@demo.labelmarket.example"

    /// One commit: pages of the indexes are touched in no order, so each further commit would write most of them again.
    private static let batch = 100_000

    func run() async throws {
        let house = try options.openHouse(.loading)
        let database = house.database
        let count: SQL = "SELECT COUNT(*) FROM job WHERE state = 'open'"
        let templates: [ID<Job>] = try database.read { transaction in
            try transaction.all("SELECT id FROM job WHERE state = 'open' ORDER BY id") { try $0.at(0) }
        }
        guard !templates.isEmpty else { throw ValidationError("\(options.data) has no open job to copy") }
        var made: Int = try database.read { try $0.value(count) } ?? 0
        // One after the other: so many drawn within few milliseconds would meet.
        let first = house.world.makeID(Job.self).rawValue
        while made < jobs {
            let numbers = made..<min(jobs, made + Self.batch)
            let now = house.world.now()
            try await database.write { transaction in
                for number in numbers {
                    let id = ID<Job>(rawValue: first + Int64(number))
                    try Self.copy(templates[number % templates.count], id, number, now, in: transaction)
                }
            }
            made = numbers.upperBound
        }
        let sample: ID<Job>? = try database.read { transaction in
            try transaction.value(
                """
                SELECT MAX(job.id) FROM job JOIN membership ON membership.organisation_id = job.buyer
                JOIN person ON person.id = membership.person_id
                WHERE job.state = 'open' AND person.email = \(buyer)
                """, as: ID<Job>?.self) ?? nil
        }
        try database.close()
        Console.write("\(made) open jobs")
        if let sample { Console.write("job \(sample)") }
    }

    /// One job more like `template`, posted a little before the others and closing within the next sixty days.
    private static func copy(
        _ template: ID<Job>, _ id: ID<Job>, _ number: Int, _ now: Instant, in transaction: WriteTransaction
    ) throws {
        let posted = Instant(milliseconds: now.milliseconds - Int64(number) * 20_000)
        let closes = Instant(milliseconds: now.milliseconds + 86_400_000 + Int64(number % 59) * 86_400_000 + Int64(number))
        try transaction.execute(
            """
            INSERT INTO job (id, buyer, dataset, version, state, title, description, task_family, language, label_config,
                item_count, objects_per_item, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number,
                closes_at, deadline_on, acceptance_days, budget_fen, security_class, regions, public_sample_count,
                estimated_price_fen, published_at, created_at)
            SELECT \(id), buyer, dataset, version, state, title || ' ' || \(String(number)), description, task_family,
                language, label_config, item_count, objects_per_item, required_accuracy_bp, lot_size, sampling,
                sample_size, acceptance_number, \(closes), deadline_on, acceptance_days, budget_fen, security_class,
                regions, public_sample_count, estimated_price_fen, \(posted), \(posted)
            FROM job WHERE id = \(template)
            """)
        try transaction.execute(
            """
            INSERT INTO job_term (term, job, published_at, closes_at)
            SELECT term, \(id), \(posted), \(closes) FROM job_term WHERE job = \(template) ORDER BY term LIMIT 8
            """)
    }
}
