import LabelMarket
import Logging
import ServiceLifecycle

/// What the market does by itself, once a minute: accepts what a buyer left undecided past the agreed days, expires
/// vouchers and reminds their holders, seals the days of the books that have ended, asks for the night's match run, and
/// forgets sessions that have ended.
struct MarketClock: Service {
    let site: Site
    /// Removing unreferenced content reads all references: once a day, and a while after the start.
    private static let sweepMinutes = 24 * 60

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var minute = Self.sweepMinutes - 10
            while !Task.isCancelled {
                await tick()
                minute += 1
                if minute.isMultiple(of: Self.sweepMinutes) {
                    await attempt("removal of unreferenced content") { _ = try await site.market.sweepBlobs() }
                }
                do { try await Task.sleep(for: .seconds(60)) } catch { return }
            }
        }
    }

    private func tick() async {
        await attempt("acceptance by silence") { _ = try await site.market.deliveries.acceptSilent() }
        await attempt("reservations that are due") { _ = try await site.market.reservations.sweep() }
        await attempt("windows that are over") { _ = try await site.market.windows.endPassed() }
        await attempt("expiry of vouchers") { _ = try await site.market.vouchers.sweep() }
        await attempt("reminders of deliveries") { _ = try await site.market.deliveries.remindDue() }
        await attempt("sealing of ended days") { _ = try await site.market.seals.sealEndedDays() }
        await attempt("the night's match run") { try await site.market.matchRuns.askByClock() }
        await attempt("end of sessions") { try await site.market.accounts.prune() }
    }

    /// One failing duty does not keep the others from being done.
    private func attempt(_ duty: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            site.logger.error("\(duty) failed", metadata: ["error": "\(error)"])
        }
    }
}
