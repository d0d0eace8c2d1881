/// A name and the namespace that it belongs to; the prefix, being the author's whim, is not kept.
package struct XMLName: Sendable, Hashable, CustomStringConvertible {
    package let local: String
    package let namespace: String?

    package init(_ local: String, namespace: String? = nil) {
        self.local = local
        self.namespace = namespace
    }

    package var description: String { namespace.map { "{\($0)}\(local)" } ?? local }
}

package struct XMLAttribute: Sendable, Hashable {
    package let name: XMLName
    package let value: String

    package init(_ name: XMLName, _ value: String) {
        self.name = name
        self.value = value
    }

    package init(_ local: String, _ value: String) { self.init(XMLName(local), value) }
}
