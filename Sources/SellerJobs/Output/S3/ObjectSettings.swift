/// How outputs lie in S3.
package struct ObjectSettings: Sendable, Equatable {
    /// How S3 encrypts what it stores.
    package enum Encryption: String, Sendable, CaseIterable {
        /// With keys of its own.
        case s3 = "AES256"
        /// With a key of the Key Management Service.
        case kms = "aws:kms"
    }

    /// The bucket for outputs that name none; `nil` keeps those on this machine.
    package var bucket: String?
    /// What comes before the paths of outputs that name no bucket, such as `spworker/`; empty for nothing.
    package var prefix = ""
    /// The region of the buckets; `nil` for the one that AWS's variables, files or machine say. When it is wrong, S3 tells the
    /// right one.
    package var region: String?
    /// The URL of a service that speaks as S3 does; `nil` for AWS's.
    package var endpoint: String?
    /// `nil` leaves it to the bucket's settings.
    package var encryption: Encryption?
    /// The id or ARN of the key; `nil` for the account's usual one.
    package var kmsKeyID: String?
    /// Such as `STANDARD_IA`; `nil` for the usual one.
    package var storageClass: String?

    /// The defaults: outputs stay on this machine unless a job's output says `s3://`.
    package init() {}

    /// Whether a text may name a bucket.
    package static func isBucket(_ text: String) -> Bool { ObjectPlace.isBucket(text) }
}
