/// An element of a small document, as a value. Comments and processing instructions are not kept.
///
/// Two elements are equal when names, attributes in their order, and content are; the line takes no part.
package struct XMLElement: Sendable, Equatable {
    package enum Node: Sendable, Equatable {
        case element(XMLElement)
        case text(String)
    }

    package var name: XMLName
    package var attributes: [XMLAttribute]
    /// Elements and text in document order; no two texts are neighbours in a parsed document.
    package var children: [Node]
    /// The line, from 1, on which the start tag begins; 0 for an element that was made by hand.
    package let line: Int

    package init(_ name: XMLName, attributes: [XMLAttribute] = [], children: [Node] = [], line: Int = 0) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.line = line
    }

    /// An element without a namespace that holds only elements.
    package init(_ local: String, _ attributes: [XMLAttribute] = [], _ elements: [XMLElement] = []) {
        self.init(XMLName(local), attributes: attributes, children: elements.map(Node.element))
    }

    package static func == (left: XMLElement, right: XMLElement) -> Bool {
        left.name == right.name && left.attributes == right.attributes && left.children == right.children
    }

    /// The child elements, in order.
    package var elements: [XMLElement] {
        children.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The text directly inside this element, joined; text of descendants does not count.
    package var text: String {
        var joined = ""
        for case .text(let piece) in children { joined += piece }
        return joined
    }

    /// The value of an attribute without a namespace.
    package subscript(attribute: String) -> String? {
        attributes.first { $0.name.namespace == nil && $0.name.local == attribute }?.value
    }

    /// The child elements with this local name, whatever their namespace.
    package func elements(named local: String) -> [XMLElement] {
        elements.filter { $0.name.local == local }
    }

    package func first(_ local: String) -> XMLElement? {
        for case .element(let element) in children where element.name.local == local { return element }
        return nil
    }
}
