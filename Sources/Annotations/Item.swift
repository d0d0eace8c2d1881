/// One unit of a dataset to be labeled.
package struct Item: Sendable, Equatable {
    package let id: String
    /// What the objects of the label config show, by key.
    package let data: JSONObject

    package init(id: String, data: JSONObject) {
        self.id = id
        self.data = data
    }
}

extension LabelConfig {
    /// What an item lacks to be shown by this config; empty when it is complete.
    package func problems(of item: Item, record: Int, line: Int? = nil) -> [Problem] {
        var problems: [Problem] = []
        func check(_ key: String, _ accepts: (JSON) -> Bool) {
            guard let value = item.data[key], value != .null else {
                problems.append(Problem(.missingData, record: record, line: line, itemID: item.id, detail: key))
                return
            }
            if !accepts(value) {
                problems.append(Problem(.wrongData, record: record, line: line, itemID: item.id, detail: key))
            }
        }
        for object in objects {
            if let key = object.dataKey { check(key, object.kind.accepts) }
        }
        for control in controls {
            if let key = control.labelsKey { check(key) { $0.array != nil } }
        }
        return problems
    }
}

extension LabelConfig.DataObject.Kind {
    /// Whether data of this form can be shown: a text or an address for most, rows for a few.
    fileprivate func accepts(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.image, .array(let pages)): pages.allSatisfy { $0.string != nil } && !pages.isEmpty
        case (.paragraphs, .array), (.chat, .array), (.list, .array), (.table, .object), (.table, .array),
            (.timeSeries, .object):
            true
        case (.list, _), (.table, _), (.chat, _): false
        case (.text, .number), (.text, .bool), (.hyperText, .number): true
        case (_, .string(let text)): self == .text || !text.isEmpty
        default: false
        }
    }
}
