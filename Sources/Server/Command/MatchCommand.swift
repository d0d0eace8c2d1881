import ArgumentParser
import Dispatch
import Foundation
import Matching
import Synchronization

/// `labelmarket match`: solves instance files and explains solutions.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Match a market's jobs with label plans and compute plans.",
        subcommands: [Solve.self, Explain.self, Run.self])
}

extension Quality: ExpressibleByArgument {}

extension MatchCommand {
    struct Solve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Solve an instance file (MKI 1).")

        @Argument(help: "Instance file.") var instance: String
        @Option(help: "Where the solution file (MKS 1) goes.") var out: String
        @Option(help: "Seconds after which the best answer so far is taken.") var timeLimit: Double?
        @Option(help: "fast, standard or best.") var quality: Quality = .standard
        @Option(help: "Threads; the answer does not depend on them.") var threads = 1

        func validate() throws {
            if let timeLimit, !(timeLimit > 0 && timeLimit < 1e8) { throw ValidationError("--time-limit must be positive.") }
            guard (1...256).contains(threads) else { throw ValidationError("--threads must lie in 1…256.") }
        }

        func run() async throws {
            let market = try MatchFiles.readInstance(instance)
            var options = SolveOptions(quality: quality)
            options.workers = ThreadWorkers(threads: threads)
            options.clock = { Int64(DispatchTime.now().uptimeNanoseconds) }
            options.timeLimit = timeLimit.map { Int64($0 * 1e9) }
            let bar = ProgressBar()
            options.onProgress = { bar.show($0) }
            let start = DispatchTime.now().uptimeNanoseconds
            let solution = try Solver(options).solve(market)
            let milliseconds = (DispatchTime.now().uptimeNanoseconds - start) / 1_000_000
            bar.clear()
            let violations = Verifier(market).violations(in: solution)
            guard violations.isEmpty else {
                throw MatchFailure("the solution fails verification: \(violations[0])")
            }
            try MatchFiles.write(SolutionText.write(solution), to: out)
            let gap = Decimal(solution.gapPartsPerMillion) / 10_000
            MatchFiles.say(
                "\(market.name): objective \(solution.objective) bound \(solution.bound) gap \(gap) % "
                    + "matched \(solution.matches.count) of \(market.jobs.count) in \(milliseconds) ms\n")
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say why a job got what it got.")

        @Argument(help: "Instance file (MKI 1).") var instance: String
        @Argument(help: "Solution file (MKS 1).") var solution: String
        @Option(help: "Job, counted from 0.") var job: Int

        func run() async throws {
            let market = try MatchFiles.readInstance(instance)
            let bytes = try MatchFiles.readAll(solution)
            let answer: Solution
            do {
                answer = try SolutionText.parse(bytes, for: market)
            } catch {
                throw MatchFailure("\(solution): \(error)")
            }
            guard market.jobs.indices.contains(job) else {
                throw MatchFailure("there is no job \(job); the instance has \(market.jobs.count)")
            }
            let violations = Verifier(market).violations(in: answer)
            guard violations.isEmpty else { throw MatchFailure("\(solution): \(violations[0])") }
            guard let explanation = Explainer(market, answer).explain(job) else { throw MatchFailure("there is no job \(job)") }
            MatchFiles.say(ExplanationText(market: market, explanation: explanation).lines.joined(separator: "\n") + "\n")
        }
    }
}

/// An explanation in plain words; amounts in fen.
struct ExplanationText {
    let market: Instance
    let explanation: Explanation

