import Secrets

/// Says for people why a call of S3 failed and what to do.
struct ObjectExplanation {
    /// The output, such as `s3://bucket/key`.
    let place: String
    let bucket: String
    /// What an IAM policy must allow for the call.
    let right: String
    /// What was to be done with the output.
    var verb = "stored"

    /// The error that `failure` means.
    ///
    /// - Parameter ofBucket: Whether the call asked for the bucket itself.
    /// - Throws: `CancellationError` when the call was cancelled.
    func error(_ failure: AWSFailure, ofBucket: Bool = false) throws -> OutputError {
        switch failure {
        case .refused(let refusal):
            return make(ofBucket && refusal.status == 404 ? noBucket : reason(refusal), refusal.requestID)
        case .unreadable(let host, let status):
            return make(
                "\(host) answered with status \(status) and not as S3 does. Check output.s3.endpoint and the proxy")
        case .unreachable(let host, let reason):
            return make("\(host) cannot be reached (\(reason)). Check the network, the proxy and output.s3.endpoint")
        case .unsent(let error): return make("S3 was not asked: \(error.message); \(error.cure)")
        case .cancelled: throw CancellationError()
        }
    }

    private var noBucket: String {
        "there is no bucket '\(bucket)'. Create it, or correct its name in the job's output or in output.s3.bucket"
    }

    private func reason(_ refusal: AWSRefusal) -> String {
        let keys = refusal.keys ?? "this machine's credentials"
        if refusal.isDenied {
            guard !refusal.message.contains("kms:"), !refusal.message.contains("KMS") else { return keyRefused }
            let whole = right == "s3:ListBucket" ? "" : "/*"
            return "AWS does not let \(keys) do it\(words(refusal)). Allow \(right) on arn:aws:s3:::\(bucket)\(whole)"
        }
        if refusal.isThrottling {
            return "S3 asks for fewer requests (\(refusal.type)). It is tried again later; spread the jobs, or their "
                + "keys over several prefixes"
        }
        if refusal.isExpiredKey { return "the AWS keys from \(keys) have expired. Renew them or log in again" }
        switch refusal.type {
        case "NoSuchBucket": return noBucket
        case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException":
            return "the bucket '\(bucket)' is in another region\(words(refusal)). Set output.s3.region to it"
        case "InvalidAccessKeyId", "InvalidToken":
            return "AWS does not know the keys from \(keys). Check that they exist and are active"
        case "SignatureDoesNotMatch":
            return "S3 refused the signature of the keys from \(keys). Check the secret access key, and this machine's "
                + "clock"
        case "RequestTimeTooSkewed": return "S3 refused the time of the call. Set this machine's clock"
        case "KMS.NotFoundException", "KMS.DisabledException", "KMS.KMSInvalidStateException",
            "KMS.InvalidStateException":
            return keyRefused
        case "InvalidStorageClass": return "there is no such storage class. Correct output.s3.storageClass"
        case "KeyTooLongError": return "the key is too long. Shorten the output's path"
        case "InvalidBucketName": return "'\(bucket)' cannot be a bucket. Correct the name"
        case "NotImplemented":
            return "the service does not know what was asked for\(words(refusal)). Use another one, or leave out the "
                + "settings that it does not know"
        default: break
        }
        if refusal.isOutage { return "S3 has a fault of its own (\(refusal.type)). It is tried again later" }
        return "S3 refused it as \(refusal.type)\(words(refusal)). Check the settings under output.s3"
    }

    private var keyRefused: String {
        "the KMS key may not be used, or is disabled. Allow kms:GenerateDataKey and kms:Decrypt on it, and check "
            + "output.s3.kmsKeyId"
    }

    /// AWS's own words, ready to follow a message.
    private func words(_ refusal: AWSRefusal) -> String {
        // Those about signatures repeat what was signed.
        guard !refusal.isSignature else { return "" }
        let line = refusal.message.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300)
        return line.isEmpty ? "" : " (\(line))"
    }

    private func make(_ reason: String, _ requestID: String? = nil) -> OutputError {
        let id = requestID.map { " (request id \($0))" } ?? ""
        return OutputError("The output \(place) cannot be \(verb): \(reason)\(id).")
    }
}
