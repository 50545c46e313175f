package import JobModel

/// A file or an object that a job has written: what may be deleted in time, and how it is known.
package struct OutputRow: Sendable, Hashable {
    package var id: Int64
    /// Who wrote it. The job's own row may be gone.
    package var jobID: JobID
    /// Whose data it holds; `nil` for jobs of no seller.
    package var seller: String?
    /// An absolute path, or the address of an object in S3 such as `s3://bucket/key`.
    package var location: String
    /// The machine on whose disk the file is; `nil` for objects, and where that is not known.
    package var host: String?
    package var bytes: Int
    /// The SHA-256 in hexadecimal.
    package var sha256: String
    /// When the file was last written, by its own file system; `nil` where that is not known.
    package var modifiedAt: Timestamp?
    /// When the store was told. Its age counts from here.
    package var writtenAt: Timestamp
    /// The job that makes what follows from it, and needs it until it has ended; `nil` when nothing follows.
    package var reader: JobID?

    package init(
        id: Int64 = 0, jobID: JobID, seller: String?, location: String, host: String? = nil, bytes: Int, sha256: String,
        modifiedAt: Timestamp?, writtenAt: Timestamp, reader: JobID? = nil
    ) {
        self.id = id
        self.jobID = jobID
        self.seller = seller
        self.location = location
        self.host = host
        self.bytes = bytes
        self.sha256 = sha256
        self.modifiedAt = modifiedAt
        self.writtenAt = writtenAt
        self.reader = reader
    }

    /// Its place among all outputs, the oldest first.
    package var mark: OutputMark { OutputMark(writtenAt: writtenAt, id: id) }
}

/// A place among outputs in the order in which they were written: those after it have not been looked at yet.
package struct OutputMark: Sendable, Hashable, Comparable {
    package let writtenAt: Timestamp
    package let id: Int64

    package init(writtenAt: Timestamp, id: Int64) {
        self.writtenAt = writtenAt
        self.id = id
    }

    /// Before all outputs.
    package static let start = OutputMark(writtenAt: Timestamp(microseconds: .min), id: 0)

    package static func < (left: OutputMark, right: OutputMark) -> Bool {
        (left.writtenAt, left.id) < (right.writtenAt, right.id)
    }
}
