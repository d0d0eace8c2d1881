internal import Dispatch

/// Runs tasks on one thread of its own: reading large uploads neither holds up requests nor takes more than one core.
/// Several uploads take turns, since each waits for the database every few hundred rows.
final class ReadingExecutor: TaskExecutor {
    static let shared = ReadingExecutor()

    private let queue = DispatchQueue(label: "datasets", qos: .utility)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
