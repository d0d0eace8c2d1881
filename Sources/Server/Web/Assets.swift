import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// The files of `public/`, read once. The style sheet has its own hash in its name, so that browsers keep it for ever.
struct Assets: Sendable {
    struct Asset: Sendable {
        let bytes: [UInt8]
        let compressed: [UInt8]
        let contentType: String
        let isVersioned: Bool
    }

    private let byPath: [String: Asset]
    let styleSheetPath: String

    /// Reads everything below `folder`.
    init(folder: String) throws {
        var byPath: [String: Asset] = [:]
        var styleSheet = "/style.css"
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            guard let type = Self.contentTypes[(name as NSString).pathExtension] else { continue }
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
            var path = "/" + name
            let isStyle = name == "style.css"
            if isStyle {
                path = "/style-\(hexadecimal(SHA256.hash(data: bytes).prefix(6))).css"
                styleSheet = path
            }
            byPath[path] = Asset(
                bytes: bytes, compressed: gzip(bytes, level: 9), contentType: type, isVersioned: isStyle)
        }
        self.byPath = byPath
        styleSheetPath = styleSheet
    }

    private static let contentTypes = [
        "css": "text/css; charset=utf-8", "svg": "image/svg+xml", "xsd": "application/xml", "txt": "text/plain; charset=utf-8",
    ]

    func register(on router: Router<MarketContext>) {
        for (path, asset) in byPath {
            router.get(RouterPath(path)) { request, _ in
                var headers = HTTPFields()
                headers[.contentType] = asset.contentType
                headers[.cacheControl] = asset.isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=3600"
                headers[.vary] = "Accept-Encoding"
                let packed = acceptsGzip(request)
                if packed { headers[.contentEncoding] = "gzip" }
                return Response(
                    status: .ok, headers: headers,
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed ? asset.compressed : asset.bytes)))
            }
        }
    }
}

func acceptsGzip(_ request: Request) -> Bool {
    request.headers[.acceptEncoding]?.contains("gzip") == true
}
