import CZLib

/// `bytes` as a gzip file (RFC 1952).
/// - Parameter level: 1 (fast) to 9 (small).
func gzip(_ bytes: [UInt8], level: Int32) -> [UInt8] {
    var stream = z_stream()
    guard labelmarket_deflate_init_gzip(&stream, level) == Z_OK else { return bytes }
    defer { deflateEnd(&stream) }
    var input = bytes
    return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { output, count in
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
        }
        count = Int(stream.total_out)
    }
}
