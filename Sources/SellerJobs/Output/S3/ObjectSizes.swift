/// In which pieces objects go to S3. Sizes are in bytes.
package struct ObjectSizes: Sendable, Hashable {
    /// The largest object that goes in one piece. 16 MiB.
    package var largestSingle = 16 << 20
    /// The least size of a part of a larger one. 8 MiB; S3 takes no less than 5, but for the last.
    package var leastPart = 8 << 20
    /// The most parts of an object: more are refused.
    package static let mostParts = 10_000

    /// The usual sizes.
    package init() {}

    /// The stretches of the file that are sent one by one, in order; `nil` when it goes in one piece.
    func parts(of bytes: Int) -> [Range<Int>]? {
        guard bytes > largestSingle else { return nil }
        let least = (bytes + Self.mostParts - 1) / Self.mostParts
        let mebibyte = 1 << 20
        // Whole ones, so that all parts but the last are of one round size.
        let size = max(leastPart, (least + mebibyte - 1) / mebibyte * mebibyte)
        return stride(from: 0, to: bytes, by: size).map { $0..<min($0 + size, bytes) }
    }
}
