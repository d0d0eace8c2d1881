import LabelMarket
import Logging
import ServiceLifecycle

/// Once a minute, accepts what its buyer left undecided past the agreed days.
struct SilenceClock: Service {
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
        do {
            let accepted = try await site.market.deliveries.acceptSilent()
            if accepted > 0 { site.logger.info("accepted by silence", metadata: ["deliveries": "\(accepted)"]) }
        } catch {
            site.logger.error("acceptance by silence failed", metadata: ["error": "\(error)"])
        }
    }
}
