import Storage
import Testing

@testable import LabelMarket

/// Lists of bureaus, and the verdicts that follow from them.
struct RegisterTests {
    private static let name = Bilingual(zh: "园区", en: "Park")

    private func house() async throws -> VoucherHouse {
        let house = try await VoucherHouse()
        try await house.open(
            try VoucherHouse.document(further: [
                .buyer(.cleanCredit(years: 3)), .buyer(.park(key: "park", name: Self.name)),
                .supplier(.listed(key: "suppliers", by: Self.name)),
            ]))
        return house
    }

    private func code(_ house: VoucherHouse, _ actor: Actor) throws -> String {
        try house.house.database.read { transaction in
            try transaction.value("SELECT credit_code FROM organisation WHERE id = \(actor.organisation)") ?? ""
        }
    }

    private func upload(_ house: VoucherHouse, _ kind: RegisterKind, _ name: String, _ lines: [String]) async throws {
        let text = "credit_code,name,from,to\r\n" + lines.joined(separator: "\r\n") + "\r\n"
        _ = try await house.market.programmes.replaceRegister(
            kind, named: name, with: Array(text.utf8), by: house.officer, key: house.formKey)
    }

    private func outcome(_ house: VoucherHouse, _ clause: String) throws -> VerdictOutcome? {
        try house.market.vouchers.appraisal(of: house.plan(), by: house.key, for: house.buyer).verdicts
            .first { $0.clause == clause }?.outcome
    }

    @Test func firm_isNotProvenThenFailsThenPasses() async throws {
        let house = try await house()
        let firm = try code(house, house.buyer)
        #expect(try outcome(house, "r8") == .notProven && outcome(house, "r9") == .notProven)
        try await upload(house, .park, "park", [])
        #expect(try outcome(house, "r9") == .fail)
        try await upload(house, .park, "park", ["\(firm),Firm,2026-01-01,2026-11-22"])
        #expect(try outcome(house, "r9") == .fail)
        try await upload(house, .park, "park", ["\(firm),Firm,2026-01-01,"])
        #expect(try outcome(house, "r9") == .pass)
        try await upload(house, .credit, "credit", ["\(firm),Firm,2024-05-01,"])
        #expect(try outcome(house, "r8") == .fail)
        try await upload(house, .credit, "credit", ["\(firm),Firm,2021-05-01,"])
        #expect(try outcome(house, "r8") == .pass)
    }

    @Test func supplier_paysOnlyWhileOnTheList() async throws {
        let house = try await house()
        let (firm, vendor) = (try code(house, house.buyer), try code(house, house.vendor))
        try await upload(house, .park, "park", ["\(firm),Firm,2026-01-01,"])
        try await upload(house, .credit, "credit", [])
        _ = try await house.granted()
        func pays() throws -> Bool {
            try house.house.database.read { transaction in
                try !Vouchers.draw(
                    for: .yuan(100), buyer: house.buyer.organisation, vendor: house.vendor.organisation, use: .labeling,
                    workEndsOn: house.today.advanced(byDays: 20), at: house.clock.now, in: transaction
                ).parts.isEmpty
            }
        }
        #expect(try pays())
        try await upload(house, .supplier, "suppliers", [])
        #expect(try !pays())
        try await upload(house, .supplier, "suppliers", ["\(vendor),Vendor,2026-11-01,2026-11-30"])
        #expect(try pays())
        house.clock.advance(by: .days(8))
        #expect(try !pays())
    }

    @Test func wrongLines_areAllNamedAndNothingChanges() async throws {
        let house = try await house()
        let firm = try code(house, house.buyer)
        try await upload(house, .park, "park", ["\(firm),Firm,2026-01-01,"])
        let error = await #expect(throws: ProgrammeRefusal.self) {
            try await upload(
                house, .park, "park",
                ["123,Firm,2026-01-01,", "\(firm),Firm,2026-02-30,", "\(firm),Firm,2026-02-01,2026-01-01", "x,y"])
        }
        guard case .documentWrong(let lines)? = error else { Issue.record("\(String(describing: error))"); return }
        #expect(lines.map(\.number) == [2, 3, 4, 5])
        #expect(lines.map(\.element) == ["credit_code", "from", "to", "row"])
        #expect(try outcome(house, "r9") == .pass)
        #expect(throws: ProgrammeRefusal.self) { try Registers.read(Array("a;b\n".utf8), .park) }
    }

    @Test func listOfAnotherBureau_saysNothing() async throws {
        let house = try await house()
        let text = "credit_code,name,from,to\n\(try code(house, house.buyer)),Firm,2026-01-01,\n"
        _ = try await house.market.programmes.replaceRegister(
            .park, named: "park", with: Array(text.utf8), by: house.strangerOfficer, key: house.formKey)
        #expect(try outcome(house, "r9") == .notProven)
    }
}
