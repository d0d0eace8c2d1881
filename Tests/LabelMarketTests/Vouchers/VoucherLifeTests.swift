@testable import LabelMarket
import Storage
import Testing

struct VoucherLifeTests {
    @Test func sweep_afterTheLastMoment_returnsTheRestToThePot() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let voucher = try await house.granted()
        let expiresAt = try house.market.vouchers.voucher(voucher, for: house.buyer).row.voucher.expiresAt
        house.clock.set(expiresAt)
        #expect(try await house.market.vouchers.sweep().expired == 0)
        house.clock.advance(by: Instant.Span(milliseconds: 1))
        #expect(try await house.market.vouchers.sweep().expired == 1)
        let page = try house.market.vouchers.voucher(voucher, for: house.buyer)
        #expect(page.row.voucher.state == .expired)
        #expect(page.row.balance.available == .zero)
        #expect(try house.takeUp().expired == .yuan(40_000))
        #expect(try house.takeUp().available == .yuan(100_000))
        #expect(try await house.market.vouchers.sweep().expired == 0)
    }

    @Test func sweep_nearTheEnd_remindsOnceForEachDistance() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let voucher = try await house.granted()
        let expiresAt = try house.market.vouchers.voucher(voucher, for: house.buyer).row.voucher.expiresAt
        var reminded: [Int] = []
        for days in [40, 30, 29, 7, 6, 1, 0] {
            house.clock.set(expiresAt.advanced(by: .days(Int64(-days))))
            reminded.append(try await house.market.vouchers.sweep().reminded)
        }
        #expect(reminded == [0, 1, 0, 1, 0, 1, 0])
    }

    @Test func clawBack_takesWhatIsNotHeld() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let voucher = try await house.granted()
        let row = try house.market.vouchers.voucher(voucher, for: house.buyer).row.voucher
        let (world, vendor, now) = (house.house.world, house.vendor, house.clock.now)
        let hold = TransferID(book: row.book, world: world)
        let officer = house.officer
        try await house.house.database.write { transaction in
            _ = try Books.post(
                [
                    .hold(
                        hold, from: row.account,
                        to: AccountKey(book: row.book, kind: .payable, owner: vendor.organisation.rawValue), .yuan(15_000))
                ], for: BusinessReference("contract", voucher), by: officer, at: now, in: transaction, world: world)
        }
        let taken = try await house.market.vouchers.clawBack(
            voucher, because: "Moved away", by: house.officer, formKey: house.formKey)
        #expect(taken == .yuan(25_000))
        #expect(try house.takeUp().held == .yuan(15_000))
        house.clock.advance(by: .minutes(1))
        let later = house.clock.now
        try await house.house.database.write { transaction in
            _ = try Books.post(
                [.release(hold)], for: BusinessReference("contract", voucher), by: officer, at: later, in: transaction,
                world: world)
        }
        #expect(try house.balance(voucher).available == .zero)
        #expect(try house.takeUp().available == .yuan(100_000))
        await #expect(throws: VoucherRefusal.voucherEnded) {
            try await house.market.vouchers.clawBack(voucher, because: "Again", by: house.officer, formKey: house.formKey)
        }
    }
}

struct VoucherProgrammeTests {
    @Test func importVersion_ofWhatWasInForce_isRefused() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        await #expect(throws: ProgrammeRefusal.versionWasInForce) {
            try await house.market.programmes.importVersion(
                try VoucherHouse.document(share: 1), bureau: house.officer.organisation, by: house.officer,
                key: house.formKey)
        }
    }

    @Test func publish_newVersion_supersedesTheOld() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        try await house.open(try VoucherHouse.document(version: 2, share: 3000), pot: nil)
        let page = try house.market.programmes.page(of: house.key, for: nil)
        #expect(page.edition.version == 2)
        #expect(page.versions.map(\.state) == [.superseded, .inForce])
    }

    @Test func importVersion_intoAnotherBureausProgramme_isRefused() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        await #expect(throws: ProgrammeRefusal.ofAnotherBureau) {
            try await house.market.programmes.importVersion(
                try VoucherHouse.document(version: 2), bureau: house.strangerOfficer.organisation,
                by: house.strangerOfficer, key: house.formKey)
        }
    }

    @Test func importVersion_brokenDocument_namesTheLine() async throws {
        let house = try await VoucherHouse()
        await #expect {
            try await house.market.programmes.importVersion(
                Array("<programme>\n<x>".utf8), bureau: house.officer.organisation, by: house.officer, key: house.formKey)
        } throws: { error in
            guard case ProgrammeRefusal.documentWrong(let lines) = error else { return false }
            return lines.first?.number ?? 0 > 0
        }
    }

    @Test func draft_isSeenByItsBureauOnly() async throws {
        let house = try await VoucherHouse()
        let edition = try await house.market.programmes.importVersion(
            try VoucherHouse.document(), bureau: house.officer.organisation, by: house.officer, key: house.formKey)
        let programmes = house.market.programmes
        #expect(try programmes.page(of: house.key, version: edition.version, for: house.officer).edition.state == .draft)
        #expect(throws: CommonRefusal.notFound) {
            try programmes.page(of: house.key, version: edition.version, for: house.strangerOfficer)
        }
        #expect(throws: CommonRefusal.notFound) { try programmes.page(of: house.key, version: 1, for: nil) }
    }
}
