import Testing

@testable import Matching

@Suite struct FileTests {
    static let good = """
        MKI 1 demo 1
        H 2 3 1 1 1 98 2 1
        R 0 10 0 V 0
        R 1 50 0 W 0
        R 2 900 0 K 0
        V 0 1 7 1 0 0 0 2 0 0 0 0 3
        W 0 0 1 0 5 9 30 1
        K 0 4 0 5000 1 60 900 1 2
        J 0 4 9 1000 1200 0 30 1 40 1 1 1 0 20 5 3 0 1 1 1 0
        L 500 10 0 4 2 1 0 100 1 0 5
        C 200 0 5 9 1 1 20
        J 1 5 9 700 900 0 30 0 40 1 1 1 0 0 5 3 0 1 0 0
        L 400 0 0 4 2 1 0 100 1 0 6
        E

        """

    @Test func parse_goodFile_hasItsRows() throws {
        let instance = try InstanceReader.parse(Array(Self.good.utf8))
        #expect(instance.jobs.count == 2)
        #expect(instance.labelPlans.map(\.costFen) == [500, 400])
        #expect(instance.vouchers[0].weight == 900)
        let solution = try Solver().solve(instance)
        // Both do not fit: job 0 brings 1000 + 10 − 500 − 200 fen and 250 fen drawn at 0.9.
        #expect(solution.matches.map(\.job) == [0])
        #expect(solution.objective == 310_000 + 225_000)
    }

    @Test(arguments: [1, 7, 64]) func read_anyChunking_sameInstance(size: Int) throws {
        let bytes = Array(Self.good.utf8)
        var reader = InstanceReader()
        for start in stride(from: 0, to: bytes.count, by: size) { try reader.read(Array(bytes[start..<min(start + size, bytes.count)])) }
        let instance = try reader.finish()
        #expect(instance.labelPlans.count == 2)
        #expect(instance.uses == (try InstanceReader.parse(bytes)).uses)
    }

    @Test func parse_cutAnywhere_isRefused() {
        let bytes = Array(Self.good.utf8)
        for end in 0..<bytes.count - 2 {
            #expect(throws: FileFault.self, "cut at \(end)") { try InstanceReader.parse(Array(bytes[..<end])) }
        }
    }

    static let broken: [(find: String, put: String, line: Int)] = [
        ("MKI 1 demo 1", "MKI 2 demo 1", 1),
        ("MKI 1 demo 1", "PK\u{3}\u{4}", 1),
        ("H 2 3 1", "H 2 -3 1", 2),
        ("H 2 3 1", "H 99999999999 3 1", 2),
        ("H 2 3 1 1 1 98 2 1", "H 2 3 1 1 1 98 2 1 5", 2),
        ("R 0 10", "R 1 10", 3),
        ("R 1 50", "R 0 50", 4),
        ("R 0 10 0", "R 0 -10 0", 3),
        ("R 0 10 0", "R 0 99999999999999999999 0", 3),
        ("R 0 10 0", "R 0 ten 0", 3),
        ("R 0 10 0 V 0", "R 0 10", 3),
        ("K 0 4 0 5000", "K 0 4 0 50000", 8),
        ("K 0 4 0 5000 1 60 900 1 2", "K 0 4 0 5000 1 60 900 1 9", 8),
        ("K 0 4 0 5000 1 60", "K 0 4 0 5000 7 60", 8),
        ("J 0 4 9 1000 1200 0 30 1", "J 0 4 9 1000 1200 0 30 5", 9),
        ("J 0 4 9", "J 0 5 9", 9),
        ("J 0 4 9 1000", "J 0 4 9 99999999999", 9),
        ("L 500 10 0 4", "L -1 10 0 4", 10),
        ("L 500 10 0 4", "L 500 10 9 4", 10),
        ("1 0 5\n", "1 3 5\n", 10),
        ("1 0 5\n", "1 0 -5\n", 10),
        ("1 0 5\n", "1 0 3000000000\n", 10),
        ("1 0 5\n", "2000000 0 5\n", 10),
        ("C 200", "L 200", 11),
        ("J 1 5", "J 0 5", 12),
        ("J 1 5", "X 1 5", 12),
        ("J 1 5", "R 3 5", 12),
        ("L 400 0 0 4 2 1 0 100 1 0 6\n", "", 13),
        ("E\n", "E\nE\n", 15),
        ("H 2 3", "H 3 3", 14),
    ]

    @Test(arguments: broken) func parse_brokenFile_namesTheLine(find: String, put: String, line: Int) throws {
        let text = try #require(Self.good.replacing(find, with: put))
        let fault = #expect(throws: FileFault.self) { try InstanceReader.parse(Array(text.utf8)) }
        #expect(fault?.line == line, "\(fault?.description ?? "")")
    }

    @Test func read_endlessLine_isRefusedBeforeItFillsTheMemory() {
        var reader = InstanceReader()
        let piece = [UInt8](repeating: 65, count: 1 << 18)
        #expect(throws: FileFault.self) { for _ in 0..<100 { try reader.read(piece) } }
    }

    @Test func parse_randomBytes_neverTraps() {
        var random = TinyMarket(seed: 3)
        let good = Array(Self.good.utf8)
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<random.pick(1...4) { bytes[random.pick(0...bytes.count - 1)] = UInt8(random.pick(0...255)) }
            guard let instance = try? InstanceReader.parse(bytes), let solution = try? Solver(SolveOptions(quality: .fast)).solve(instance)
            else { continue }
            #expect(Verifier(instance).violations(in: solution).isEmpty)
        }
    }

    @Test func solutionText_writtenAndRead_isTheSame() throws {
        let instance = try InstanceReader.parse(Array(Self.good.utf8))
        let solution = try Solver().solve(instance)
        for proves in [true, false] {
            var written = solution
            written.pricesProveBound = proves
            written.prices = [1, 0, 5]
            #expect(try SolutionText.parse(SolutionText.write(written), for: instance) == written)
        }
    }

    @Test(arguments: [
        ("MKS 2\nE\n", 1), ("MKS 1\nO 1\n", 3), ("MKS 1\nJ 0 0 -2 0\nE\n", 2), ("MKS 1\nS 9 1\nE\n", 2),
        ("MKS 1\nJ 0 0 0 3 0 1 1\nE\n", 2), ("MKS 1\nE\nO 1\n", 3),
    ])
    func solutionText_broken_namesTheLine(text: String, line: Int) throws {
        let instance = try InstanceReader.parse(Array(Self.good.utf8))
        let fault = #expect(throws: FileFault.self) { try SolutionText.parse(Array(text.utf8), for: instance) }
        #expect(fault?.line == line)
    }
}

extension String {
    /// With the first occurrence replaced, or nil when there is none.
    fileprivate func replacing(_ find: String, with put: String) -> String? {
        let text = Array(utf8), wanted = Array(find.utf8)
        guard text.count >= wanted.count else { return nil }
        for start in 0...text.count - wanted.count where Array(text[start..<start + wanted.count]) == wanted {
            return String(decoding: text[..<start] + Array(put.utf8) + text[(start + wanted.count)...], as: UTF8.self)
        }
        return nil
    }
}
