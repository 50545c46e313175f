import SellerJobs

/// The bytes of a file of jobs, portion by portion.
struct FileBytes: ByteSource {
    /// The most bytes that one read brings.
    static let portion = 1 << 18

    let source: JobSource
    var offset: Int64

    mutating func next() throws -> [UInt8] {
        let bytes = try source.read(at: offset)
        offset += Int64(bytes.count)
        return bytes
    }
}
