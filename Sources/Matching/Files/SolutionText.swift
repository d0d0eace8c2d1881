/// Writes and reads solutions in the text format MKS 1.
package enum SolutionText {
    /// Whole file. Prices follow in 1/64 milli-fen a unit: as S records when they prove the bound, so that a checker can
    /// recompute it from them, and else as P records, for explanations only.
    package static func write(_ solution: Solution) -> [UInt8] {
        var out = ByteWriter()
        out.put("MKS 1\nO ")
        out.put(solution.objective)
        out.put("\nB ")
        out.put(solution.bound)
        out.put("\n")
        for match in solution.matches {
            out.put("J ")
            out.put(Int64(match.job))
            out.put(" ")
            out.put(Int64(match.labelPlan))
            out.put(" ")
            out.put(Int64(match.computePlan ?? -1))
            out.put(" ")
            out.put(Int64(match.draws.count))
            for draw in match.draws {
                for number in [Int64(draw.voucher), Int64(draw.scope.rawValue), draw.fen] {
                    out.put(" ")
                    out.put(number)
                }
            }
            out.put("\n")
        }
        for (resource, price) in solution.prices.enumerated() where price != 0 {
            out.put(solution.pricesProveBound ? "S " : "P ")
            out.put(Int64(resource))
            out.put(" ")
            out.put(price)
            out.put("\n")
        }
        out.put("E\n")
        return out.bytes
    }

    /// - Parameter instance: gives the ranges that ids must lie in.
    /// - Throws: the first line that cannot be read. Feasibility is the verifier's matter.
    package static func parse(_ bytes: [UInt8], for instance: Instance) throws(FileFault) -> Solution {
        var reader = SolutionReader(instance: instance)
        var cutter = LineCutter()
        try cutter.cut(bytes) { line, number throws(FileFault) in try reader.take(line, number) }
        try cutter.finish { line, number throws(FileFault) in try reader.take(line, number) }
        guard reader.isDone else { throw FileFault(line: cutter.line + 1, message: "the file ends before its E record") }
        return reader.solution
    }
}

private struct SolutionReader {
    let instance: Instance
    var solution = Solution(matches: [], objective: 0, bound: Int64.max)
    var isDone = false
    private var hasName = false

    init(instance: Instance) { self.instance = instance }

    mutating func take(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(FileFault) {
        guard !bytes.isEmpty else { return }
        var fields = FieldReader(bytes, line: line)
        let tag = try fields.word("record")
        guard hasName else {
            guard tag.elementsEqual("MKS".utf8), try fields.integer("format version") == 1 else {
                throw fields.fault("not an MKS 1 file")
            }
            hasName = true
            return
        }
        guard !isDone, tag.count == 1, let letter = tag.first else { throw fields.fault("unknown record") }
        switch letter {
        case UInt8(ascii: "O"): solution.objective = try fields.integer("objective")
        case UInt8(ascii: "B"): solution.bound = try fields.integer("bound")
        case UInt8(ascii: "J"): solution.matches.append(try match(&fields))
        case UInt8(ascii: "S"), UInt8(ascii: "P"):
            solution.pricesProveBound = letter == UInt8(ascii: "S")
            let resource = try fields.count("resource", upTo: max(0, instance.resources.count - 1))
            if solution.prices.isEmpty { solution.prices = .init(repeating: 0, count: instance.resources.count) }
            guard resource < solution.prices.count else { throw fields.fault("there is no resource \(resource)") }
            solution.prices[resource] = try fields.integer("price")
        case UInt8(ascii: "E"): isDone = true
        default: throw fields.fault("unknown record")
        }
        try fields.end()
    }

    private func match(_ fields: inout FieldReader) throws(FileFault) -> Match {
        let job = try fields.count("job", upTo: Int(Int32.max)), label = try fields.count("label plan", upTo: Int(Int32.max))
        let compute = try fields.integer("compute plan")
        guard compute >= -1, compute <= Int64(Int32.max) else { throw fields.fault("compute plan \(compute)") }
        var draws: [Draw] = []
        for _ in 0..<(try fields.count("draws", upTo: 2)) {
            let voucher = try fields.count("voucher", upTo: Int(Int32.max)), scope = try fields.count("scope", upTo: 2)
            draws.append(
                Draw(voucher: voucher, scope: VoucherScope(rawValue: UInt8(scope)), fen: try fields.integer("drawn fen")))
        }
        return Match(job: job, labelPlan: label, computePlan: compute < 0 ? nil : Int(compute), draws: draws)
    }
}

/// Appends text and decimal numbers to bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    mutating func put(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
