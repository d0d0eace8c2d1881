/// Reads the `value` of one result by what its control expects. Percentages may overshoot by a thousandth, as browsers
/// round.
struct ResultReading {
    let value: JSONObject
    let fail: (Problem.Code, String) -> Problem

    private static let slackPercent = 0.001

    func number(_ key: String, _ code: Problem.Code) throws(Problem) -> Double {
        guard let number = value[key]?.double, number.isFinite else { throw fail(code, key) }
        return number
    }

    func strings(_ key: String, _ code: Problem.Code) throws(Problem) -> [String] {
        if case .string(let single)? = value[key] { return [single] }
        guard let elements = value[key]?.array else { throw fail(code, key) }
        var strings: [String] = []
        for element in elements {
            guard let text = element.string else { throw fail(code, key) }
            strings.append(text)
        }
        return strings
    }

    /// The shape that the members speak of, for controls that take any.
    func anyShape() throws(Problem) -> Shape {
        if value["points"] != nil || value["vertices"] != nil { return try polygon() }
        if value["rle"] != nil { return try mask() }
        if value["radiusX"] != nil { return try ellipse() }
        return value["height"] != nil ? try box() : try keyPoint()
    }

    func box() throws(Problem) -> Shape {
        let corner = try point(x: try number("x", .badShape), y: try number("y", .badShape), .boxOutside)
        let width = try number("width", .badShape)
        let height = try number("height", .badShape)
        let rotation = value["rotation"]?.double ?? 0
        guard width > 0, height > 0, rotation.isFinite else { throw fail(.badShape, "width, height, rotation") }
        let limit = 100 + Self.slackPercent
        // A rotated box turns about its corner, so that its own width says nothing about where it ends.
        if rotation == 0, corner.x + width > limit || corner.y + height > limit {
            throw fail(.boxOutside, "x + width = \(corner.x + width), y + height = \(corner.y + height)")
        }
        if width > limit * 1.5 || height > limit * 1.5 { throw fail(.boxOutside, "width \(width), height \(height)") }
        return .box(x: corner.x, y: corner.y, width: width, height: height, rotation: rotation)
    }

    func ellipse() throws(Problem) -> Shape {
        let center = try point(x: try number("x", .badShape), y: try number("y", .badShape), .boxOutside)
        let radiusX = try number("radiusX", .badShape)
        let radiusY = try number("radiusY", .badShape)
        guard radiusX > 0, radiusY > 0 else { throw fail(.badShape, "radiusX, radiusY") }
        guard radiusX <= 100, radiusY <= 100 else { throw fail(.boxOutside, "radiusX \(radiusX), radiusY \(radiusY)") }
        return .ellipse(center: center, radiusX: radiusX, radiusY: radiusY, rotation: value["rotation"]?.double ?? 0)
    }

    func polygon() throws(Problem) -> Shape {
        guard let corners = value["points"]?.array, corners.count >= 3 else { throw fail(.badShape, "points") }
        var points: [Point] = []
        for corner in corners {
            guard let pair = corner.array, pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
                throw fail(.badShape, "points")
            }
            points.append(try point(x: x, y: y, .pointOutside))
        }
        return .polygon(points, isClosed: value["closed"]?.bool ?? true)
    }

    func keyPoint() throws(Problem) -> Shape {
        let place = try point(x: try number("x", .badShape), y: try number("y", .badShape), .pointOutside)
        return .keyPoint(place, width: value["width"]?.double ?? 0)
    }

    func mask() throws(Problem) -> Shape {
        guard let runs = value["rle"]?.array, !runs.isEmpty else { throw fail(.badMask, "rle") }
        if let format = value["format"], format.string != "rle" { throw fail(.badMask, "format") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(runs.count)
        for run in runs {
            guard let byte = run.int.flatMap(UInt8.init(exactly:)) else { throw fail(.badMask, "rle") }
            bytes.append(byte)
        }
        return .mask(rle: bytes)
    }

    private func point(x: Double, y: Double, _ code: Problem.Code) throws(Problem) -> Point {
        let range = -Self.slackPercent...100 + Self.slackPercent
        guard range.contains(x), range.contains(y) else { throw fail(code, "x = \(x), y = \(y)") }
        return Point(x: x, y: y)
    }

    func segment(_ labels: [String]) throws(Problem) -> LabelValue {
        let start = try number("start", .badSegment)
        let end = try number("end", .badSegment)
        guard start >= 0, end >= start else { throw fail(.badSegment, "\(start) to \(end)") }
        return .segment(start: start, end: end, channel: value["channel"]?.int, labels: labels)
    }

    /// Counts in code points first; a file that counts UTF-16 units is understood when only that makes its quotation
    /// fit.
    func span(in text: TextIndex, _ labels: [String]) throws(Problem) -> LabelValue {
        guard let start = value["start"]?.int, let end = value["end"]?.int, start >= 0, end > start else {
            throw fail(.badSpan, "start, end")
        }
        let quoted = value["text"]?.string
        func found(_ start: Int, _ end: Int) -> LabelValue? {
            guard let slice = text.slice(start, end), quoted.map({ slice.elementsEqual($0.utf8) }) ?? true else {
                return nil
            }
            return .span(start: start, end: end, text: String(decoding: slice, as: UTF8.self), labels: labels)
        }
        if let span = found(start, end) { return span }
        if quoted != nil, let start = text.position(utf16: start), let end = text.position(utf16: end),
            let span = found(start, end)
        {
            return span
        }
        if end > text.count { throw fail(.spanOutside, "\(end) of \(text.count)") }
        throw fail(.spanTextMismatch, "\(start) to \(end): \(quoted ?? "")")
    }

    func taxonomy() throws(Problem) -> [[String]] {
        guard let paths = value["taxonomy"]?.array else { throw fail(.badResult, "taxonomy") }
        var read: [[String]] = []
        for path in paths {
            let steps = (path.array ?? []).compactMap(\.string)
            guard !steps.isEmpty, steps.count == path.array?.count else { throw fail(.badResult, "taxonomy") }
            read.append(steps)
        }
        return read
    }

    func ranking() throws(Problem) -> [LabelValue.Bucket] {
        func ids(_ list: JSON) throws(Problem) -> [String] {
            guard let entries = list.array else { throw fail(.badRanking, "ranker") }
            var ids: [String] = []
            for entry in entries {
                guard let id = entry.string ?? entry.int.map(String.init) else { throw fail(.badRanking, "ranker") }
                ids.append(id)
            }
            return ids
        }
        switch value["ranker"] {
        case .object(let buckets)?:
            var read: [LabelValue.Bucket] = []
            for member in buckets.members { read.append(.init(name: member.key, ids: try ids(member.value))) }
            return read
        case let list?: return [.init(name: "", ids: try ids(list))]
        case nil: throw fail(.badRanking, "ranker")
        }
    }
}
