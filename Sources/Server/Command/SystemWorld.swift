import Foundation
import LabelMarket

extension World {
    /// The real clock and the system's random generator.
    static let system = World(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        randomBytes: { count in
            var bytes = [UInt8](repeating: 0, count: count)
            // At most 256 bytes a call; the kernel is asked once for all that anybody here wants.
            if count <= 256, bytes.withUnsafeMutableBytes({ getentropy($0.baseAddress, $0.count) }) == 0 { return bytes }
            var generator = SystemRandomNumberGenerator()
            for index in bytes.indices { bytes[index] = generator.next() }
            return bytes
        })
}
