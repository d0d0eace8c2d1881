import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore
import Storage

extension Visit {
    /// Answers with stored content as a download, never shown inside a page of ours.
    func attachment(_ blob: BlobKey, name: String, contentType: String = "application/octet-stream") throws -> Response {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        headers[.contentDisposition] = "attachment; filename*=UTF-8''\(encodeURL(name))"
        headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return Response(status: .ok, headers: headers, body: try stream(blob))
    }

    /// The content of a blob, read as the connection takes it.
    func stream(_ blob: BlobKey) throws -> ResponseBody {
        let blobs = site.house.blobs
        let reader = try blobs.reader(of: blob)
        return ResponseBody(contentLength: reader.count) { writer in
            var offset = 0
            while offset < reader.count {
                let chunk = try reader.chunk(at: offset)
                if chunk.isEmpty { break }
                try await writer.write(ByteBuffer(bytes: chunk))
                offset += chunk.count
            }
            try await writer.finish(nil)
        }
    }
}
