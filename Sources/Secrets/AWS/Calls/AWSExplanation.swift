/// Says for people why a call to AWS failed and what to do, and tells what the failure means for a search for a secret.
struct AWSExplanation {
    /// The reference as text; `nil` when there is none.
    let reference: String?
    /// What was asked for, such as `the secret spapi/app`.
    let thing: String
    /// The operation that was called.
    let operation: AWSOperation
    /// The region that was asked.
    let region: String
    /// Whether a certain version was asked for.
    var asksVersion = false

    /// The error that `failure` means.
    func error(_ failure: AWSFailure) -> SecretError {
        let service = operation.service.title
        switch failure {
        case .refused(let refusal): return error(refusal)
        case .unreadable(let host, let status):
            return make(
                .unavailable, "\(host) answered with status \(status) and not as \(service) does",
                "check the endpoint, the proxy and whether something else listens there")
        case .unreachable(let host, let reason):
            return make(
                .unavailable, "\(host) cannot be reached (\(reason))",
                "check the network, the proxy and the region \(region)")
        case .unsent(let error):
            // A chain must not go on because the keys to ask with are missing: the secret itself may well be there.
            let code: SecretError.Code = error.code == .notFound ? .denied : error.code
            return make(code, "\(service) was not asked: \(error.message)", error.cure)
        case .cancelled: return .cancelled(reference)
        }
    }

    private func error(_ refusal: AWSRefusal) -> SecretError {
        let keys = refusal.keys ?? "this machine's credentials"
        if refusal.isDenied {
            guard !refusal.message.contains("KMS") && !refusal.message.contains("kms:") else { return keyRefused }
            return make(
                .denied, "AWS does not let \(keys) read \(thing)\(words(refusal))",
                "allow \(operation.right) on it in \(region); a name that does not exist can look the same")
        }
        if refusal.isThrottling {
            return make(
                .unavailable, "\(operation.service.title) asks for fewer calls (\(refusal.type))",
                "wait a little, or ask AWS for a higher quota")
        }
        if refusal.isExpiredKey {
            return make(.denied, "the AWS keys from \(keys) have expired", "renew them or log in again")
        }
        switch refusal.type {
        case "ResourceNotFoundException", "ParameterNotFound":
            return make(
                .notFound,
                "\(thing) does not exist in \(region)" + (asksVersion ? ", or has no such version" : ""),
                "create it, or correct the name\(asksVersion ? ", the version" : "") or the region")
        case "ParameterVersionNotFound":
            return make(
                .notFound, "\(thing) has no such version or label in \(region)", "correct what follows the colon")
        case "DecryptionFailure", "InvalidKeyId", "KMSAccessDeniedException", "KMSDisabledException",
            "KMSInvalidStateException", "KMSNotFoundException":
            return keyRefused
        case "InvalidRequestException":
            guard refusal.message.contains("delet") else { break }
            return make(
                .denied, "\(thing) is deleted, or waits for its deletion",
                "restore it with aws secretsmanager restore-secret, or point the reference elsewhere")
        case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId":
            return make(
                .denied, "AWS does not know the keys from \(keys)",
                "check that they exist, are active and belong to the partition of \(region)")
        case "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature":
            return make(
                .denied, "AWS refused the signature of the keys from \(keys)",
                "check the secret access key, and this machine's clock")
        case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture":
            return make(.denied, "AWS refused the time of the call", "set this machine's clock")
        case "MissingAuthenticationToken", "MissingAuthenticationTokenException":
            return make(.denied, "the call carried no keys", "give this machine AWS credentials")
        default: break
        }
        if refusal.isOutage {
            return make(
                .unavailable, "\(operation.service.title) has a fault of its own (\(refusal.type))", "wait a little")
        }
        let known = ["InvalidParameterException", "ValidationException", "InvalidRequestException"]
        return make(
            .invalid,
            "\(operation.service.title) refused the question as \(refusal.type)"
                + (known.contains(refusal.type) ? words(refusal) : ""),
            "check the name and the options of the reference")
    }

    private var keyRefused: SecretError {
        make(
            .denied, "the KMS key that protects \(thing) may not be used, or is disabled",
            "allow kms:Decrypt on that key, and check that it is enabled in \(region)")
    }

    /// AWS's own words, ready to follow a message. To be used only for kinds whose message repeats nothing signed.
    private func words(_ refusal: AWSRefusal) -> String {
        let line = refusal.message.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300)
        return line.isEmpty ? "" : " (\(line))"
    }

    private func make(_ code: SecretError.Code, _ message: String, _ cure: String) -> SecretError {
        SecretError(code, reference: reference, message: message, cure: cure)
    }
}
