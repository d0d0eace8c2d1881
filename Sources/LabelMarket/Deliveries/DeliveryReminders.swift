package import Storage

extension Deliveries {
    /// Days before the last day of delivery on which a vendor is reminded.
    static let reminderDays: Int64 = 3

    /// Reminds vendors, once each contract and not after that day, of lots that are to be delivered within the next days.
    /// - Returns: how many were reminded.
    @discardableResult
    package func remindDue() async throws -> Int {
        let (now, world) = (house.world.now(), house.world)
        let query = Self.dueQuery(
            from: now.shanghaiDate, until: now.shanghaiDate.advanced(byDays: Self.reminderDays))
        let due: [ID<Contract>] = try house.database.read { try $0.all(query) { try $0.at(0) } }
        guard !due.isEmpty else { return 0 }
        return try await house.database.write { transaction in
            var count = 0
            for id in due {
                guard let contract = try Contracts.load(id, for: nil, in: transaction), contract.state == .active,
                    let lot = try Contracts.lots(id, in: transaction).first(where: { $0.state.awaitsDelivery })
                else { continue }
                let noted = try transaction.execute(
                    """
                    INSERT INTO delivery_reminder (contract, at) VALUES (\(id), \(now)) ON CONFLICT (contract) DO NOTHING
                    """)
                guard noted == 1 else { continue }
                let day = Bilingual.date(contract.deliverBy)
                try Notices.add(
                    to: contract.vendor,
                    Bilingual(
                        zh: "合同 \(contract.number) 第 \(lot.number) 批最迟须在 \(day.zh)交付",
                        en: "Lot \(lot.number) of contract \(contract.number) is to be delivered by \(day.en)"),
                    path: "/contracts/\(id)/lots/\(lot.number)", mail: .delivery, at: now, world: world, in: transaction)
                count += 1
            }
            return count
        }
    }

    package static func dueQuery(from today: CivilDate, until day: CivilDate) -> SQL {
        """
        SELECT id FROM contract WHERE state = 'active' AND deliver_by BETWEEN \(today) AND \(day)
            AND NOT EXISTS (SELECT 1 FROM delivery_reminder WHERE delivery_reminder.contract = contract.id)
            AND EXISTS (SELECT 1 FROM lot WHERE lot.contract = contract.id AND lot.state IN ('due', 'returned'))
        ORDER BY deliver_by LIMIT 200
        """
    }
}
