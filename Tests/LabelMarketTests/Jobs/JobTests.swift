import Annotations
import LabelMarket
import Storage
import Testing

@Suite struct JobTests {
    @Test func publish_complete_isOpenAndListed() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        let view = try house.jobs.page(of: id, for: nil)
        #expect(view.job.state == .open)
        #expect(view.job.version == 1)
        #expect(view.takesBids)
        #expect(view.samples.count == 3)
        #expect(view.job.itemCount == 4)
        #expect(view.buyerName.zh == "星河科技")
        #expect(try house.jobs.list(JobFilter()).lines.map(\.id) == [id])
        try await house.jobs.publish(id, by: JobHouse.buyer)
    }

    @Test func publish_incomplete_namesTheParts() async throws {
        let house = try await JobHouse()
        let id = try await house.jobs.begin(title: "x", by: JobHouse.buyer, key: FormKey(world: house.house.world))
        await #expect(throws: JobRefusal.incomplete(JobPart.allCases.filter { $0 != .compute })) {
            try await house.jobs.publish(id, by: JobHouse.buyer)
        }
        #expect(throws: CommonRefusal.notFound) { try house.jobs.page(of: id, for: JobHouse.buyer) }
    }

    @Test func publish_afterItsClosing_isTooLate() async throws {
        let house = try await JobHouse()
        let id = try await house.draft()
        house.test.clock.advance(by: .days(8))
        await #expect(throws: JobRefusal.closesTooSoon) { try await house.jobs.publish(id, by: JobHouse.buyer) }
    }

    @Test func begin_sameFormTwice_isOneJob() async throws {
        let house = try await JobHouse()
        let key = FormKey(world: house.house.world)
        let first = try await house.jobs.begin(title: "x", by: JobHouse.buyer, key: key)
        #expect(try await house.jobs.begin(title: "x", by: JobHouse.buyer, key: key) == first)
        await #expect(throws: CommonRefusal.keyReused) {
            try await house.jobs.begin(title: "y", by: JobHouse.buyer, key: key)
        }
        #expect(try house.jobs.own(for: JobHouse.buyer).rows.count == 1)
    }

    @Test func edit_published_raisesVersionOnce() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        try await house.change(id, .budget(.yuan(20_000)))
        #expect(try house.jobs.page(of: id, for: nil).job.version == 1)
        try await house.change(id, .budget(.yuan(30_000)))
        let view = try house.jobs.page(of: id, for: nil)
        #expect(view.job.version == 2)
        #expect(view.edits.map(\.part) == [.budget])
        await #expect(throws: CommonRefusal.stale) { try await house.change(id, .budget(.yuan(40_000)), seen: 1) }
    }

    @Test func edit_afterClosing_isRefused() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        house.test.clock.advance(by: .days(8))
        await #expect(throws: JobRefusal.biddingOver) { try await house.change(id, .budget(.yuan(1))) }
        try await house.jobs.withdraw(id, by: JobHouse.buyer)
    }

    @Test func withdraw_leavesTheListForGood() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        try await house.jobs.withdraw(id, by: JobHouse.buyer)
        try await house.jobs.withdraw(id, by: JobHouse.buyer)
        #expect(try house.jobs.list(JobFilter()).lines.isEmpty)
        #expect(try house.jobs.page(of: id, for: nil).job.state == .withdrawn)
        await #expect(throws: JobRefusal.notInState(.withdrawn)) {
            try await house.jobs.publish(id, by: JobHouse.buyer)
        }
        await #expect(throws: JobRefusal.notInState(.withdrawn)) { try await house.change(id, .budget(.yuan(1))) }
    }

    static let wrongChanges: [(JobChange, JobRefusal)] = {
        let now = Instant(shanghai: CivilDate(year: 2026, month: 11, day: 23)!, hour: 9)
        let today = now.shanghaiDate
        func dates(_ hours: Int64, _ days: Int64) -> JobChange {
            .dates(closesAt: now.advanced(by: .hours(hours)), deadlineOn: today.advanced(byDays: days))
        }
        func quality(lot: Int) -> JobChange {
            .quality(
                JobQuality(
                    requiredAccuracyBasisPoints: 9500, lotSize: lot, strictness: .full, acceptanceDays: 5,
                    objectsPerItem: 1))
        }
        return [
            (dates(-1, 10), .closesTooSoon), (dates(0, 10), .closesTooSoon), (dates(24 * 200, 300), .closesTooLate),
            (dates(24, 1), .deadlineBeforeClosing), (dates(24, -3), .deadlineBeforeClosing),
            (dates(24, 5000), .deadlineTooLate), (quality(lot: 5), .lotTooLarge(items: 4)),
            (.security(.restricted, regions: [], publicSampleCount: 3), .samplesOfClosedJob),
            (.dataset(ID(rawValue: 99)), .datasetNotReady),
            (
                .config(.imageBoxes, xml: "<View><Image name=\"i\" value=\"$image\"/><RectangleLabels name=\"l\" toName=\"i\"><Label value=\"a\"/></RectangleLabels></View>"),
                .missingKeys(["image"], has: ["id", "text"])
            ),
        ]
    }()

    @Test(arguments: wrongChanges)
    func change_wrong_refused(change: JobChange, refusal: JobRefusal) async throws {
        let house = try await JobHouse()
        let id = try await house.draft()
        await #expect(throws: refusal) { try await house.change(id, change) }
    }

    @Test(arguments: [
        ("<!DOCTYPE x><View/>", LabelConfigProblem.Code.documentTypeRefused, 1),
        ("<View>\n<Magic name=\"a\" value=\"$text\"/></View>", .unknownTag, 2),
        ("<View", .notXML, 1),
        ("<View><Text name=\"t\" value=\"$text\"/>\n<Choices name=\"c\" toName=\"t\"/></View>", .emptyLabels, 2),
        ("<View><Text name=\"t\" value=\"$text\"/></View>", .noControl, 1),
    ])
    func config_wrong_namesTheLine(xml: String, code: LabelConfigProblem.Code, line: Int) async throws {
        let house = try await JobHouse()
        let id = try await house.draft()
        let error = await #expect(throws: JobRefusal.self) { try await house.change(id, .config(.textClassification, xml: xml)) }
        guard case .config(let problems)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(problems.contains { $0.code == code && $0.line == line }, "\(problems)")
    }

    @Test func partsThatNeedTheDataset_waitForIt() async throws {
        let house = try await JobHouse()
        let id = try await house.jobs.begin(title: "x", by: JobHouse.buyer, key: FormKey(world: house.house.world))
        await #expect(throws: JobRefusal.datasetFirst) {
            try await house.change(id, .config(.textClassification, xml: JobHouse.config))
        }
        await #expect(throws: JobRefusal.datasetFirst) { try await house.change(id, .quality(JobHouse.quality)) }
        let desk = try house.jobs.desk(id, for: JobHouse.buyer)
        #expect(!desk.draft.allows(.config) && desk.draft.allows(.budget))
    }

    @Test func someoneElse_neitherSeesNorChanges() async throws {
        let house = try await JobHouse()
        let id = try await house.draft()
        for actor in [JobHouse.stranger, JobHouse.vendor, JobHouse.auditor] {
            #expect(throws: CommonRefusal.notFound) { try house.jobs.desk(id, for: actor) }
            await #expect(throws: CommonRefusal.notFound) { try await house.change(id, .budget(.yuan(1)), by: actor) }
            await #expect(throws: CommonRefusal.notFound) { try await house.jobs.publish(id, by: actor) }
            await #expect(throws: CommonRefusal.notFound) { try await house.jobs.withdraw(id, by: actor) }
            await #expect(throws: CommonRefusal.notFound) { try await house.jobs.discard(id, by: actor) }
        }
        await #expect(throws: JobRefusal.datasetNotReady) {
            let own = try await house.jobs.begin(
                title: "x", by: JobHouse.stranger, key: FormKey(world: house.house.world))
            let dataset = try #require(try house.jobs.desk(id, for: JobHouse.buyer).dataset)
            try await house.change(own, .dataset(dataset.id), by: JobHouse.stranger)
        }
    }

    @Test func items_samplesForAllTheRestForFew() async throws {
        let house = try await JobHouse(access: DatasetAccess(isContracted: { _, vendor, _ in vendor.rawValue == 3 }))
        let id = try await house.published()
        let dataset = try house.jobs.page(of: id, for: nil).job.dataset
        #expect(try house.jobs.item(3, of: id, for: nil).item.data.contains("第3条"))
        #expect(throws: CommonRefusal.notFound) { try house.jobs.item(4, of: id, for: nil) }
        #expect(throws: CommonRefusal.notFound) { try house.datasets.item(4, of: dataset, for: nil) }
        #expect(throws: CommonRefusal.notFound) { try house.datasets.item(4, of: dataset, for: JobHouse.stranger) }
        for actor in [JobHouse.buyer, JobHouse.vendor, JobHouse.auditor] {
            #expect(try house.jobs.item(4, of: id, for: actor).item.number == 4)
        }
        try await house.change(id, .security(.restricted, regions: ["310000"], publicSampleCount: 0))
        #expect(throws: CommonRefusal.notFound) { try house.jobs.item(1, of: id, for: nil) }
        #expect(throws: CommonRefusal.notFound) { try house.datasets.item(1, of: dataset, for: nil) }
    }

    @Test func desk_showsEstimateAndVoucherClock() async throws {
        let test = try await JobHouse()
        let id = try await test.draft()
        let late = CivilDate(year: 2026, month: 12, day: 1)!
        let jobs = Jobs(
            house: test.house,
            draw: { price, _, _, _, _ in
                let share = PriceAfterSubsidy.Share(
                    programme: Bilingual(zh: "券", en: "voucher"), amount: .yuan(5000), why: [], expiresOn: late)
                return PriceAfterSubsidy(
                    price: price, shares: [share], own: try price.subtracting(.yuan(5000)), notes: [])
            })
        let desk = try jobs.desk(id, for: JobHouse.buyer)
        #expect(desk.afterSubsidy?.own == .yuan(15_000))
        #expect(desk.expiring.count == 1)
        #expect(desk.estimate?.units == 1)
        #expect(desk.draft.estimatedPrice == desk.estimate?.middle)
    }

    @Test func setState_followsTheOrder() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        let now = house.test.clock.now
        await #expect(throws: JobRefusal.notInState(.open)) {
            try await house.house.database.write { try Jobs.setState(id, to: .completed, at: now, in: $0) }
        }
        try await house.house.database.write { try Jobs.setState(id, to: .awarded, at: now, in: $0) }
        #expect(try house.jobs.list(JobFilter()).count == 0)
        try await house.house.database.write { try Jobs.setState(id, to: .completed, at: now, in: $0) }
    }

    @Test func schema_refusesWhatRulesForbid() async throws {
        let house = try await JobHouse()
        let id = try await house.published()
        let commands: [SQL] = [
            "UPDATE job SET state = 'draft' WHERE id = \(id)", "UPDATE job SET budget_fen = NULL WHERE id = \(id)",
            "UPDATE job SET budget_fen = -1 WHERE id = \(id)", "UPDATE job SET version = 0 WHERE id = \(id)",
            "UPDATE job SET buyer = 2 WHERE id = \(id)", "DELETE FROM job WHERE id = \(id)",
            "UPDATE item SET data = '{}'", "UPDATE job SET sample_size = 3 WHERE id = \(id)",
        ]
        for command in commands {
            await #expect(throws: ConstraintViolation.self) {
                _ = try await house.house.database.write { try $0.execute(command) }
            }
        }
    }
}
