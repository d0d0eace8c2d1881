internal import Storage

/// What an organisation is, which decides the roles its members may have.
package enum OrganisationKind: String, CaseIterable, Sendable, Hashable, Codable, SQLBindable, SQLReadable {
    case firm, startUp, researchInstitute, university, labelingVendor, dataCentre, bureau, auditOffice, marketOperator

    /// Roles a member may have; the first one is what its first member gets.
    package var roles: [Role] {
        switch self {
        case .firm, .startUp, .researchInstitute, .university: [.buyer]
        case .labelingVendor: [.vendor, .buyer]
        case .dataCentre: [.operator, .buyer]
        case .bureau: [.officer]
        case .auditOffice: [.auditor]
        case .marketOperator: [.administrator]
        }
    }

    /// Kinds that register themselves; the others are set up by an administrator.
    package static let selfRegistering: [OrganisationKind] = [
        .firm, .startUp, .researchInstitute, .university, .labelingVendor, .dataCentre,
    ]

    /// Whether the size classes of enterprises apply.
    package var isEnterprise: Bool {
        switch self {
        case .firm, .startUp, .labelingVendor, .dataCentre: true
        case .researchInstitute, .university, .bureau, .auditOffice, .marketOperator: false
        }
    }
}

/// What an organisation says about itself.
package struct OrganisationFacts: Sendable, Hashable {
    package var kind: OrganisationKind
    package var nameZh: String
    package var nameEn: String?
    package var creditCode: CreditCode
    package var region: Region
    package var district: String?
    package var sector: Sector
    package var headcount: Int64
    /// Of the last full year.
    package var annualRevenue: Money
    package var totalAssets: Money
    package var foundedOn: CivilDate
    package var legalRepresentative: String
    /// Where payouts go; nil until given.
    package var bank: BankAccount?
    package var contactEmail: String

    package init(
        kind: OrganisationKind, nameZh: String, nameEn: String? = nil, creditCode: CreditCode, region: Region,
        district: String? = nil, sector: Sector, headcount: Int64, annualRevenue: Money, totalAssets: Money,
        foundedOn: CivilDate, legalRepresentative: String, bank: BankAccount? = nil, contactEmail: String
    ) {
        self.kind = kind
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.creditCode = creditCode
        self.region = region
        self.district = district
        self.sector = sector
        self.headcount = headcount
        self.annualRevenue = annualRevenue
        self.totalAssets = totalAssets
        self.foundedOn = foundedOn
        self.legalRepresentative = legalRepresentative
        self.bank = bank
        self.contactEmail = contactEmail
    }

    /// The class by the 2011 standard; nil for what is no enterprise.
    package var sizeClass: SizeClass? {
        guard kind.isEnterprise else { return nil }
        return .of(sector, headcount: headcount, revenue: annualRevenue, assets: totalAssets)
    }

    package var name: Bilingual { Bilingual(zh: nameZh, en: nameEn ?? nameZh) }
}

/// An account that payouts go to.
package struct BankAccount: Sendable, Hashable {
    package let bankName: String
    /// 8 to 30 digits.
    package let number: String

    /// Reads a number with spaces, hyphens and full-width digits.
    /// - Returns: nil unless it has 8 to 30 digits and nothing else, and the bank has a name.
    package init?(bankName: String, number typed: String) {
        var digits = ""
        for scalar in typed.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: digits.unicodeScalars.append(scalar)
            case 0xFF10...0xFF19: digits.append(Character(Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 48))))
            case 0x20, 0x2D, 0xA0, 0x3000: continue
            default: return nil
            }
        }
        guard (8...30).contains(digits.utf8.count), !bankName.isEmpty else { return nil }
        self.bankName = bankName
        number = digits
    }

    /// The last four digits behind dots: what pages show.
    package var masked: String { "•••• " + number.suffix(4) }
}

/// An organisation as the market keeps it.
package struct OrganisationProfile: Sendable {
    package let id: ID<Organisation>
    package let facts: OrganisationFacts
    package let registeredAt: Instant
    /// Grows with every edit; an edit names the version it started from.
    package let version: Int64
    package let relations: [Relation]

    /// A declared tie: who of the two holds how much of the other.
    package struct Relation: Sendable, Hashable {
        package let creditCode: CreditCode
        /// Hundredths of a percent of the shares, 1 to 10,000.
        package let shareBasisPoints: Int64

        package init(creditCode: CreditCode, shareBasisPoints: Int64) {
            self.creditCode = creditCode
            self.shareBasisPoints = shareBasisPoints
        }
    }
}
