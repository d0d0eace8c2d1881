import LabelMarket
import Storage
import Testing

/// Every list that grows has its index: no plan scans a table or sorts in a temporary tree.
struct QueryPlanTests {
    private static let organisation = ID<Organisation>(rawValue: 7)

    /// Each list with the index that must carry it.
    private static let lists: [(name: String, query: SQL, index: String)] = [
        ("a vendor's bids", Bids.ownQuery(organisation, after: nil, limit: 21), "bid_vendor"),
        ("a buyer's contracts", Contracts.listQuery(of: organisation, as: .buyer, after: nil, limit: 21), "contract_buyer"),
        ("a vendor's contracts", Contracts.listQuery(of: organisation, as: .vendor, after: nil, limit: 21), "contract_vendor"),
        ("a vendor's claims", Claims.listQuery(organisation, after: nil), "claim_vendor"),
        ("the claims that wait for an office", Claims.queueQuery(ID(rawValue: 5)), "claim_queue"),
        ("datasets", Datasets.listQuery(organisation, after: nil), "dataset"),
        ("letters", MailRoom.listQuery(.failed, after: nil), "letter_by_state"),
        ("deliveries that fall due", Deliveries.dueQuery(from: CivilDate(dayNumber: 20_000), until: CivilDate(dayNumber: 20_003)), "contract_due"),
    ]

    @Test func list_isReadThroughItsIndex() throws {
        let test = try TestHouse(migrations: Market.migrations)
        for list in Self.lists {
            let plan = try test.house.database.read { try $0.plan(of: list.query) }
            #expect(plan.contains { $0.contains("USING") && $0.contains(list.index) }, "\(list.name): \(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(list.name): \(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(list.name): \(plan)")
        }
    }
}
