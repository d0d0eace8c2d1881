/// A set of pixels, as lengths of runs down the columns: first the pixels outside, then inside, and so on in turn. That
/// is the order in which COCO counts them.
package struct PixelMask: Sendable, Hashable {
    package let size: ImageSize
    package let columnRuns: [Int]

    private static let maxPixels = 100_000_000

    /// - Parameter isSet: whether a pixel belongs to the mask, by its row and column.
    init(size: ImageSize, isSet: (_ row: Int, _ column: Int) -> Bool) {
        var runs: [Int] = []
        var length = 0
        var current = false
        for column in 0..<size.width {
            for row in 0..<size.height {
                if isSet(row, column) != current {
                    runs.append(length)
                    length = 0
                    current.toggle()
                }
                length += 1
            }
        }
        runs.append(length)
        self.size = size
        columnRuns = runs
    }

    /// Unpacks a brush mask of Label Studio: the pixels' red, green, blue and alpha bytes row by row, packed in runs of
    /// bits; a pixel belongs to the mask when its alpha is at least half. nil when the bytes do not describe a picture
    /// of this size.
    package init?(labelStudio bytes: [UInt8], size: ImageSize) {
        let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
        guard !overflows, size.width > 0, size.height > 0, pixels <= Self.maxPixels else { return nil }
        var bits = BitReader(bytes: bytes)
        let count = pixels * 4
        guard bits.read(32) == count, let wordBits = bits.read(5).map({ $0 + 1 }), wordBits <= 8 else { return nil }
        var lengthBits: [Int] = []
        for _ in 0..<4 {
            guard let width = bits.read(4) else { return nil }
            lengthBits.append(width + 1)
        }
        var isSet = [Bool](repeating: false, count: pixels)
        var position = 0
        while position < count {
            guard let repeats = bits.read(1), let choice = bits.read(2), let length = bits.read(lengthBits[choice])
            else {
                return nil
            }
            let end = position + 1 + length
            guard end <= count, var word = bits.read(wordBits) else { return nil }
            while position < end {
                if position % 4 == 3 { isSet[position / 4] = word >= 128 }
                position += 1
                if repeats == 0, position < end {
                    guard let next = bits.read(wordBits) else { return nil }
                    word = next
                }
            }
        }
        self.init(size: size) { row, column in isSet[row * size.width + column] }
    }

    package var area: Int {
        var area = 0
        for (index, run) in columnRuns.enumerated() where index % 2 == 1 { area += run }
        return area
    }

    package var bounds: PixelBox {
        var (left, right, top, bottom) = (size.width, -1, size.height, -1)
        var position = 0
        for (index, run) in columnRuns.enumerated() {
            if index % 2 == 1, run > 0 {
                let last = position + run - 1
                left = min(left, position / size.height)
                right = max(right, last / size.height)
                let isOneColumn = position / size.height == last / size.height
                top = min(top, isOneColumn ? position % size.height : 0)
                bottom = max(bottom, isOneColumn ? last % size.height : size.height - 1)
            }
            position += run
        }
        guard right >= 0 else { return PixelBox(x: 0, y: 0, width: 0, height: 0) }
        return PixelBox(
            x: Double(left), y: Double(top), width: Double(right - left + 1), height: Double(bottom - top + 1))
    }
}

/// Reads numbers of any width, the highest bit first.
private struct BitReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read(_ width: Int) -> Int? {
        guard position + width <= bytes.count * 8 else { return nil }
        var value = 0
        for _ in 0..<width {
            value = value << 1 | Int(bytes[position >> 3] >> (7 - position & 7) & 1)
            position += 1
        }
        return value
    }
}
