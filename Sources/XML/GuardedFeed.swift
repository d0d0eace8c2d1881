/// Stands between a source and libxml2 and lets nothing pass that the guard has not seen.
final class GuardedFeed {
    private(set) var failure: XMLError?
    private let source: XMLSource
    private var xmlGuard: XMLGuard
    private var chunk: [UInt8] = []
    private var used = 0

    init(_ source: XMLSource, limits: XMLLimits) {
        self.source = source
        xmlGuard = XMLGuard(limits: limits)
    }

    var line: Int { xmlGuard.line }

    func takeStartLine() -> Int { xmlGuard.takeStartLine() }

    /// For libxml2, as its input callback; it gets an unretained pointer, so the owner of the feed must outlive its
    /// use.
    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static func read(
        _ context: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int32
    ) -> Int32 {
        guard let context, let buffer, capacity > 0 else { return -1 }
        let feed = Unmanaged<GuardedFeed>.fromOpaque(context).takeUnretainedValue()
        return feed.fill(UnsafeMutableRawBufferPointer(start: buffer, count: Int(capacity)))
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int32 {
        guard failure == nil else { return -1 }
        if used == chunk.count {
            do {
                try refill()
            } catch {
                failure = error
                return -1
            }
        }
        let count = min(buffer.count, chunk.count - used)
        buffer.copyBytes(from: chunk[used..<used + count])
        used += count
        return Int32(count)
    }

    private func refill() throws(XMLError) {
        used = 0
        do {
            chunk = try source.next()
        } catch let error as XMLError {
            throw error
        } catch {
            throw XMLError(.unreadable, line: line, detail: "the input failed: \(error)")
        }
        try chunk.withUnsafeBufferPointer { (bytes) throws(XMLError) in try xmlGuard.inspect(bytes) }
    }
}
