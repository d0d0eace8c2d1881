/// One voucher's part of a price.
package struct VoucherShare: Hashable, Sendable {
    package let grant: ID<Grant>
    package let amount: Money

    package init(grant: ID<Grant>, amount: Money) {
        self.grant = grant
        self.amount = amount
    }

    /// `0001…=12800;…`, as a page carries it in a hidden field.
    package static func text(_ shares: [VoucherShare]) -> String {
        shares.map { "\($0.grant)=\($0.amount.fen)" }.joined(separator: ";")
    }

    /// - Returns: nil when `text` is not what ``text(_:)`` writes.
    package static func parse(_ text: String) -> [VoucherShare]? {
        var shares: [VoucherShare] = []
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=")
            guard sides.count == 2, let grant = ID<Grant>(text: sides[0]), let fen = Int64(sides[1]), fen > 0 else {
                return nil
            }
            shares.append(VoucherShare(grant: grant, amount: Money(fen: fen)))
        }
        return shares
    }
}

extension VoucherDraw {
    /// What a page carries from showing the draw to carrying it out.
    package var shares: [VoucherShare] { parts.map { VoucherShare(grant: $0.grant, amount: $0.amount) } }
}
