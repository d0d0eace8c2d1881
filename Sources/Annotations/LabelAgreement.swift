/// How far two answers to the same item agree: whether every label of the one has its counterpart in the other.
///
/// Two labels are counterparts when control and labels are the same and they lie at the same place: boxes, ellipses,
/// polygons, masks and spans when they share at least half of what they cover together, points when they are at most two
/// percent of the picture apart. Ellipses, polygons and turned boxes are compared by the upright boxes around them.
/// Relations are not compared, as they name regions by ids that differ from file to file.
package struct LabelAgreement: Sendable, Hashable {
    /// Labels of the known answer.
    package let known: Int
    package let given: Int
    package let matched: Int

    /// Nothing is missing, nothing is too much.
    package var isFull: Bool { matched == known && matched == given }

    static let leastOverlap = 0.5
    static let farthestPoint = 2.0

    /// - Complexity: O(known × given).
    package init(known: [LabelResult], given: [LabelResult]) {
        let expected = known.filter(Self.isCompared)
        var rest = given.filter(Self.isCompared)
        self.known = expected.count
        self.given = rest.count
        var matched = 0
        for label in expected {
            let best = rest.indices.map { (index: $0, overlap: Self.overlap(label, rest[$0])) }
                .filter { $0.overlap >= Self.leastOverlap }.max { $0.overlap < $1.overlap }
            guard let best else { continue }
            rest.remove(at: best.index)
            matched += 1
        }
        self.matched = matched
    }

    private static func isCompared(_ result: LabelResult) -> Bool {
        if case .relation = result.value { return false }
        return !result.value.isEmpty
    }

    /// From 0, nothing in common, to 1, the same.
    private static func overlap(_ one: LabelResult, _ other: LabelResult) -> Double {
        guard one.control == other.control else { return 0 }
        switch (one.value, other.value) {
        case (.shape(let left, let labels), .shape(let right, let others)):
            return Set(labels) == Set(others) ? overlap(left, right, one.imageSize ?? other.imageSize) : 0
        case (.span(let start, let end, _, let labels), .span(let otherStart, let otherEnd, _, let others)):
            guard Set(labels) == Set(others) else { return 0 }
            return share(Double(start)...Double(end), Double(otherStart)...Double(otherEnd))
        case (.segment(let start, let end, let channel, let labels), .segment(let from, let to, let side, let others)):
            guard Set(labels) == Set(others), channel == side, start <= end, from <= to else { return 0 }
            return share(start...end, from...to)
        case (.choices(let left), .choices(let right)): return Set(left) == Set(right) ? 1 : 0
        case (.taxonomy(let left), .taxonomy(let right)): return Set(left) == Set(right) ? 1 : 0
        case (.texts(let left), .texts(let right)): return left.map(plain) == right.map(plain) ? 1 : 0
        default: return one.value == other.value ? 1 : 0
        }
    }

    private static func overlap(_ one: Shape, _ other: Shape, _ size: ImageSize?) -> Double {
        switch (one, other) {
        case (.keyPoint(let left, _), .keyPoint(let right, _)):
            let (across, down) = (left.x - right.x, left.y - right.y)
            return across * across + down * down <= farthestPoint * farthestPoint ? 1 : 0
        case (.mask(let left), .mask(let right)):
            if left == right { return 1 }
            guard let size, let first = PixelMask(labelStudio: left, size: size),
                let second = PixelMask(labelStudio: right, size: size)
            else { return 0 }
            return first.overlap(second)
        default:
            guard let first = Frame(one), let second = Frame(other) else { return 0 }
            return first.overlap(second)
        }
    }

    /// What two stretches share of what they cover together.
    private static func share(_ one: ClosedRange<Double>, _ other: ClosedRange<Double>) -> Double {
        let shared = min(one.upperBound, other.upperBound) - max(one.lowerBound, other.lowerBound)
        let all = max(one.upperBound, other.upperBound) - min(one.lowerBound, other.lowerBound)
        return all > 0 ? max(0, shared) / all : (one == other ? 1 : 0)
    }

    /// Case and spaces do not make two texts different.
    private static func plain(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// The upright box around a shape, in percent.
private struct Frame {
    let left: Double, top: Double, right: Double, bottom: Double

    init?(_ shape: Shape) {
        let points: [Point]
        switch shape {
        case .box(let x, let y, let width, let height, let rotation):
            points = PixelBox(x: x, y: y, width: width, height: height).corners(rotatedBy: rotation)
        case .ellipse(let center, let radiusX, let radiusY, _):
            points = [
                Point(x: center.x - radiusX, y: center.y - radiusY), Point(x: center.x + radiusX, y: center.y + radiusY),
            ]
        case .polygon(let corners, _): points = corners
        case .keyPoint, .mask: return nil
        }
        guard let first = points.first else { return nil }
        left = points.reduce(first.x) { min($0, $1.x) }
        right = points.reduce(first.x) { max($0, $1.x) }
        top = points.reduce(first.y) { min($0, $1.y) }
        bottom = points.reduce(first.y) { max($0, $1.y) }
    }

    func overlap(_ other: Frame) -> Double {
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        guard width > 0, height > 0 else { return 0 }
        let all = area + other.area - width * height
        return all > 0 ? width * height / all : 0
    }

    private var area: Double { (right - left) * (bottom - top) }
}

extension PixelMask {
    /// Pixels in both over pixels in either; 0 for masks of different pictures.
    fileprivate func overlap(_ other: PixelMask) -> Double {
        guard size == other.size else { return 0 }
        var (shared, either) = (0, 0)
        var (mine, theirs) = (RunWalk(columnRuns), RunWalk(other.columnRuns))
        while let step = mine.left, let their = theirs.left {
            let length = min(step, their)
            if mine.isSet, theirs.isSet { shared += length }
            if mine.isSet || theirs.isSet { either += length }
            mine.advance(by: length)
            theirs.advance(by: length)
        }
        return either > 0 ? Double(shared) / Double(either) : 1
    }
}

/// Goes along the runs of a mask.
private struct RunWalk {
    private let runs: [Int]
    private var index = 0
    private var used = 0

    init(_ runs: [Int]) {
        self.runs = runs
        skip()
    }

    /// Pixels that remain of the run; nil behind the last.
    var left: Int? { index < runs.count ? runs[index] - used : nil }
    var isSet: Bool { index % 2 == 1 }

    mutating func advance(by length: Int) {
        used += length
        skip()
    }

    private mutating func skip() {
        while index < runs.count, used >= runs[index] {
            used = 0
            index += 1
        }
    }
}
