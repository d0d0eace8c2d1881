import ArgumentParser
import Foundation
import LabelMarket
import Storage

/// Durable transfers per second, beside what the disk itself does in the same run.
struct BenchTransfers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfers", abstract: "Measures durable transfers per second in a new folder.")

    @OptionGroup var options: DataOptions
    @Option(help: "Seconds for each measurement.") var seconds = 3
    @Option(help: "How often everything is measured; medians are reported.") var rounds = 3

    private static let clientCounts = [1, 16, 64]

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: options.data + "/market.sqlite") else {
            throw ValidationError("\(options.data) holds a market already; choose another folder")
        }
        let load = try await TransferLoad(house: try options.openHouse())
        let span = Duration.seconds(seconds)
        var probes: [Sample] = []
        var samples: [String: [Sample]] = [:]
        for _ in 0..<rounds {
            probes.append(try SyncProbe.run(in: options.data, for: span))
            for clients in Self.clientCounts {
                for isKeyed in [false, true] {
                    let name = "\(clients) clients\(isKeyed ? ", each with its key" : "")"
                    samples[name, default: []].append(try await load.run(clients: clients, for: span, isKeyed: isKeyed))
                }
            }
        }
        let paced = try await load.paced(perSecond: 200, for: span)
        let probe = Sample.median(probes)
        Console.write("raw fdatasync: \(probe.line)")
        for clients in Self.clientCounts {
            for suffix in ["", ", each with its key"] {
                let name = "\(clients) clients\(suffix)"
                let median = Sample.median(samples[name] ?? [])
                Console.write("\(name): \(median.line), \(tenths(median.perSecond / max(probe.perSecond, 1))) × fdatasync")
            }
        }
        Console.write("paced at 200 a second: \(paced.line)")
        let report = try load.house.database.read { Verification.run(Market.checks, in: $0) }
        Console.write("\(report.transfers) transfers, \(report.isWhole ? "verified" : "NOT WHOLE")")
        try load.house.database.close()
        guard report.isWhole else { throw ExitCode(1) }
    }
}

/// Adds a book of many transfers to a market, for measuring verification and start.
struct BenchBooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "books", abstract: "Writes many transfers into a book of their own.")

    @OptionGroup var options: DataOptions
    @Option(help: "How many transfers there are to be.") var transfers = 100_000

    func run() async throws {
        let load = try await TransferLoad(house: try options.openHouse(.loading))
        let clock = ContinuousClock()
        let started = clock.now
        var made = 1
        while made < transfers { made += try await load.fill(rounds: 20_000) }
        let took = (clock.now - started) / .seconds(1)
        try load.house.database.close()
        Console.write("\(made) transfers written in \(tenths(took)) s")
    }
}

/// Commands against one book: every transfer takes from the same pool, as a busy programme's do.
private struct TransferLoad: Sendable {
    let house: House
    private let book: ID<Book>
    private let officer = Actor(
        person: ID(rawValue: 1), organisation: ID(rawValue: 2), membership: ID(rawValue: 3), role: .officer)
    private let clock = ContinuousClock()

    init(house: House) async throws {
        let officer = officer
        self.house = house
        book = try await house.database.write { transaction in
            let now = house.world.now()
            let book = try Books.book(programme: "bench", year: 2026, at: now, in: transaction, world: house.world)
            try Books.post(
                [.appropriate(book: book, funder: 9, .yuan(50_000_000_000))], for: BusinessReference(kind: "bench", id: 1),
                by: officer, at: now, in: transaction, world: house.world)
            return book
        }
    }

    /// `clients` that each wait for their answer before they ask again.
    func run(clients: Int, for span: Duration, isKeyed: Bool) async throws -> Sample {
        let started = clock.now
        let took = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for client in 1...clients {
                group.addTask {
                    var took: [Duration] = []
                    while clock.now - started < span {
                        took.append(try await clock.measure { try await transfer(to: client, isKeyed: isKeyed) })
                    }
                    return took
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Sample(took, in: clock.now - started)
    }

    /// Commands that arrive at a steady rate, whether or not the ones before are answered.
    func paced(perSecond: Int, for span: Duration) async throws -> Sample {
        let started = clock.now
        let count = perSecond * Int(span / .seconds(1))
        let took = try await withThrowingTaskGroup(of: Duration.self) { group in
            for number in 0..<count {
                group.addTask {
                    let due = started + .seconds(1) / perSecond * number
                    try await clock.sleep(until: due, tolerance: .zero)
                    try await transfer(to: number % 64 + 1, isKeyed: true)
                    return clock.now - due
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return Sample(took, in: clock.now - started)
    }

    private func transfer(to client: Int, isKeyed: Bool) async throws {
        let (house, book, officer) = (house, book, officer)
        let body: @Sendable (WriteTransaction) throws -> Int = { transaction in
            let grant = AccountKey(book: book, kind: .grant, owner: Int64(client))
            return try Books.post(
                [.grant(grant, Money(fen: 1), expiresAt: nil)], for: BusinessReference(kind: "bench", id: Int64(client)),
                by: officer, at: house.world.now(), in: transaction, world: house.world
            ).count
        }
        guard isKeyed else {
            _ = try await house.database.write(body)
            return
        }
        _ = try await house.once(FormKey(world: house.world), content: "bench", by: officer, body)
    }

    /// Grants, holds and part payments, all in one commit.
    /// - Returns: how many transfers that made.
    func fill(rounds: Int) async throws -> Int {
        let (house, book, officer) = (house, book, officer)
        return try await house.database.write { transaction in
            var made = 0
            for round in 0..<rounds {
                let grant = AccountKey(book: book, kind: .grant, owner: Int64(round % 500))
                let payable = AccountKey(book: book, kind: .payable, owner: Int64(round % 50))
                let hold = TransferID(book: book, world: house.world)
                made += try Books.post(
                    [
                        .grant(grant, Money(fen: 100), expiresAt: nil), .hold(hold, from: grant, to: payable, Money(fen: 90)),
                        .redeem(hold, Money(fen: 80), keepingRestAs: nil),
                    ], for: BusinessReference(kind: "bench", id: Int64(round)), by: officer, at: house.world.now(),
                    in: transaction, world: house.world
                ).count
            }
            return made
        }
    }
}
