import Ports
import Secrets

/// What S3 tells of an object without giving it.
struct StoredObject: Sendable, Hashable {
    /// The SHA-256 in hexadecimal that this program wrote down with it; `nil` for objects of others.
    let sha256: String?
    /// What told the output from others when it was written; `nil` for objects of others.
    let unique: String?

    static let sha256Field = "x-amz-meta-spworker-sha256"
    static let uniqueField = "x-amz-meta-spworker-file"

    init(_ headers: [HTTPHeader]) {
        sha256 = headers.first(Self.sha256Field)
        unique = headers.first(Self.uniqueField)
    }

    /// Whether it is this output.
    func isOwn(_ output: SealedOutput) -> Bool { sha256 == output.sha256 && unique == output.unique }
}

extension ObjectStore {
    static let lookingRight = "s3:GetObject and s3:ListBucket"

    /// What is at a place; `nil` when nothing is.
    ///
    /// - Throws: `OutputError`, also when that may not be known; `CancellationError`.
    func object(at place: ObjectPlace) async throws -> StoredObject? {
        do {
            return try await look(place)
        } catch let failure as AWSFailure {
            throw try ObjectExplanation(
                place: place.description, bucket: place.bucket, right: Self.lookingRight
            ).error(failure)
        }
    }

    /// Whether something is at a place, as far as this program may know.
    ///
    /// - Throws: `OutputError`, `CancellationError`.
    func isKnownToHold(_ place: ObjectPlace) async throws -> Bool {
        do {
            return try await look(place) != nil
        } catch let failure as AWSFailure where failure.refusal?.isDenied == true {
            return false
        } catch let failure as AWSFailure {
            throw try ObjectExplanation(
                place: place.description, bucket: place.bucket, right: Self.lookingRight
            ).error(failure)
        }
    }

    /// The same for callers that explain a failure themselves.
    ///
    /// - Throws: `AWSFailure`, `CancellationError`.
    func look(_ place: ObjectPlace) async throws -> StoredObject? {
        do {
            return StoredObject(
                try await call(
                    ObjectCall(method: "HEAD", bucket: place.bucket, key: place.key, right: Self.lookingRight)
                ).headers)
        } catch let failure as AWSFailure where failure.refusal?.status == 404 {
            return nil
        }
    }
}
