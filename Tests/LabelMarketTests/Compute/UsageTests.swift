import Crypto
import LabelMarket
import Storage
import Testing

struct UsageTests {
    private static func moment(_ hour: Int) -> Instant { ComputeHouse.moment(1, hour) }

    private static func record(_ from: Int, _ to: Int, _ cardHours: Int64) -> UsageRecord {
        UsageRecord(from: moment(from), to: moment(to), cardSeconds: cardHours * 3600)
    }

    private typealias Refused = (records: [UsageRecord], refusal: ReservationRefusal)

    /// Eight cards over the first day.
    private static let refused: [Refused] = [
        ([], .noUsage),
        ([record(0, 24, 193)], .aboveReserved(record: 1, mostSeconds: 691_200)),
        ([record(0, 12, 97)], .aboveReserved(record: 1, mostSeconds: 345_600)),
        ([record(0, 12, -1)], .aboveReserved(record: 1, mostSeconds: 345_600)),
        ([record(0, 25, 1)], .recordOutside(record: 1)),
        ([record(-1, 5, 1)], .recordOutside(record: 1)),
        ([record(5, 5, 0)], .recordInverted(record: 1)),
        ([record(6, 5, 0)], .recordInverted(record: 1)),
        ([record(0, 12, 96), record(11, 24, 8)], .recordsOverlap(record: 2)),
    ]

