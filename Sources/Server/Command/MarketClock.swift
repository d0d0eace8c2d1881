import LabelMarket
import Logging
import ServiceLifecycle

/// What the market does by itself, once a minute: accepts what a buyer left undecided past the agreed days, expires
/// vouchers and reminds their holders, and forgets sessions that have ended.
struct MarketClock: Service {
    let site: Site

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await tick()
                do { try await Task.sleep(for: .seconds(60)) } catch { return }
            }
        }
    }

    private func tick() async {
        await attempt("acceptance by silence") { _ = try await site.market.deliveries.acceptSilent() }
        await attempt("reservations that are due") { _ = try await site.market.reservations.sweep() }
        await attempt("windows that are over") { _ = try await site.market.windows.endPassed() }
        await attempt("expiry of vouchers") { _ = try await site.market.vouchers.sweep() }
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
