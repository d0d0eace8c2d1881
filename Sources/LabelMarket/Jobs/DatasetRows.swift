internal import Storage

extension Dataset {
    static let columns: SQL = """
        dataset.id, dataset.organisation, dataset.name, dataset.kind, dataset.format, dataset.state, dataset.item_count,
        dataset.byte_count, dataset.character_count, dataset.data_keys, dataset.blob, dataset.file_name,
        dataset.created_at
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        organisation = try row("organisation")
        name = try row("name")
        kind = try row("kind")
        format = try row("format")
        state = try row("state")
        itemCount = try row("item_count")
        byteCount = try row("byte_count")
        characterCount = try row("character_count")
        dataKeys = try row("data_keys", as: String.self).split(separator: "\n").map(String.init)
        blob = try row("blob")
        fileName = try row("file_name")
        createdAt = try row("created_at")
    }
}

extension Item {
    init(_ row: borrowing Row) throws {
        dataset = try row("dataset")
        number = try row("number")
        key = try row("key")
        data = try row("data")
        blob = try row("blob")
        mediaType = try row("media_type")
        width = try row("width")
        height = try row("height")
    }
}
