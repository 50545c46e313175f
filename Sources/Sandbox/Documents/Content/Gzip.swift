import CZlib

/// Compression of bytes that repeat: each piece is compressed once, however often it comes.
enum Gzip {
    /// The gzip form of `bytes`, at zlib's fastest level.
    static func compressed(_ bytes: RepeatedBytes) -> RepeatedBytes {
        var stream = RepeatedBytes(header)
        var checksum = crc32(0, nil, 0)
        bytes.forEachPiece { piece, times in
            stream.append(deflated(piece, isLast: false), times: times)
            let own = piece.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
            for _ in 0..<times { checksum = crc32_combine(checksum, own, piece.count) }
        }
        stream.append(
            deflated([], isLast: true) + number(UInt32(checksum)) + number(UInt32(truncatingIfNeeded: bytes.count)))
        return stream
    }

    /// No name, no time, so that equal bytes give an equal file.
    private static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]

    /// A part of a deflate stream that ends on a whole byte and refers to nothing before it.
    private static func deflated(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        // A negative number of window bits means no header and no trailer.
        guard deflateInit2_(&stream, 1, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            // fatalError because only a broken installation of zlib comes here, and a sandbox has nothing to save.
            fatalError("zlib has no memory for a compressor, or is of another version than its header")
        }
        defer { deflateEnd(&stream) }
        // The bound does not count the mark at the end.
        let capacity = Int(deflateBound(&stream, UInt(bytes.count))) + 64
        var bytes = bytes
        let length = bytes.count
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            bytes.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(length)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                _ = deflate(&stream, isLast ? Z_FINISH : Z_FULL_FLUSH)
                count = capacity - Int(stream.avail_out)
            }
        }
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
