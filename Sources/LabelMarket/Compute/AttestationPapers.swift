package import Storage

/// A file that shows how accelerators were acquired: a contract, customs papers, a letter of the maker. For the operator,
/// officers and auditors; the public sees what is said of it, not the paper.
package struct AttestationPaper: Hashable, Sendable {
    package let id: ID<AttestationPaper>
    package let deviceClass: ID<DeviceClass>
    package let fileName: String
    package let addedAt: Instant
}

/// Accelerators of the actor's own, for their form.
package struct AcceleratorsView: Sendable {
    package let deviceClass: DeviceClass
    package let site: ComputeSite
    /// Newest first.
    package let papers: [AttestationPaper]
}

extension ComputeSites {
    package func accelerators(_ id: ID<DeviceClass>, for actor: Actor) throws -> AcceleratorsView {
        try actor.require(.operator)
        return try house.database.read { transaction in
            guard let found = try DeviceClass.load(id, in: transaction) else { throw CommonRefusal.notFound }
            return AcceleratorsView(
                deviceClass: found, site: try Self.own(found.site, actor, in: transaction),
                papers: try AttestationPaper.all(of: found.site, in: transaction).filter { $0.deviceClass == id })
        }
    }

    /// Adds a paper to the attestation of accelerators. Papers are never changed or removed: a new one stands beside them.
    /// - Throws: ``CommonRefusal/notFound`` also where nothing is attested.
    package func addPaper(
        _ blob: BlobKey, named name: String, to deviceClass: ID<DeviceClass>, by actor: Actor, key: FormKey
    ) async throws {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "paper \(deviceClass) \(blob.hex) \(name)"
        _ = try await house.once(key, content: content, by: actor, refusing: ComputeRefusal.self) { transaction in
            guard let known = try DeviceClass.load(deviceClass, in: transaction) else { throw CommonRefusal.notFound }
            _ = try Self.own(known.site, actor, in: transaction)
            guard known.isAttested else { throw CommonRefusal.notFound }
            let id = world.makeID(AttestationPaper.self)
            try transaction.execute(
                """
                INSERT INTO attestation_paper (id, device_class, blob, file_name, added_at, added_by)
                VALUES (\(id), \(deviceClass), \(blob), \(String(name.suffix(200))), \(now), \(actor.person))
                """)
            try Audit.record(
                "add attestation paper", on: BusinessReference("device class", deviceClass), after: content, by: actor,
                at: now, in: transaction)
            return id
        }
    }

    /// The content of a paper, for whom it is.
    package func paper(_ id: ID<AttestationPaper>, for actor: Actor) throws -> (blob: BlobKey, name: String) {
        let found: (blob: BlobKey, name: String, owner: ID<Organisation>)? = try house.database.read { transaction in
            try transaction.first(
                """
                SELECT attestation_paper.blob, attestation_paper.file_name, site.operator FROM attestation_paper
                JOIN device_class ON device_class.id = attestation_paper.device_class
                JOIN site ON site.id = device_class.site WHERE attestation_paper.id = \(id)
                """
            ) { (try $0.at(0), try $0.at(1), try $0.at(2)) }
        }
        guard let found, AttestationPaper.isVisible(to: actor, of: found.owner) else { throw CommonRefusal.notFound }
        return (found.blob, found.name)
    }
}

extension AttestationPaper {
    static func isVisible(to actor: Actor?, of owner: ID<Organisation>) -> Bool {
        switch actor?.role {
        case .officer, .auditor: true
        case .operator: actor?.organisation == owner
        case .buyer, .vendor, .administrator, nil: false
        }
    }

    /// Of every class at a site, newest first.
    static func all(of site: ID<ComputeSite>, in transaction: ReadTransaction) throws -> [AttestationPaper] {
        try transaction.all(
            """
            SELECT attestation_paper.id, attestation_paper.device_class, attestation_paper.file_name,
                attestation_paper.added_at
            FROM device_class JOIN attestation_paper ON attestation_paper.device_class = device_class.id
            WHERE device_class.site = \(site) ORDER BY attestation_paper.id DESC LIMIT 200
            """
        ) { row in
            AttestationPaper(
                id: try row.at(0), deviceClass: try row.at(1), fileName: try row.at(2), addedAt: try row.at(3))
        }
    }
}

/// The table of papers.
enum AttestationSchema {
    static let sql = """
        CREATE TABLE attestation_paper (
            id INTEGER PRIMARY KEY,
            device_class INTEGER NOT NULL REFERENCES device_class (id),
            blob BLOB NOT NULL CHECK (length(blob) = 32),
            file_name TEXT NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
            added_at INTEGER NOT NULL,
            added_by INTEGER NOT NULL REFERENCES person (id)
        ) {strict};
        CREATE INDEX attestation_paper_class ON attestation_paper (device_class, id);

        """

    static let guards = [
        Guard("attestation_paper_fixed", .update, on: "attestation_paper", "a paper never changes"),
        Guard("attestation_paper_kept", .delete, on: "attestation_paper", "a paper is never deleted"),
    ]
}
