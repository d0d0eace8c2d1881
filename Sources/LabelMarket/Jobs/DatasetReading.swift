internal import Storage

/// Reads one upload from start to end into items, a thousand rows a transaction, with never more than that in memory.
struct DatasetReading {
    let house: House
    let id: ID<Dataset>
    let blob: BlobKey
    let byteCount: Int
    let format: DatasetFormat
    private var harvest = Harvest()

    init(house: House, dataset: Dataset) {
        self.house = house
        id = dataset.id
        blob = dataset.blob
        byteCount = dataset.byteCount
        format = dataset.format
    }

    /// Leaves the dataset ready, or pending when there were bad rows.
    /// - Throws: ``DatasetRefusal`` when there is nothing to keep; items already written are the caller's to remove.
    mutating func run() async throws {
        switch format {
        case .jsonLines: try await rows(ObjectReading(splitter: LineSplitter(limit: DatasetLimits.rowBytes)))
        case .tasks: try await rows(ObjectReading(splitter: ArraySplitter(limit: DatasetLimits.rowBytes)))
        case .csv: try await rows(TableReading())
        case .images, .texts: try await entries()
        }
        guard harvest.itemCount > 0 else {
            if harvest.problems.first?.reason == .notUTF8 { throw DatasetRefusal.notUTF8 }
            throw harvest.problemCount == 0 ? DatasetRefusal.empty : .noGoodRows
        }
        try await close()
    }

    private mutating func rows(_ reading: some RowReading) async throws {
        var reading = reading
        let reader = try house.blobs.reader(of: blob)
        var readBytes = 0
        while readBytes < reader.count {
            let piece = try reader.chunk(at: readBytes)
            if piece.isEmpty { break }
            try reading.feed(piece[...], into: &harvest)
            readBytes += piece.count
            if harvest.isFull { try await store(readBytes) }
        }
        try reading.finish(into: &harvest)
        try await store(readBytes)
    }

    private mutating func entries() async throws {
        let archive = try ZipArchive(path: house.blobs.path(of: blob), byteCount: byteCount)
        let reading = ArchiveReading(format: format, blobs: house.blobs)
        let unpacked = max(1, archive.entries.reduce(0) { $0 + $1.size })
        var done = 0
        for entry in archive.entries {
            try reading.read(entry, of: archive, into: &harvest)
            done += entry.size
            if harvest.isFull || done - entry.size >> 23 != done >> 23 {
                try await store(byteCount * (done >> 10) / max(1, unpacked >> 10))
            }
        }
        try await store(byteCount)
    }

    private mutating func store(_ readBytes: Int) async throws {
        try Task.checkCancellation()
        let items = harvest.takeItems()
        let (id, read) = (id, min(readBytes, byteCount))
        try await house.database.write { transaction in
            for item in items {
                try transaction.execute(
                    """
                    INSERT INTO item (dataset, number, key, data, blob, media_type, width, height)
                    VALUES (\(id), \(item.number), \(item.key), \(item.data), \(item.image?.blob),
                        \(item.image?.header.mediaType), \(item.image?.header.width), \(item.image?.header.height))
                    """)
            }
            try transaction.execute("UPDATE dataset SET read_bytes = \(read) WHERE id = \(id)")
        }
    }

    private func close() async throws {
        let (id, now) = (id, house.world.now())
        let state = harvest.problemCount == 0 ? DatasetState.ready : .pending
        let keys = harvest.dataKeys.joined(separator: "\n")
        let (items, characters, problemCount, problems) = (
            harvest.itemCount, harvest.characterCount, harvest.problemCount, harvest.problems
        )
        try await house.database.write { transaction in
            for (position, problem) in problems.enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO dataset_problem (dataset, position, line, place, reason, detail)
                    VALUES (\(id), \(position), \(problem.line), \(problem.place), \(problem.reason), \(problem.detail))
                    """)
            }
            try transaction.execute(
                """
                UPDATE dataset SET state = \(state), item_count = \(items), character_count = \(characters),
                    data_keys = \(keys), problem_count = \(problemCount), finished_at = \(now) WHERE id = \(id)
                """)
        }
    }
}
