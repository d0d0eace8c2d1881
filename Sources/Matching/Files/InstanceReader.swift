/// Reads an instance in the text format MKI 1, chunk by chunk.
///
/// One record a line, fields separated by one space, all numbers integers, in the order MKI, H, R…, V…, W…, K…,
/// (J, L…, C…)…, E. Counts that the file claims are checked against what it holds, never trusted for an allocation.
package struct InstanceReader: Sendable {
    private enum Section: Int, Sendable { case name, header, resources, vendors, windows, vouchers, jobs, done }

    private var cutter = LineCutter()
    private var builder = InstanceBuilder()
    private var section = Section.name
    private var name = ""
    private var claims = Claims()
    private var vendors = 0
    private var windows = 0
    private var labelsLeft = 0
    private var computesLeft = 0
    private var uses: [Use] = []

    private struct Claims: Sendable {
        var jobs = 0, resources = 0, vouchers = 0, vendors = 0, windows = 0, labels = 0, computes = 0
    }

    package init() {}

    /// Takes the next bytes of the file; lines may be cut anywhere between chunks.
    package mutating func read(_ chunk: [UInt8]) throws(FileFault) {
        var work = self
        self = InstanceReader()
        var cutter = work.cutter
        do throws(FileFault) {
            try cutter.cut(chunk) { bytes, line throws(FileFault) in try work.take(bytes, line) }
        } catch {
            throw error
        }
        work.cutter = cutter
        self = work
    }

    /// - Returns: the instance, when the file came to its E record with all that its header promised.
    package consuming func finish() throws(FileFault) -> Instance {
        var cutter = cutter
        try cutter.finish { bytes, line throws(FileFault) in try take(bytes, line) }
        guard section == .done else {
            throw FileFault(line: cutter.line + 1, message: "the file ends before its E record")
        }
        do throws(InstanceFault) {
            return try builder.build(name: name)
        } catch {
            throw FileFault(line: cutter.line, message: error.description)
        }
    }

    /// A whole file at once.
    package static func parse(_ bytes: [UInt8]) throws(FileFault) -> Instance {
        var reader = InstanceReader()
        try reader.read(bytes)
        return try reader.finish()
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(FileFault) {
        guard !bytes.isEmpty else { return }
        var fields = FieldReader(bytes, line: line)
        let tag = try fields.word("record")
        if section == .name { return try readName(tag, &fields) }
        guard tag.count == 1, let letter = tag.first else { throw fields.fault("unknown record") }
        do throws(RecordFault) {
            switch letter {
            case UInt8(ascii: "L"): try readLabelPlan(&fields)
            case UInt8(ascii: "C"): try readComputePlan(&fields)
            case UInt8(ascii: "J"): try readJob(&fields)
            case UInt8(ascii: "R"): try readResource(&fields)
            case UInt8(ascii: "K"): try readVoucher(&fields)
            case UInt8(ascii: "V"): try readVendor(&fields)
            case UInt8(ascii: "W"): try readWindow(&fields)
            case UInt8(ascii: "H"): try readHeader(&fields)
            case UInt8(ascii: "E"): try readEnd(&fields)
            default: throw RecordFault.file(fields.fault("unknown record"))
            }
        } catch {
            switch error {
            case .file(let fault): throw fault
            case .instance(let fault): throw fields.fault(fault.description)
            }
        }
    }

    private enum RecordFault: Error {
        case file(FileFault)
        case instance(InstanceFault)
    }

    private func field<T>(_ body: () throws(FileFault) -> T) throws(RecordFault) -> T {
        do throws(FileFault) { return try body() } catch { throw .file(error) }
    }

    private func row<T>(_ body: () throws(InstanceFault) -> T) throws(RecordFault) -> T {
        do throws(InstanceFault) { return try body() } catch { throw .instance(error) }
    }

    private mutating func readName(_ tag: ArraySlice<UInt8>, _ fields: inout FieldReader) throws(FileFault) {
        guard tag.elementsEqual("MKI".utf8) else { throw fields.fault("not an MKI file") }
        guard try fields.integer("format version") == 1 else { throw fields.fault("only version 1 is known") }
        let word = try fields.word("name")
        guard word.count <= 64 else { throw fields.fault("the name is longer than 64 bytes") }
        name = String(decoding: word, as: UTF8.self)
        _ = try fields.integer("seed")
        try fields.end()
        section = .header
    }

    private mutating func readHeader(_ fields: inout FieldReader) throws(RecordFault) {
        guard section == .header else { throw .file(fields.fault("H out of place")) }
        claims = try field { () throws(FileFault) in
            var claims = Claims()
            claims.jobs = try fields.count("jobs", upTo: Limits.rows)
            claims.resources = try fields.count("resources", upTo: Limits.rows)
            claims.vouchers = try fields.count("vouchers", upTo: Limits.rows)
            claims.vendors = try fields.count("vendors", upTo: Limits.rows)
            claims.windows = try fields.count("windows", upTo: Limits.rows)
            _ = try fields.integer("horizon")
            claims.labels = try fields.count("label plans", upTo: Limits.rows)
            claims.computes = try fields.count("compute plans", upTo: Limits.rows)
            try fields.end()
            return claims
        }
        builder.reserve(jobs: claims.jobs, labelPlans: claims.labels, computePlans: claims.computes)
        section = .resources
    }

    private mutating func enter(_ next: Section, _ id: Int64, _ count: Int, _ fields: FieldReader) throws(RecordFault) {
        guard section != .header, section != .name, section.rawValue <= next.rawValue else {
            throw .file(fields.fault("record out of place"))
        }
        guard labelsLeft == 0, computesLeft == 0 else { throw .file(fields.fault("the job before lacks plans")) }
        guard id == Int64(count) else { throw .file(fields.fault("id \(id) where \(count) was due")) }
        section = next
    }

    private mutating func readResource(_ fields: inout FieldReader) throws(RecordFault) {
        let id = try field { () throws(FileFault) in try fields.integer("id") }
        try enter(.resources, id, builder.resourceCount, fields)
        let resource = try field { () throws(FileFault) in
            let capacity = try fields.integer("capacity"), penalty = try fields.integer("penalty")
            let kind = try fields.word("kind")
            guard kind.count == 1, let letter = kind.first else { throw fields.fault("kind is not one letter") }
            let owner = try fields.integer("owner")
            try fields.end()
            return Resource(capacity: capacity, penalty: penalty, kind: letter, owner: Int32(clamping: owner))
        }
        _ = try row { () throws(InstanceFault) in try builder.addResource(resource) }
    }

    private mutating func readVendor(_ fields: inout FieldReader) throws(RecordFault) {
        let id = try field { () throws(FileFault) in try fields.integer("id") }
        try enter(.vendors, id, vendors, fields)
        try field { () throws(FileFault) in
            for _ in 0..<12 { _ = try fields.integer("vendor field") }
            try fields.end()
        }
        vendors += 1
    }

    private mutating func readWindow(_ fields: inout FieldReader) throws(RecordFault) {
        let id = try field { () throws(FileFault) in try fields.integer("id") }
        try enter(.windows, id, windows, fields)
        try field { () throws(FileFault) in
            for _ in 0..<7 { _ = try fields.integer("window field") }
            try fields.end()
        }
        windows += 1
    }

    private mutating func readVoucher(_ fields: inout FieldReader) throws(RecordFault) {
        let id = try field { () throws(FileFault) in try fields.integer("id") }
        try enter(.vouchers, id, builder.voucherCount, fields)
        let values = try field { () throws(FileFault) in
            var values: [Int64] = []
            for _ in 0..<6 { values.append(try fields.integer("voucher field")) }
            let count = try fields.count("resource count", upTo: 16)
            for _ in 0..<count { values.append(try fields.integer("resource")) }
            try fields.end()
            return values
        }
        guard (1...3).contains(values[3]) else { throw .file(fields.fault("scope \(values[3]) is not 1, 2 or 3")) }
        _ = try row { () throws(InstanceFault) in
            try builder.addVoucher(
                holder: values[0], rateBasisPoints: values[2], scope: VoucherScope(rawValue: UInt8(values[3])),
                lastDay: values[4], weight: values[5], resources: Array(values[6...]))
        }
    }

    private mutating func readJob(_ fields: inout FieldReader) throws(RecordFault) {
        let id = try field { () throws(FileFault) in try fields.integer("id") }
        try enter(.jobs, id, builder.jobCount, fields)
        var values: [Int64] = []
        values.reserveCapacity(20)
        try field { () throws(FileFault) in
            for _ in 0..<16 { values.append(try fields.integer("job field")) }
            labelsLeft = try fields.count("label plans", upTo: Limits.plansPerJob)
            computesLeft = try fields.count("compute plans", upTo: Limits.plansPerJob)
            let owned = try fields.count("vouchers", upTo: Limits.vouchersPerJob)
            for _ in 0..<owned { values.append(try fields.integer("voucher")) }
            try fields.end()
        }
        guard let mode = UInt8(exactly: values[6]).flatMap(ComputeMode.init) else {
            throw .file(fields.fault("compute mode \(values[6]) is not 0, 1 or 2"))
        }
        _ = try row { () throws(InstanceFault) in
            try builder.addJob(
                holder: values[0], valueFen: values[2], budgetFen: values[3], computeMode: mode, vouchers: Array(values[16...]))
        }
    }

    private mutating func readLabelPlan(_ fields: inout FieldReader) throws(RecordFault) {
        guard labelsLeft > 0 else { throw .file(fields.fault("a label plan too many")) }
        var head = (cost: Int64(0), gain: Int64(0), start: Int64(0), finish: Int64(0))
        do throws(FileFault) {
            head = (try fields.integer("cost"), try fields.integer("gain"), try fields.integer("start"), try fields.integer("finish"))
            _ = try fields.integer("tier")
            let vendors = try fields.count("vendor count", upTo: 16)
            for _ in 0..<vendors {
                _ = try fields.integer("vendor")
                _ = try fields.integer("share")
            }
            try readUses(&fields)
        } catch { throw .file(error) }
        let uses = uses
        try row { () throws(InstanceFault) in
            try builder.addLabelPlan(
                costFen: head.cost, gainFen: head.gain, startDay: head.start, finishDay: head.finish, uses: uses)
        }
        labelsLeft -= 1
    }

    private mutating func readComputePlan(_ fields: inout FieldReader) throws(RecordFault) {
        guard labelsLeft == 0 else { throw .file(fields.fault("a compute plan before the label plans")) }
        guard computesLeft > 0 else { throw .file(fields.fault("a compute plan too many")) }
        var head = (cost: Int64(0), gain: Int64(0), start: Int64(0), end: Int64(0))
        do throws(FileFault) {
            head = (try fields.integer("cost"), try fields.integer("gain"), try fields.integer("start"), try fields.integer("end"))
            try readUses(&fields)
        } catch { throw .file(error) }
        let uses = uses
        try row { () throws(InstanceFault) in
            try builder.addComputePlan(
                costFen: head.cost, gainFen: head.gain, startDay: head.start, endDay: head.end, uses: uses)
        }
        computesLeft -= 1
    }

    private mutating func readUses(_ fields: inout FieldReader) throws(FileFault) {
        uses.removeAll(keepingCapacity: true)
        let count = try fields.count("use count", upTo: Limits.usesPerPlan)
        for _ in 0..<count {
            let resource = try fields.integer("resource"), units = try fields.integer("units")
            guard resource >= 0, resource < Int64(builder.resourceCount) else {
                throw fields.fault("there is no resource \(resource)")
            }
            guard units >= 0, units <= Limits.units else { throw fields.fault("units \(units) are outside the permitted range") }
            uses.append(Use(resource: Int(resource), units: Int(units)))
        }
        try fields.end()
    }

    private mutating func readEnd(_ fields: inout FieldReader) throws(RecordFault) {
        guard section.rawValue >= Section.resources.rawValue, section != .done else {
            throw .file(fields.fault("E out of place"))
        }
        guard labelsLeft == 0, computesLeft == 0 else { throw .file(fields.fault("the last job lacks plans")) }
        let found = [
            builder.jobCount, builder.resourceCount, builder.voucherCount, vendors, windows, builder.labelPlanCount,
            builder.computePlanCount,
        ]
        let claimed = [
            claims.jobs, claims.resources, claims.vouchers, claims.vendors, claims.windows, claims.labels, claims.computes,
        ]
        guard found == claimed else { throw .file(fields.fault("counts \(found) differ from the header's \(claimed)")) }
        section = .done
    }
}
