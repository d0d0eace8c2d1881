import LabelMarket
import Logging
import ServiceLifecycle

/// Takes letters to the mail folder every few seconds, until the server stops; without a folder drops them.
struct MailWorker: Service {
    let mail: MailRoom
    let folder: MailFolder?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await turn()
                do { try await Task.sleep(for: .seconds(5)) } catch { return }
            }
        }
    }

    private func turn() async {
        do {
            guard let folder else { return try await mail.dropWaiting() }
            let (sent, failed) = try await mail.sendDue(folder.put)
            if sent + failed > 0 {
                logger.info("mail", metadata: ["sent": "\(sent)", "failed": "\(failed)"])
            }
        } catch {
            logger.error("mail failed", metadata: ["error": "\(error)"])
        }
    }
}
