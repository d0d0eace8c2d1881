import LabelMarket
import Logging
import ServiceLifecycle

/// Reads large uploads beside the requests, one after the other, until the server stops. What a stop interrupts is read
/// again from its start.
struct DatasetWorker: Service {
    let datasets: Datasets
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await datasets.processNext() { continue }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("dataset not read", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
