package import Storage

/// One version as its bureau sees it.
package struct VersionView: Sendable {
    package let edition: ProgrammeEdition
    /// The version that it is compared with: the one in force, or for that one the version before it.
    package let before: Int?
    package let changes: [ProgrammeDifference]
    /// What it says to the case that was tried.
    package let trial: Trial?
}

/// A version's answer to a made-up case.
package struct Trial: Sendable {
    package let assessment: Assessment
}

extension Programmes {
    /// A version with what it changes, and with its answer to `subject` when there is one.
    /// - Throws: ``CommonRefusal/notFound``
    package func version(
        _ key: ProgrammeKey, _ version: Int, trying subject: Case?, for actor: Actor
    ) throws -> VersionView {
        let now = house.world.now()
        return try house.database.read { transaction in
            let edition = try visible(key, version, actor, transaction)
            let older: Int? = try transaction.value(
                """
                SELECT version FROM programme_version
                WHERE programme = \(key) AND version <> \(version) AND (state = \(EditionState.inForce) OR version < \(version))
                ORDER BY state = 'in_force' DESC, version DESC LIMIT 1
                """)
            let before = try older.flatMap { try ProgrammeEdition.load(key, version: $0, in: transaction) }
            let trial = subject.map { Trial(assessment: edition.programme.evaluate($0, at: now)) }
            return VersionView(
                edition: edition, before: before?.version,
                changes: before.map { edition.programme.differences(from: $0.programme).filter { $0.subject != .state } } ?? [],
                trial: trial)
        }
    }

    /// The document of a version, byte for byte as it was imported.
    package func document(_ key: ProgrammeKey, _ version: Int, for actor: Actor) throws -> [UInt8] {
        try house.database.read { transaction in
            _ = try visible(key, version, actor, transaction)
            let document: [UInt8]? = try transaction.value(
                "SELECT document FROM programme_version WHERE programme = \(key) AND version = \(version)")
            return document ?? []
        }
    }

    private func visible(
        _ key: ProgrammeKey, _ version: Int, _ actor: Actor, _ transaction: ReadTransaction
    ) throws -> ProgrammeEdition {
        guard let edition = try ProgrammeEdition.load(key, version: version, in: transaction),
            try actor.role == .auditor || Self.answers(actor, for: key, in: transaction)
        else { throw CommonRefusal.notFound }
        return edition
    }
}