    var lines: [String] {
        var lines: [String] = []
        if let choice = explanation.choice {
            let compute = choice.computePlan.map { " with compute plan \($0)" } ?? ""
            lines.append("job \(explanation.job): label plan \(choice.labelPlan)\(compute)")
            for draw in choice.draws {
                lines.append("  draws \(draw.fen) fen from voucher \(draw.voucher) for \(draw.scope == .label ? "labels" : "compute")")
            }
            lines.append("  welfare \(fen(explanation.welfare)), at prices \(fen(explanation.pricedValue))")
        } else {
            lines.append("job \(explanation.job): not matched")
        }
        if let next = explanation.runnerUp {
            lines.append("  runner-up: label plan \(next.labelPlan), at prices \(fen(next.pricedValue)), difference \(fen(explanation.difference))")
        }
        if !explanation.resources.isEmpty { lines.append("uses:") }
        for use in explanation.resources {
            let resource = market.resources[use.resource]
            lines.append(
                "  resource \(use.resource) (\(Character(UnicodeScalar(resource.kind))) \(resource.owner)): \(use.units) units, "
                    + "shadow price \(fen(use.shadowPrice / 64)) a unit, \(use.freeUnits) free")
        }
        lines.append("plans, best at prices first:")
        for plan in explanation.plans { lines.append("  label plan \(plan.labelPlan): \(words(plan))") }
        return lines
    }

    private func words(_ plan: Explanation.PlanLine) -> String {
        switch plan.reason {
        case .chosen: "chosen, \(fen(plan.pricedValue))"
        case .outbid(let loss): "\(fen(plan.pricedValue)), \(fen(loss)) below the best"
        case .noRoom(let resource, let lack): "\(fen(plan.pricedValue)), but resource \(resource) lacks \(lack) units"
        case .equal: "\(fen(plan.pricedValue)), as good as the best"
        case .noComputeInTime: "no compute plan starts after it"
        case .overBudget: "over budget, vouchers included"
        case .notWorthIt(let loss): "would lose \(fen(loss))"
        }
    }

    private func fen(_ milliFen: Int64) -> String { "\(Decimal(milliFen) / 1000) fen" }
}

/// A failure in words for the person at the terminal.
struct MatchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Files in and out, in pieces: an instance of a gigabyte is never held as text.
enum MatchFiles {
    static func readInstance(_ path: String) throws -> Instance {
        var reader = InstanceReader()
        do {
            try eachPiece(of: path) { try reader.read($0) }
            return try reader.finish()
        } catch let fault as FileFault {
            throw MatchFailure("\(path): \(fault)")
        }
    }

    static func readAll(_ path: String) throws -> [UInt8] {
        var all: [UInt8] = []
        try eachPiece(of: path) { all.append(contentsOf: $0) }
        return all
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw MatchFailure("\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    static func say(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    private static func eachPiece(of path: String, _ body: ([UInt8]) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw MatchFailure("\(path) cannot be opened") }
        defer { try? file.close() }
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { try body([UInt8](piece)) }
    }
}

/// The engine's pieces of work on threads of the system's pool.
struct ThreadWorkers: Workers {
    let threads: Int

    func map<Output: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Output) -> [Output] {
        guard threads > 1, count > 1 else { return (0..<count).map(body) }
        let results = Mutex<[Output?]>(Array(repeating: nil, count: count))
        let next = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            while true {
                let index = next.withLock { value in
                    defer { value += 1 }
                    return value
                }
                guard index < count else { return }
                let result = body(index)
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}

/// A line on a terminal that fills up. Nothing when standard error is not a terminal.
final class ProgressBar {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var shown = ""

    func show(_ progress: SolveProgress) {
        guard isTerminal else { return }
        let width = 30, full = min(width, max(0, progress.permille * width / 1000))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        var text = "\(bar) \(progress.phase.rawValue)"
        if progress.bound < Int64.max, progress.objective > 0 {
            let gap = Double(progress.bound - progress.objective) / Double(max(1, progress.bound)) * 100
            text += " gap \((gap * 100).rounded() / 100) %"
        }
        guard text != shown else { return }
        shown = text
        put("\r\u{1B}[K" + text)
    }

    func clear() {
        if isTerminal { put("\r\u{1B}[K") }
    }

    private func put(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
