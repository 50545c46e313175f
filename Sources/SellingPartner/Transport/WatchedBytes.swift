/// A request's body that marks the request as sent when its bytes are read.
///
/// AsyncHTTPClient reads a collection late, right after the head was written; of any other sequence it takes the
/// contiguous bytes at once.
struct WatchedBytes: RandomAccessCollection, Sendable {
    let bytes: [UInt8]
    let watch: SendWatch

    var startIndex: Int { 0 }
    var endIndex: Int { bytes.count }

    subscript(position: Int) -> UInt8 {
        watch.markSent()
        return bytes[position]
    }

    func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        watch.markSent()
        return try bytes.withContiguousStorageIfAvailable(body)
    }
}
