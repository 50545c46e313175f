import CZlib

/// zlib's state for inflating gzip. It checks each member's header, checksum and length.
final class GzipStream {
    /// How a step ended.
    enum End {
        /// More input is needed, or more room.
        case running
        /// A member is complete, and its checksum and length are right.
        case memberEnded
        /// The bytes are no gzip.
        case corrupt(String)
    }

    // zlib keeps a pointer to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Throws: `DocumentFault` when there is no memory.
    init() throws(DocumentFault) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 for the largest window, 16 for gzip's header and trailer.
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw DocumentFault(.broken, "There is no memory to inflate the document. Free some and try again.")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Gets ready for the next member.
    func beginMember() { inflateReset(stream) }

    /// Inflates as much as there is input and room for.
    ///
    /// - Parameters:
    ///   - input: Compressed bytes.
    ///   - output: Where the others go.
    /// - Returns: How many bytes were taken and made, and how it ended.
    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> (taken: Int, made: Int, end: End) {
        let first = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = first.map { UnsafeMutablePointer(mutating: $0) }
        stream.pointee.avail_in = uInt(input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = uInt(output.count)
        let code = inflate(stream, Z_NO_FLUSH)
        let end: End =
            switch code {
            // Z_BUF_ERROR says that nothing could be done, which is no error here.
            case Z_OK, Z_BUF_ERROR: .running
            case Z_STREAM_END: .memberEnded
            default: .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib's code \(code)")
            }
        return (input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out), end)
    }
}
