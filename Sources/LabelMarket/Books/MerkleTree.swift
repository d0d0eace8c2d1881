internal import Crypto

/// The hash tree of RFC 6962, section 2.1, fed leaf by leaf.
/// - Complexity: O(log n) memory.
package struct MerkleTree: Sendable {
    /// Roots of complete subtrees, largest first; the bits of `count` say how large each is.
    private var roots: [[UInt8]] = []
    package private(set) var count: Int64 = 0

    package init() {}

    package mutating func append(_ leaf: [UInt8]) {
        var node = sha256([0x00] + leaf)
        var size = count
        while size & 1 == 1, let left = roots.popLast() {
            node = sha256([0x01] + left + node)
            size >>= 1
        }
        roots.append(node)
        count += 1
        precondition(roots.count == count.nonzeroBitCount, "one complete subtree for each bit")
    }

    /// The root so far; of no leaves, the hash of nothing.
    package var root: [UInt8] {
        guard var node = roots.last else { return sha256([]) }
        for left in roots.dropLast().reversed() { node = sha256([0x01] + left + node) }
        return node
    }
}
