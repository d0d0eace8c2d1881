import Annotations
import LabelMarket
import Storage
import Testing

@Suite struct JobListTests {
    private func filter(_ words: String = "", _ change: (inout JobFilter) -> Void = { _ in }) -> JobFilter {
        var filter = JobFilter()
        filter.words = words
        change(&filter)
        return filter
    }

    @Test func search_findsWords() async throws {
        let house = try await JobHouse()
        let mood = try await house.published(title: "客服对话情感分类", description: "Mood of messages, GPT-4 style.")
        let road = try await house.published(title: "道路车辆检测 Road boxes", description: "行车记录仪照片")
        let cases: [(String, [ID<Job>])] = [
            ("情感", [mood]), ("车辆", [road]), ("辆检", [road]), ("车", [road]), ("MOOD", [mood]), ("ＧＰＴ", [mood]),
            ("road 照片", [road]), ("road 情感", []), ("星河", [road, mood]), ("飞机", []), ("情分", []), ("%", [road, mood]),
            ("family:imageBoxes", []), ("对话情感分类", [mood]),
        ]
        for (words, expected) in cases {
            let found = try house.jobs.list(filter(words)).lines.map(\.id)
            #expect(Set(found) == Set(expected), "\(words)")
        }
    }

    @Test func filters_narrow() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        try await house.change(id, .security(.open, regions: ["310000", "440000"], publicSampleCount: 1))
        let cases: [((inout JobFilter) -> Void, Int)] = [
            ({ $0.family = .textClassification }, 1), ({ $0.family = .imageBoxes }, 0), ({ $0.language = .chinese }, 1),
            ({ $0.language = .english }, 0), ({ $0.budget = .to50k }, 1), ({ $0.budget = .to10k }, 0),
            ({ $0.region = "310000" }, 1), ({ $0.region = "110000" }, 0), ({ $0.closesWithinDays = 8 }, 1),
            ({ $0.closesWithinDays = 3 }, 0),
            ({ $0.family = .textClassification; $0.language = .chinese; $0.words = "情感" }, 1),
        ]
        for (index, (change, count)) in cases.enumerated() {
            for order in JobFilter.Order.allCases {
                var filter = filter("", change)
                filter.order = order
                let page = try house.jobs.list(filter)
                #expect(page.lines.count == count, "case \(index)")
                #expect(page.count == count, "case \(index)")
            }
        }
    }

    @Test func closed_leavesTheList() async throws {
        let house = try await JobHouse()
        _ = try await house.published()
        house.test.clock.set(house.day(7))
        for words in ["", "情感"] { #expect(try house.jobs.list(filter(words)).lines.isEmpty) }
    }

    @Test func pages_coverEverythingOnce() async throws {
        let house = try await JobHouse()
        let template = try await house.published()
        try await house.copy(template, times: 44)
        for words in ["", "情感"] {
            for order in JobFilter.Order.allCases {
                var filter = filter(words)
                filter.order = order
                var seen: [ID<Job>] = []
                var sizes: [Int] = []
                repeat {
                    let page = try house.jobs.list(filter)
                    seen += page.lines.map(\.id)
                    sizes.append(page.lines.count)
                    filter.after = page.next
                    #expect(page.count == 45)
                } while filter.after != nil
                #expect(sizes == [20, 20, 5])
                #expect(Set(seen).count == 45)
            }
        }
    }

    @Test func everyList_usesItsIndex() async throws {
        let house = try await JobHouse()
        let now = house.test.clock.now
        let place = JobPlace(moment: now, job: ID(rawValue: 1))
        for order in JobFilter.Order.allCases {
            for terms in [[], ["情感"], ["情感", "family:imageBoxes"]] {
                for after in [nil, place] {
                    var filter = JobFilter()
                    filter.order = order
                    filter.after = after
                    try house.expectIndexed(JobList.query(filter, terms: terms, at: now))
                    try house.expectIndexed(JobList.countQuery(filter, terms: terms, at: now), mayBeFlat: true)
                }
            }
        }
        try house.expectIndexed(Jobs.ownQuery(ID(rawValue: 1), after: nil))
    }
}

extension JobHouse {
    /// The plan must look rows up by an index, in the order wanted: no table scan, no sorting.
    func expectIndexed(_ query: SQL, mayBeFlat: Bool = false) throws {
        let plan = try house.database.read { try $0.plan(of: query) }
        let scans = plan.filter { $0.hasPrefix("SCAN") && !(mayBeFlat && $0.contains("some")) }
        #expect(scans.isEmpty && !plan.joined().contains("TEMP B-TREE"), "\(plan)")
    }

    /// Further open jobs like `template`, with their words, a minute apart.
    func copy(_ template: ID<Job>, times: Int) async throws {
        let base = template.rawValue
        for start in stride(from: 1, through: times, by: 1000) {
            let numbers = start...min(times, start + 999)
            try await house.database.write { transaction in
                for number in numbers {
                    let shift = Int64(number) * 60_000
                    try transaction.execute(
                        """
                        INSERT INTO job (id, buyer, dataset, version, state, title, description, task_family, language,
                            label_config, item_count, objects_per_item, required_accuracy_bp, lot_size, sampling,
                            sample_size, acceptance_number, closes_at, deadline_on, acceptance_days, budget_fen,
                            security_class, regions, public_sample_count, estimated_price_fen, published_at, created_at)
                        SELECT \(base + Int64(number)), buyer, dataset, version, state, title, description, task_family,
                            language, label_config, item_count, objects_per_item, required_accuracy_bp, lot_size,
                            sampling, sample_size, acceptance_number, closes_at + \(shift), deadline_on, acceptance_days,
                            budget_fen, security_class, regions, public_sample_count, estimated_price_fen,
                            published_at - \(shift), created_at
                        FROM job WHERE id = \(template)
                        """)
                    try transaction.execute(
                        """
                        INSERT INTO job_term (term, job, published_at, closes_at)
                        SELECT term, \(base + Int64(number)), published_at - \(shift), closes_at + \(shift)
                        FROM job_term WHERE job = \(template)
                        """)
                }
            }
        }
    }
}
