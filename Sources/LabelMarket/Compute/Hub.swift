internal import XML

/// A national hub of East Data, West Computing.
package struct Hub: Hashable, Sendable {
    package enum Side: String, Sendable { case east, west }

    package let key: String
    package let name: Bilingual
    package let side: Side
    /// The province-level units it serves.
    package let areas: [Region]
    package let clusters: [Cluster]
    /// That there is such a hub.
    package let source: Source
    /// That these are the units it serves.
    package let areaSource: Source

    /// Whether it serves the unit or the province that the unit lies in.
    package func serves(_ region: Region) -> Bool { areas.contains { region.lies(in: $0) } }
}

/// A data-centre cluster of a hub.
package struct Cluster: Hashable, Sendable {
    package let key: String
    package let name: Bilingual
    package let regions: [Region]
    package let source: Source
}

/// The time that a packet takes at most, as the network plan grades it.
package enum LatencyTier: Int, CaseIterable, Sendable, Hashable, Comparable {
    case city = 1
    case region = 5
    case country = 20

    package var milliseconds: Int { rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Hub {
    /// The eight hubs, in the order of the document.
    package static let all: [Hub] = document?.hubs ?? []

    package static func named(_ key: String) -> Hub? { all.first { $0.key == key } }

    /// The hubs that serve `region`.
    package static func serving(_ region: Region) -> [Hub] { all.filter { $0.serves(region) } }

    /// Where each latency tier is taken from.
    package static let latencySources: [LatencyTier: Source] = document?.latencies ?? [:]

    private static let document = try? HubDocument(PackageResources.hubs_xml)
}

extension LatencyTier {
    /// The tier between a firm and a site: one city, one hub's area or one province, or the country. Nothing is
    /// measured: it is what the network plan promises between such places.
    package static func between(_ firm: Region, _ site: Region, hub: Hub?) -> LatencyTier {
        let isCityWide = !site.isProvince || municipalities.contains(site.code)
        if site == firm, isCityWide { return .city }
        if site.provinceCode == firm.provinceCode || hub?.serves(firm) == true { return .region }
        return .country
    }

    private static let municipalities: Set<String> = ["110000", "120000", "310000", "500000"]
}

/// The reference document of the hubs.
struct HubDocument {
    let hubs: [Hub]
    let latencies: [LatencyTier: Source]

    /// - Throws: ``HubFault`` or the reader's error when the document is not whole.
    init(_ bytes: [UInt8]) throws {
        let root = try XMLDocument.parse(bytes)
        var hubs: [Hub] = []
        var latencies: [LatencyTier: Source] = [:]
        for element in root.elements {
            if element.name.local == "hub" {
                hubs.append(try Self.hub(element))
            } else if let tier = element["milliseconds"].flatMap({ Int($0) }).flatMap(LatencyTier.init) {
                latencies[tier] = try Self.source(element)
            }
        }
        self.hubs = hubs
        self.latencies = latencies
    }

    struct HubFault: Error {
        let line: Int
    }

    private static func hub(_ element: XMLElement) throws -> Hub {
        guard let key = element["key"], let side = element["side"].flatMap(Hub.Side.init),
            let area = element["areaStatus"].flatMap(ProofStatus.init)
        else { throw HubFault(line: element.line) }
        return Hub(
            key: key, name: try name(element), side: side, areas: try regions(element, "areas"),
            clusters: try element.elements.map { cluster in
                Cluster(
                    key: cluster["key"] ?? "", name: try name(cluster), regions: try regions(cluster, "regions"),
                    source: try source(cluster))
            }, source: try source(element), areaSource: Source(status: area))
    }

    private static func name(_ element: XMLElement) throws -> Bilingual {
        guard let zh = element["zh"], let en = element["en"] else {
            throw HubFault(line: element.line)
        }
        return Bilingual(zh: zh, en: en)
    }

    private static func regions(_ element: XMLElement, _ attribute: String) throws -> [Region] {
        let regions = (element[attribute] ?? "").split(separator: " ").compactMap { Region(code: String($0)) }
        guard !regions.isEmpty else { throw HubFault(line: element.line) }
        return regions
    }

    private static func source(_ element: XMLElement) throws -> Source {
        guard let status = element["status"].flatMap(ProofStatus.init) else {
            throw HubFault(line: element.line)
        }
        return Source(status: status, citations: element["source"].map { [Citation(number: $0)] } ?? [])
    }
}
