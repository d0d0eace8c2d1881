internal import FoundationEssentials
package import Storage

/// Use cases around datasets. Only the owner's people change one; see ``DatasetAccess`` for who may look.
package struct Datasets: Sendable {
    let house: House
    let access: DatasetAccess

    package init(house: House, access: DatasetAccess = DatasetAccess()) {
        self.house = house
        self.access = access
    }

    /// Makes a dataset of an upload. Small ones are read at once; large ones wait for ``processNext()``.
    /// - Returns: its id; its state says whether it is ready, has bad rows to decide on, or waits.
    /// - Throws: ``DatasetRefusal`` when the upload cannot be used; nothing is kept then.
    package func add(_ upload: Upload, name: String, by actor: Actor, key: FormKey) async throws -> ID<Dataset> {
        try actor.require(.buyer)
        let format = try DatasetFormat.detect(upload, in: house.blobs)
        let isSmall = upload.byteCount <= DatasetLimits.readAtOnceBytes
        let state = isSmall ? DatasetState.processing : .received
        let id = house.world.makeID(Dataset.self)
        let now = house.world.now()
        let content = "dataset \(upload.blob.hex) \(name)"
        let made = try await house.once(key, content: content, by: actor) { transaction in
            try transaction.execute(
                """
                INSERT INTO dataset (id, organisation, name, kind, format, state, byte_count, blob, file_name, created_at)
                VALUES (\(id), \(actor.organisation), \(name), \(format.kind), \(format), \(state),
                    \(upload.byteCount), \(upload.blob), \(upload.fileName), \(now))
                """)
            return id
        }
        guard made == id, isSmall else { return made }
        do {
            try await read(id)
        } catch {
            try await remove(id)
            throw error
        }
        return id
    }

    /// Reads the oldest upload that waits, if there is one.
    /// - Returns: whether there was one.
    package func processNext() async throws -> Bool {
        let id: ID<Dataset>? = try await house.database.write { transaction in
            let waiting: ID<Dataset>? = try transaction.value(
                "SELECT id FROM dataset WHERE state = 'received' ORDER BY id LIMIT 1")
            if let waiting { try transaction.execute("UPDATE dataset SET state = 'processing' WHERE id = \(waiting)") }
            return waiting
        }
        guard let id else { return false }
        do {
            // What an interrupted reading has left.
            try await clear(id)
            try await read(id)
        } catch let refusal as DatasetRefusal {
            try await refuse(id, refusal)
        }
        return true
    }

    /// Takes up again what a stop of the server interrupted. To be called once, before requests are served.
    package func recover() async throws {
        _ = try await house.database.write { transaction in
            try transaction.execute("UPDATE dataset SET state = 'received', read_bytes = 0 WHERE state = 'processing'")
        }
    }

    /// Makes a dataset with bad rows ready with its good ones.
    package func keepGoodRows(_ id: ID<Dataset>, by actor: Actor) async throws {
        try await house.database.write { transaction in
            let dataset = try Self.owned(id, by: actor, in: transaction)
            if dataset.state == .ready { return }
            guard dataset.state == .pending else { throw DatasetRefusal.notInState(dataset.state) }
            try transaction.execute("UPDATE dataset SET state = 'ready' WHERE id = \(id)")
        }
    }

    /// Gives a dataset up: it leaves the list, its items are removed. The books of uploads keep that it was there.
    package func discard(_ id: ID<Dataset>, by actor: Actor) async throws {
        try await house.database.write { transaction in
            let dataset = try Self.owned(id, by: actor, in: transaction)
            guard [.pending, .ready, .refused].contains(dataset.state) else {
                throw DatasetRefusal.notInState(dataset.state)
            }
            let jobs: Int = try transaction.value("SELECT COUNT(*) FROM job WHERE dataset = \(id)") ?? 0
            guard jobs == 0 else { throw DatasetRefusal.inUse }
            try transaction.execute(
                "UPDATE dataset SET state = 'discarded', refusal = NULL, item_count = 0 WHERE id = \(id)")
        }
        try await clear(id)
    }

    /// The dataset, when `actor` may change it.
    static func owned(_ id: ID<Dataset>, by actor: Actor, in transaction: ReadTransaction) throws -> Dataset {
        guard let dataset = try load(id, in: transaction), dataset.organisation == actor.organisation else {
            throw CommonRefusal.notFound
        }
        try actor.require(.buyer)
        return dataset
    }

    package static func load(_ id: ID<Dataset>, in transaction: ReadTransaction) throws -> Dataset? {
        try transaction.first("SELECT \(Dataset.columns) FROM dataset WHERE dataset.id = \(id)") { try Dataset($0) }
    }

    // MARK: Reading uploads

    private func read(_ id: ID<Dataset>) async throws {
        guard let dataset = try house.database.read({ try Self.load(id, in: $0) }) else { return }
        let house = house
        try await withTaskExecutorPreference(ReadingExecutor.shared) {
            var reading = DatasetReading(house: house, dataset: dataset)
            try await reading.run()
        }
    }

    private func refuse(_ id: ID<Dataset>, _ refusal: DatasetRefusal) async throws {
        try await clear(id)
        let text = String(decoding: try JSONEncoder().encode(refusal), as: UTF8.self)
        let now = house.world.now()
        _ = try await house.database.write { transaction in
            try transaction.execute(
                "UPDATE dataset SET state = 'refused', refusal = \(text), finished_at = \(now) WHERE id = \(id)")
        }
    }

    /// Removes the items, some at a time so that other writers are not held up.
    private func clear(_ id: ID<Dataset>) async throws {
        while true {
            let removed = try await house.database.write { transaction in
                let last: Int? = try transaction.value(
                    "SELECT number FROM item WHERE dataset = \(id) ORDER BY number DESC LIMIT 1")
                guard let last else { return 0 }
                return try transaction.execute("DELETE FROM item WHERE dataset = \(id) AND number > \(last - 5000)")
            }
            if removed == 0 { break }
        }
        _ = try await house.database.write { transaction in
            try transaction.execute("DELETE FROM dataset_problem WHERE dataset = \(id)")
        }
    }

    private func remove(_ id: ID<Dataset>) async throws {
        try await clear(id)
        _ = try await house.database.write { transaction in
            try transaction.execute("DELETE FROM dataset WHERE id = \(id) AND state = 'processing'")
        }
    }
}

extension DatasetRefusal {
    init?(stored text: String) {
        guard let refusal = try? JSONDecoder().decode(DatasetRefusal.self, from: Data(text.utf8)) else { return nil }
        self = refusal
    }
}
