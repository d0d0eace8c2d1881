import LabelMarket
import Logging
import ServiceLifecycle

/// Works on match runs beside the requests, one after the other, until the server stops. What a stop interrupts is run
/// again from its start.
struct MatchWorker: Service {
    let runs: MatchRuns
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await runs.processNext() {
                        Memory.giveBack()
                        continue
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("match run failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
