import JobModel

/// An output that is complete on this machine's disk and waits for its name.
struct SealedOutput: Sendable, Hashable {
    /// The file that holds it.
    let file: String
    /// What tells it from the outputs of others.
    let unique: String
    let bytes: Int
    /// The SHA-256 in hexadecimal.
    let sha256: String
    /// When the file was last written, by its file system; `nil` when that is not known.
    var modifiedAt: Timestamp?
}
