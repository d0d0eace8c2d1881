import Foundation

/// What one measurement saw: a rate, and how long single answers took.
struct Sample: Sendable {
    let perSecond: Double
    let medianMilliseconds: Double
    let p99Milliseconds: Double

    init(_ took: [Duration], in span: Duration) {
        let sorted = took.sorted()
        perSecond = Double(took.count) / (span / .seconds(1))
        medianMilliseconds = Self.quantile(sorted, 50) / .milliseconds(1)
        p99Milliseconds = Self.quantile(sorted, 99) / .milliseconds(1)
    }

    private init(perSecond: Double, medianMilliseconds: Double, p99Milliseconds: Double) {
        self.perSecond = perSecond
        self.medianMilliseconds = medianMilliseconds
        self.p99Milliseconds = p99Milliseconds
    }

    private static func quantile(_ sorted: [Duration], _ percent: Int) -> Duration {
        sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    /// The median of each figure over several measurements.
    static func median(_ samples: [Sample]) -> Sample {
        func middle(_ figure: (Sample) -> Double) -> Double {
            let sorted = samples.map(figure).sorted()
            return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
        return Sample(
            perSecond: middle(\.perSecond), medianMilliseconds: middle(\.medianMilliseconds),
            p99Milliseconds: middle(\.p99Milliseconds))
    }

    var line: String {
        "\(Int(perSecond)) a second, median \(tenths(medianMilliseconds)) ms, p99 \(tenths(p99Milliseconds)) ms"
    }
}

/// `figure` with one digit behind the point.
func tenths(_ figure: Double) -> String {
    let tenths = Int((figure * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
}

/// How often the disk under a folder takes a page for good, one after the other: the floor of every durable commit.
enum SyncProbe {
    static func run(in folder: String, for span: Duration) throws -> Sample {
        let path = folder + "/probe"
        let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 7, count: 4096)
        let clock = ContinuousClock()
        let started = clock.now
        var took: [Duration] = []
        while clock.now - started < span {
            let begun = clock.now
            guard pwrite(file, page, page.count, took.count * page.count) == page.count, fdatasync(file) == 0 else {
                throw CocoaError(.fileWriteUnknown)
            }
            took.append(clock.now - begun)
        }
        return Sample(took, in: clock.now - started)
    }
}
