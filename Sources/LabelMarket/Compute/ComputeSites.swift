internal import Crypto
package import Storage

/// Operators' sites, what they claim of them, their accelerators, and the keys that sign their usage files.
package struct ComputeSites: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Registers a site with its first claim.
    /// - Throws: ``ComputeRefusal``
    package func register(_ entry: SiteEntry, by actor: Actor, key: FormKey) async throws -> ID<ComputeSite> {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "site \(entry.nameZh) \(entry.region.code) \(entry.hub ?? "") \(entry.cluster ?? "")"
        return try await house.once(key, content: content, by: actor, refusing: ComputeRefusal.self) { transaction in
            try Self.checkPlace(entry)
            guard entry.claim.claimedOn <= now.shanghaiDate else { throw ComputeRefusal.claimInFuture }
            let id = world.makeID(ComputeSite.self)
            do {
                try transaction.execute(
                    """
                    INSERT INTO site (id, operator, name_zh, name_en, hub, cluster, region, registered_at)
                    VALUES (\(id), \(actor.organisation), \(entry.nameZh), \(entry.nameEn), \(entry.hub),
                        \(entry.cluster), \(entry.region), \(now))
                    """)
            } catch let violation as ConstraintViolation where violation.kind == .unique {
                throw ComputeRefusal.siteNameUsed
            }
            try Self.insert(entry.claim, of: id, by: actor, at: now, in: transaction)
            try Audit.record(
                "register site", on: BusinessReference("site", id), after: content, by: actor, at: now, in: transaction)
            return id
        }
    }

    private static func checkPlace(_ entry: SiteEntry) throws(ComputeRefusal) {
        guard let key = entry.hub else { return }
        guard let hub = Hub.named(key) else { throw .hubUnknown }
        guard hub.serves(entry.region) else { throw .placeMismatch }
        guard let cluster = entry.cluster else { return }
        guard let cluster = hub.clusters.first(where: { $0.key == cluster }), cluster.regions.contains(entry.region)
        else { throw .placeMismatch }
    }

    /// Adds what the operator says of a site as of a day. Earlier claims stay.
    /// - Throws: ``ComputeRefusal/claimInFuture``
    package func claim(_ claim: SiteClaim, of site: ID<ComputeSite>, by actor: Actor) async throws {
        try actor.require(.operator)
        let now = house.world.now()
        try await house.database.write { transaction in
            _ = try Self.own(site, actor, in: transaction)
            guard claim.claimedOn <= now.shanghaiDate else { throw ComputeRefusal.claimInFuture }
            try Self.insert(claim, of: site, by: actor, at: now, in: transaction)
            try Audit.record(
                "claim utilisation", on: BusinessReference("site", site), by: actor, at: now, in: transaction)
        }
    }

    private static func insert(
        _ claim: SiteClaim, of site: ID<ComputeSite>, by actor: Actor, at now: Instant, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO site_claim (site, claimed_on, recorded_at, power_fen_per_mwh, green_share_bp, racks_filled_bp,
                compute_used_bp, recorded_by)
            VALUES (\(site), \(claim.claimedOn), \(now), \(claim.powerPerMegawattHour), \(claim.greenShare),
                \(claim.racksFilled), \(claim.computeUsed), \(actor.person))
            """)
    }

    /// Registers accelerators of one make at a site.
    /// - Throws: ``ComputeRefusal``
    package func addClass(
        _ facts: DeviceClass.Facts, at site: ID<ComputeSite>, by actor: Actor, key: FormKey
    ) async throws -> ID<DeviceClass> {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "class \(site) \(facts.vendor) \(facts.model) \(facts.quantity)"
        return try await house.once(key, content: content, by: actor, refusing: ComputeRefusal.self) { transaction in
            _ = try Self.own(site, actor, in: transaction)
            try Self.checkAttestation(facts, at: now)
            let id = world.makeID(DeviceClass.self)
            do {
                try transaction.execute(
                    """
                    INSERT INTO device_class (id, site, vendor, model, number_format, teraflops, memory_gigabytes, quantity,
                        is_domestic, is_state_funded, attestation, attested_on, registered_at)
                    VALUES (\(id), \(site), \(facts.vendor), \(facts.model), \(facts.numberFormat), \(facts.teraflops),
                        \(facts.memoryGigabytes), \(facts.quantity), \(facts.isDomestic), \(facts.isStateFunded),
                        \(facts.attestation?.text), \(facts.attestation?.on), \(now))
                    """)
            } catch let violation as ConstraintViolation where violation.kind == .unique {
                throw ComputeRefusal.modelUsed
            }
            try Audit.record(
                "register accelerators", on: BusinessReference("device class", id), after: content, by: actor, at: now,
                in: transaction)
            return id
        }
    }

    /// Changes what may change of accelerators: how many there are, how fast they are, and what is attested.
    /// - Throws: ``ComputeRefusal/quantityOffered(most:)`` when windows offer more than the new number.
    package func editClass(_ id: ID<DeviceClass>, to facts: DeviceClass.Facts, by actor: Actor) async throws {
        try actor.require(.operator)
        let now = house.world.now()
        try await house.database.write { transaction in
            guard let old = try DeviceClass.load(id, in: transaction) else { throw CommonRefusal.notFound }
            _ = try Self.own(old.site, actor, in: transaction)
            try Self.checkAttestation(facts, at: now)
            let far = now.advanced(by: .days(2 * Int64(ComputeRefusal.farthestDays)))
            let offered = try ComputeWindow.offered(of: id, from: now, to: far, leavingOut: nil, in: transaction)
            let most = Capacity.peak(of: offered, from: now, to: far)
            guard facts.quantity >= most else { throw ComputeRefusal.quantityOffered(most: most) }
            try transaction.execute(
                """
                UPDATE device_class SET number_format = \(facts.numberFormat), teraflops = \(facts.teraflops),
                    memory_gigabytes = \(facts.memoryGigabytes), quantity = \(facts.quantity),
                    is_state_funded = \(facts.isStateFunded), attestation = \(facts.attestation?.text),
                    attested_on = \(facts.attestation?.on) WHERE id = \(id)
                """)
            try Audit.record(
                "edit accelerators", on: BusinessReference("device class", id), before: "\(old.facts)", after: "\(facts)",
                by: actor, at: now, in: transaction)
        }
    }

    private static func checkAttestation(_ facts: DeviceClass.Facts, at now: Instant) throws(ComputeRefusal) {
        guard facts.attestation?.on ?? now.shanghaiDate <= now.shanghaiDate else { throw .attestationInFuture }
    }

    /// Registers a key that usage files are signed with.
    /// - Parameter publicKey: the raw Ed25519 key.
    /// - Throws: ``ComputeRefusal``
    package func addKey(
        _ publicKey: [UInt8], name: String, by actor: Actor, key: FormKey
    ) async throws -> ID<OperatorKey> {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "key \(name) \(hexadecimal(publicKey))"
        return try await house.once(key, content: content, by: actor, refusing: ComputeRefusal.self) { transaction in
            guard (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else {
                throw ComputeRefusal.keyMalformed
            }
            let id = world.makeID(OperatorKey.self)
            do {
                try transaction.execute(
                    """
                    INSERT INTO operator_key (id, operator, name, public_key, registered_at)
                    VALUES (\(id), \(actor.organisation), \(name), \(publicKey), \(now))
                    """)
            } catch let violation as ConstraintViolation where violation.kind == .unique {
                throw ComputeRefusal.keyUsed
            }
            try Audit.record(
                "register key", on: BusinessReference("operator key", id), after: content, by: actor, at: now,
                in: transaction)
            return id
        }
    }

    /// Ends a key: what it signs from now on is refused.
    package func revokeKey(_ id: ID<OperatorKey>, by actor: Actor) async throws {
        try actor.require(.operator)
        let now = house.world.now()
        try await house.database.write { transaction in
            let changed = try transaction.execute(
                """
                UPDATE operator_key SET revoked_at = \(now)
                WHERE id = \(id) AND operator = \(actor.organisation) AND revoked_at IS NULL
                """)
            guard changed == 1 else { throw CommonRefusal.notFound }
            try Audit.record(
                "revoke key", on: BusinessReference("operator key", id), by: actor, at: now, in: transaction)
        }
    }

    /// The site, of the actor's own organisation.
    static func own(_ id: ID<ComputeSite>, _ actor: Actor, in transaction: ReadTransaction) throws -> ComputeSite {
        guard let site = try ComputeSite.load(id, in: transaction), site.operator == actor.organisation else {
            throw CommonRefusal.notFound
        }
        return site
    }
}
