package import Storage

/// A data centre of an operator. The market records what its operator says of it and certifies nothing.
package struct ComputeSite: Hashable, Sendable {
    package let id: ID<ComputeSite>
    package let `operator`: ID<Organisation>
    package let name: Bilingual
    /// nil outside the national hubs.
    package let hub: Hub?
    package let cluster: Cluster?
    package let region: Region
    package let registeredAt: Instant
}

/// What an operator says of a site on a day: two utilisations that measure different things, power and its origin.
package struct SiteClaim: Hashable, Sendable {
    package let claimedOn: CivilDate
    /// Fen for a megawatt-hour.
    package let powerPerMegawattHour: Money
    /// Basis points of the electricity from renewable sources.
    package let greenShare: Int
    /// Basis points of the racks that are filled.
    package let racksFilled: Int
    /// Basis points of the compute that is used.
    package let computeUsed: Int

    package init(
        claimedOn: CivilDate, powerPerMegawattHour: Money, greenShare: Int, racksFilled: Int, computeUsed: Int
    ) {
        self.claimedOn = claimedOn
        self.powerPerMegawattHour = powerPerMegawattHour
        self.greenShare = greenShare
        self.racksFilled = racksFilled
        self.computeUsed = computeUsed
    }
}

/// A new site as its operator fills it in.
package struct SiteEntry: Hashable, Sendable {
    package let nameZh: String
    package let nameEn: String?
    /// Keys of ``Hub/all`` and its clusters.
    package let hub: String?
    package let cluster: String?
    package let region: Region
    package let claim: SiteClaim

    package init(
        nameZh: String, nameEn: String?, hub: String?, cluster: String?, region: Region, claim: SiteClaim
    ) {
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.hub = hub
        self.cluster = cluster
        self.region = region
        self.claim = claim
    }
}

/// Accelerators of one make at one site, with what is claimed and what is attested of them.
package struct DeviceClass: Hashable, Sendable {
    package let id: ID<DeviceClass>
    package let site: ID<ComputeSite>
    package let facts: Facts
    package let registeredAt: Instant

    package struct Facts: Hashable, Sendable {
        package var vendor: String
        package var model: String
        /// What the performance is stated in: `FP16`, `BF16`, `INT8`.
        package var numberFormat: String
        package var teraflops: Int
        package var memoryGigabytes: Int
        package var quantity: Int
        package var isDomestic: Bool
        package var isStateFunded: Bool
        package var attestation: Attestation?

        package init(
            vendor: String, model: String, numberFormat: String, teraflops: Int, memoryGigabytes: Int, quantity: Int,
            isDomestic: Bool, isStateFunded: Bool, attestation: Attestation?
        ) {
            self.vendor = vendor
            self.model = model
            self.numberFormat = numberFormat
            self.teraflops = teraflops
            self.memoryGigabytes = memoryGigabytes
            self.quantity = quantity
            self.isDomestic = isDomestic
            self.isStateFunded = isStateFunded
            self.attestation = attestation
        }
    }

    /// Who says how the accelerators were acquired, and on which day.
    package struct Attestation: Hashable, Sendable {
        package let text: String
        package let on: CivilDate

        package init(text: String, on: CivilDate) {
            self.text = text
            self.on = on
        }
    }

    /// `Ascend 910B`: what searches and lists name.
    package var accelerator: String { facts.vendor + " " + facts.model }
    package var isAttested: Bool { facts.attestation != nil }
    package var chipOrigin: ChipOrigin { facts.isDomestic ? .domestic : .foreign }
}

/// A key with which an operator signs usage files.
package struct OperatorKey: Hashable, Sendable {
    package let id: ID<OperatorKey>
    package let `operator`: ID<Organisation>
    package let name: String
    /// The 32 bytes of an Ed25519 public key.
    package let publicKey: [UInt8]
    package let registeredAt: Instant
    package let revokedAt: Instant?
}
