import ArgumentParser
import Foundation
import LabelMarket
import Storage
import Synchronization

extension MatchCommand {
    /// `labelmarket match run`: a run over the whole market, in the foreground.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the engine over a market's open jobs and adopt what it proposes.")

        @OptionGroup var options: DataOptions

        func run() async throws {
            let house = try options.openHouse()
            let market = Market(house: house)
            let line = ProgressLine()
            try await market.matchRuns.recover()
            do {
                _ = try await market.matchRuns.ask()
            } catch MatchRefusal.runUnderWay {
                // One waits already: it is the one to work on.
            }
            let clock = ContinuousClock()
            let started = clock.now
            _ = try await market.matchRuns.processNext { line.show(permille: $0) }
            line.clear()
            let took = (clock.now - started) / .milliseconds(1)
            let run = try market.matchRuns.last()
            try house.database.close()
            guard let run else { return }
            Console.write(Self.words(run, took: Int(took)))
        }

        private static func words(_ run: MatchRun, took: Int) -> String {
            guard run.state == .adopted, let objective = run.objective, let bound = run.bound else {
                return "run \(run.id): \(run.state.rawValue) \(run.changes ?? "")"
            }
            let figures = run.figures
            let gap = Decimal(run.gapPartsPerMillion ?? 0) / 10_000
            let (saved, difference) = (figures.saved.fen >= 0, Money(fen: abs(figures.saved.fen)).groupedText)
            return """
                run \(run.id): matched \(figures.matched) of \(figures.jobs) jobs in \(took) ms
                welfare CNY \(Money(fen: objective / 1000).groupedText), proven bound CNY \(Money(fen: bound / 1000).groupedText), gap \(gap) %
                buyers pay CNY \(figures.own.groupedText), vouchers CNY \(figures.vouchers.groupedText), \(saved ? "saved against" : "dearer than") buying by hand CNY \(difference)
                """
        }
    }
}

/// A bar on a terminal for work that tells its thousandths. Nothing when standard error is no terminal.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private let shown = Atomic<Int>(-1)

    func show(permille: Int) {
        let percent = max(0, min(100, permille / 10))
        guard isTerminal, shown.exchange(percent, ordering: .relaxed) != percent else { return }
        let full = percent * 30 / 100
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 30 - full)
        FileHandle.standardError.write(Data("\r\u{1B}[K\(bar) \(percent) %".utf8))
    }

    func clear() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
