import Foundation
import LabelMarket
import Storage
import Synchronization
import Testing

/// Letters: written with what they tell about, handed over once, tried again, given up.
struct OutboxTests {
    private struct NoDisk: Error {}

    private final class Mailbox: Sendable {
        let letters = Mutex<[OutgoingLetter]>([])
        let isBroken = Mutex(false)
        func take(_ letter: OutgoingLetter) throws {
            if isBroken.withLock({ $0 }) { throw NoDisk() }
            letters.withLock { $0.append(letter) }
        }
        var taken: [OutgoingLetter] { letters.withLock { $0 } }
    }

    private func states(_ house: House) throws -> [String: Int] {
        try house.database.read { transaction in
            let rows = try transaction.all("SELECT state, COUNT(*) FROM letter GROUP BY state") { row in
                (try row.at(0, as: String.self), try row.at(1, as: Int.self))
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    private static let administrator = TradeHouse.administrator

    private func queue(_ test: TestHouse, _ number: Int = 1, path: String = "/desk", secret: Bool = false) async throws {
        let house = test.house
        try await house.database.write { transaction in
            try Outbox.queue(
                .award, to: "p\(number)@example.org", Bilingual(zh: "信", en: "letter"), path: path,
                sealedWith: secret ? house.keys.secrets : nil, at: house.world.now(), world: house.world, in: transaction)
        }
    }

    @Test func letter_isSentOnce() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        let (room, box) = (MailRoom(house: test.house), Mailbox())
        try await queue(test)
        #expect(try await room.sendDue(box.take) == (1, 0))
        test.clock.advance(by: .days(3))
        #expect(try await room.sendDue(box.take) == (0, 0))
        #expect(box.taken.map(\.recipient) == ["p1@example.org"])
        #expect(try states(test.house) == ["sent": 1])
        await #expect(throws: CommonRefusal.notFound) {
            try await room.retry(box.taken[0].id, by: Self.administrator)
        }
    }

    @Test func failedLetter_isTriedEverMoreRarely_thenGivenUp_thenRetriedByHand() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        let (room, box) = (MailRoom(house: test.house), Mailbox())
        box.isBroken.withLock { $0 = true }
        try await queue(test)
        var tries: [Int64] = []
        for minute in 0..<400 {
            if try await room.sendDue(box.take).failed == 1 { tries.append(Int64(minute)) }
            test.clock.advance(by: .minutes(1))
        }
        #expect(tries == [0, 1, 3, 7, 15, 31, 63, 127])
        #expect(try states(test.house) == ["failed": 1])
        let failed = try room.letters(.failed, after: nil, for: Self.administrator)
        #expect(failed.rows.first?.problem == "NoDisk()")
        #expect(failed.counts == [.failed: 1])
        box.isBroken.withLock { $0 = false }
        try await room.retry(failed.rows[0].id, by: Self.administrator)
        #expect(try await room.sendDue(box.take) == (1, 0))
        #expect(throws: CommonRefusal.forbidden) { try room.letters(.sent, after: nil, for: TradeHouse.buyer) }
    }

    @Test func letterOfARefusedTransaction_isNeverWritten() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        let house = test.house
        await #expect(throws: NoDisk.self) {
            try await house.database.write { transaction in
                try Outbox.queue(
                    .claim, to: "p@example.org", Bilingual(zh: "信", en: "letter"), path: "/desk", at: house.world.now(),
                    world: house.world, in: transaction)
                throw NoDisk()
            }
        }
        #expect(try states(house).isEmpty)
    }

    @Test func secretLink_isReadableNowhereButInTheLetter() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        let (room, box) = (MailRoom(house: test.house), Mailbox())
        try await queue(test, path: "/invitation?token=0123456789abcdef", secret: true)
        func path() throws -> String? { try test.house.database.read { try $0.value("SELECT path FROM letter") } }
        #expect(try path()?.contains("token") == false)
        _ = try await room.sendDue(box.take)
        #expect(box.taken.first?.path == "/invitation?token=0123456789abcdef")
        #expect(try path() == "")
    }

    @Test func marketWithoutMail_dropsWhatWaits() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        try await queue(test)
        try await MailRoom(house: test.house).dropWaiting()
        #expect(try states(test.house) == ["dropped": 1])
    }

    @Test func award_writesToEveryBidder_andDeliveryToTheBuyer() async throws {
        let house = try await TradeHouse()
        try await house.house.database.write { transaction in
            for party in [1, 3, 4] {
                try transaction.execute(
                    """
                    INSERT INTO membership (id, person_id, organisation_id, role, since)
                    VALUES (\(900 + party), \(party * 10), \(party), \(party == 1 ? "buyer" : "vendor"), 0)
                    ON CONFLICT (person_id, organisation_id, role) DO NOTHING
                    """)
            }
        }
        let cheap = try await house.offer(1000)
        _ = try await house.offer(1200, by: TradeHouse.rival)
        try await house.deposit(1500)
        house.close()
        let contract = try await house.award(cheap)
        try await house.deliver([1, 2], lot: 1, of: contract)
        let letters = try house.house.database.read { transaction in
            try transaction.all("SELECT kind, recipient, path FROM letter ORDER BY id") { row in
                [try row.at(0, as: String.self), try row.at(1), try row.at(2)]
            }
        }
        #expect(Set(letters.map { $0[0] }) == ["award", "delivery"])
        #expect(letters.contains { $0[0] == "award" && $0[2] == "/contracts/\(contract)" })
        #expect(letters.contains { $0[0] == "award" && $0[2].hasPrefix("/bids/") })
        #expect(letters.contains { $0[0] == "delivery" && $0[2] == "/contracts/\(contract)/lots/1" })
    }
}