    @Test(arguments: refused.indices) func report_isRefusedWithItsReason(index: Int) async throws {
        let (records, refusal) = Self.refused[index]
        let house = try await ComputeHouse()
        let id = try await house.confirmed()
        house.clock.set(ComputeHouse.moment(2))
        await #expect(throws: refusal) {
            _ = try await house.market.reservations.report(
                UsageEntry(records: records), of: id, by: house.operation, key: house.key)
        }
        #expect(try house.load(id).state == .confirmed)
        #expect(try house.purse() == [848, 1152, 0])
    }

    @Test func report_beforeTheEnd_isRefused() async throws {
        let house = try await ComputeHouse()
        let id = try await house.confirmed()
        let usage = try house.usage(id, cardHours: 8)
        await #expect(throws: ReservationRefusal.notOver(until: ComputeHouse.moment(2))) {
            _ = try await house.market.reservations.report(usage, of: id, by: house.operation, key: house.key)
        }
    }

    @Test func dispute_isEndedByANewReport() async throws {
        let house = try await ComputeHouse()
        let id = try await house.reported(cardHours: 192)
        try await house.market.reservations.dispute(id, reason: "Four hours were down", by: house.buyer)
        house.clock.advance(by: .days(30))
        #expect(try await house.market.reservations.sweep() == 0)
        _ = try await house.market.reservations.report(
            try house.usage(id, cardHours: 160), of: id, by: house.operation, key: house.key)
        try await house.market.reservations.acceptUsage(id, by: house.buyer, key: house.key)
        #expect(try house.load(id).captured == .yuan(960))
        #expect(try house.market.reservations.page(id, for: house.operation).reports.count == 2)
    }

    @Test func dispute_isDecidedByAnAdministrator() async throws {
        let house = try await ComputeHouse()
        let id = try await house.reported(cardHours: 192)
        try await house.market.reservations.dispute(id, reason: "Four hours were down", by: house.buyer)
        await #expect(throws: ReservationRefusal.aboveReserved(record: nil, mostSeconds: 192 * 3600)) {
            try await house.market.reservations.decideDispute(
                id, usedSeconds: 193 * 3600, reason: "x", by: house.administrator, key: house.key)
        }
        try await house.market.reservations.decideDispute(
            id, usedSeconds: 128 * 3600 + 1, reason: "The logs agree", by: house.administrator, key: house.key)
        #expect(try house.load(id).captured == Money(fen: 76_800))
        #expect(try house.verify().isWhole)
    }

    @Test func lateDispute_isRefused() async throws {
        let house = try await ComputeHouse()
        let id = try await house.reported()
        house.clock.advance(by: .days(3))
        await #expect(throws: ReservationRefusal.disputeOver) {
            try await house.market.reservations.dispute(id, reason: "Late", by: house.buyer)
        }
    }

    @Test func unreported_lapses_andNothingIsPaid() async throws {
        let house = try await ComputeHouse()
        let id = try await house.confirmed()
        house.clock.set(ComputeHouse.moment(16))
        #expect(try await house.market.reservations.sweep() == 1)
        #expect(try house.load(id).state == .lapsed)
        #expect(try house.purse() == [2000, 0, 0])
        #expect(try house.verify().isWhole)
    }

    // MARK: Files

    private static func file(_ number: String, hours: String = "96.25") -> [UInt8] {
        Array("reservation,from,to,card_hours\n\(number),2026-12-01 00:00,2026-12-01T16:00:00Z,\(hours)\n".utf8)
    }

    private func sign(
        _ house: ComputeHouse, _ bytes: [UInt8], signed: [UInt8]? = nil, withKeyOf other: Bool = false
    ) async throws -> ID<Reservation> {
        let id = try await house.confirmed()
        house.clock.set(ComputeHouse.moment(2))
        let secret = Curve25519.Signing.PrivateKey()
        let key = try await house.market.sites.addKey(
            Array(secret.publicKey.rawRepresentation), name: "meter", by: other ? house.other : house.operation,
            key: house.key)
        _ = try await house.market.reservations.reportFile(
            try house.house.blobs.put(bytes), name: "usage.csv",
            signature: Array(try secret.signature(for: signed ?? bytes)), key: key, of: id, by: house.operation,
            formKey: house.key)
        return id
    }

    @Test func signedFile_isTaken_andKeptAsEvidence() async throws {
        let house = try await ComputeHouse()
        let id = try await sign(house, Self.file("R-2026-000001"))
        let report = try #require(try house.market.reservations.page(id, for: house.buyer).standing)
        #expect(report.source == .signed && report.cardSeconds == 346_500 && report.keyName == "meter")
        let evidence = try house.market.reservations.evidence(of: report.id, in: id, for: house.buyer)
        #expect(try house.house.blobs.bytes(of: evidence.blob, limit: 1 << 20) == Self.file("R-2026-000001"))
        #expect(throws: CommonRefusal.notFound) {
            try house.market.reservations.evidence(of: report.id, in: id, for: house.rival)
        }
    }

    @Test func signature_overOtherBytes_isRefused() async throws {
        let house = try await ComputeHouse()
        await #expect(throws: ReservationRefusal.signatureWrong) {
            _ = try await sign(house, Self.file("R-2026-000001"), signed: Self.file("R-2026-000001", hours: "192"))
        }
    }

    @Test func key_ofAnotherOperator_isRefused() async throws {
        let house = try await ComputeHouse()
        await #expect(throws: ReservationRefusal.keyUnknown) {
            _ = try await sign(house, Self.file("R-2026-000001"), withKeyOf: true)
        }
    }

    @Test func signedFile_ofAnotherReservation_isRefused() async throws {
        let house = try await ComputeHouse()
        await #expect(throws: ReservationRefusal.otherReservation) {
            _ = try await sign(house, Self.file("R-2026-000002"))
        }
    }

    @Test(arguments: [
        ("{\"records\": [{\"from\": \"2026-12-01 00:00\", \"to\": \"2026-12-01 10:00\", \"card_seconds\": 7}]}", Int64(7)),
        ("from,to,card_seconds\n2026-12-01 00:00,2026-12-01 10:00,7\n", 7),
        ("from,to,card_hours\n2026-12-01 00:00,2026-12-01 10:00,0.5\n", 1800),
    ]) func file_isRead(text: String, seconds: Int64) throws {
        let records = try UsageFile.read(Array(text.utf8), about: "R-1", namesIt: false)
        #expect(records.map(\.cardSeconds) == [seconds])
    }

    private static let unreadable: [(text: String, refusal: ReservationRefusal)] = [
        ("from,to,card_hours\n2026-12-01 00:00,2026-12-01 10:00,0.0001\n", .fileUnreadable(line: 2)),
        ("from,to,card_hours\n2026-12-01 00:00,2026-12-01 10:00,-5\n", .fileUnreadable(line: 2)),
        ("from,to,card_hours\n2026-12-01,2026-12-01 10:00,5\n", .fileUnreadable(line: 2)), ("", .noUsage),
        ("{\"records\": [", .fileUnreadable(line: 1)), ("{\"records\": [7]}", .fileUnreadable(line: nil)),
    ]

    @Test(arguments: unreadable.indices) func file_isRefused(index: Int) throws {
        let (text, refusal) = Self.unreadable[index]
        #expect(throws: refusal) { try UsageFile.read(Array(text.utf8), about: "R-1", namesIt: false) }
    }

    // MARK: Being paid

    @Test func use_isClaimedOfEachPayer_settledAndCountedInTheTakeUp() async throws {
        let house = try await ComputeHouse()
        _ = try await house.voucher(1000)
        let id = try await house.reported(cardHours: 192)
        try await house.market.reservations.acceptUsage(id, by: house.buyer, key: house.key)
        try await house.house.database.write { transaction in
            try transaction.execute(
                "UPDATE organisation SET bank_name = '银行', bank_account = '62220001' WHERE id = \(house.operation.organisation)")
        }
        let open = try house.market.claims.forVendor(house.operation).open
        #expect(open.map(\.claimable.amount.fen).sorted() == [57_600, 57_600])
        for (index, entry) in open.enumerated() {
            let claim = try await house.market.claims.file(
                entry.subject, on: entry.claimable.book, shown: entry.claimable.amount,
                invoice: Invoice(
                    number: "2611000\(index)", date: house.clock.now.shanghaiDate, amount: entry.claimable.amount,
                    file: try house.house.blobs.put([1, 2, 3]), fileName: "invoice.pdf"), by: house.operation,
                key: house.key)
            let office = entry.claimable.programmeName == nil ? house.administrator : house.officer
            guard case .reservation(let found, _, _, let reports) = try house.market.claims.dossier(claim, for: office).basis
            else { throw CommonRefusal.notFound }
            #expect(found.id == id && reports.count == 1)
            try await house.market.claims.decide(claim, approves: true, reason: nil, by: office, key: house.key)
            let batch = try await house.market.settlements.make(
                on: entry.claimable.book, of: [claim], by: office, key: house.key)
            try await house.market.settlements.close(
                batch, paidOn: house.clock.now.shanghaiDate, bankReference: "B\(index)", returned: [:], by: office,
                key: house.key)
            #expect(throws: CommonRefusal.notFound) { try house.market.claims.dossier(claim, for: house.other) }
        }
        #expect(try house.market.claims.forVendor(house.operation).open.isEmpty)
        let takeUp = try house.market.programmes.page(of: ProgrammeKey("test-compute")!, for: nil).pots[0].takeUp
        #expect(takeUp.settled == .yuan(576))
        #expect(try house.verify().isWhole)
    }
}
