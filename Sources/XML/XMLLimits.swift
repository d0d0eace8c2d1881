/// Caps that are enforced on the raw bytes, before libxml2 sees them.
package struct XMLLimits: Sendable, Equatable {
    package var maxBytes: Int
    /// Nesting of elements; the root has depth 1. libxml2 has a cap of 256 of its own.
    package var maxDepth: Int
    package var maxAttributesPerElement: Int
    /// Length of one start tag from `<` to `>`, names and values of its attributes included.
    package var maxTagBytes: Int
    /// Namespace declarations in force at one place; libxml2 searches them one by one.
    package var maxNamespacesInScope: Int

    package init(
        maxBytes: Int, maxDepth: Int = 64, maxAttributesPerElement: Int = 256, maxTagBytes: Int = 65_536,
        maxNamespacesInScope: Int = 64
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxAttributesPerElement = maxAttributesPerElement
        self.maxTagBytes = maxTagBytes
        self.maxNamespacesInScope = maxNamespacesInScope
    }

    /// For documents held as a tree, such as label configs and programme files: 1 MiB.
    package static let document = XMLLimits(maxBytes: 1 << 20)
    /// For files that are only streamed, such as a bank's statements: 1 GiB.
    package static let stream = XMLLimits(maxBytes: 1 << 30)
}
