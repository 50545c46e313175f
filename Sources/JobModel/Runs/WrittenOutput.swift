/// A file or an object that a run has written, and how it is known later.
public struct WrittenOutput: Sendable, Hashable {
    /// Where it lies: an absolute path, or the address of an object in S3 such as `s3://bucket/key`.
    public let location: String
    /// Its size in bytes.
    public let bytes: Int
    /// Its SHA-256 in hexadecimal.
    public let sha256: String
    /// When the file was last written, by its own file system; `nil` for objects, and where that is not known.
    public let modifiedAt: Timestamp?
    /// The machine on whose disk the file is; `nil` for objects, and where that is not known.
    public let host: String?
    /// Whether it is there. Otherwise it is about to be, and what another job has written there still counts.
    public let isPlaced: Bool

    /// Describes an output.
    public init(
        location: String, bytes: Int, sha256: String, modifiedAt: Timestamp? = nil, host: String? = nil,
        isPlaced: Bool = true
    ) {
        self.location = location
        self.bytes = bytes
        self.sha256 = sha256
        self.modifiedAt = modifiedAt
        self.host = host
        self.isPlaced = isPlaced
    }
}
