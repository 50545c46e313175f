/// Says why a role could not be assumed, and what to do.
enum RoleRefusal {
    /// The error that `failure` means. It is never `notFound`: that a role was asked for says that its keys are meant.
    static func error(_ failure: AWSFailure, region: String) -> SecretError {
        switch failure {
        case .refused(let refusal): return error(refusal, region: region)
        case .unreadable(let host, let status):
            return make(
                .unavailable, "\(host) answered with status \(status) and not as the Security Token Service does",
                "check AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the proxy")
        case .unreachable(let host, let reason):
            return make(
                .unavailable, "\(host) cannot be reached (\(reason))", "check the network, the proxy and AWS_REGION")
        case .unsent(let error):
            return make(error.code == .notFound ? .invalid : error.code, error.message, error.cure)
        case .cancelled: return make(.unavailable, "the question was cancelled", "ask again")
        }
    }

    private static func error(_ refusal: AWSRefusal, region: String) -> SecretError {
        if refusal.isThrottling || refusal.isOutage {
            return make(.unavailable, "the Security Token Service is in trouble (\(refusal.type))", "wait a little")
        }
        if refusal.isDenied {
            // Other kinds may repeat what was sent: the identity's token, or the text that was signed.
            let words = refusal.message.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300)
            return make(
                .denied, "AWS does not allow it" + (words.isEmpty ? "" : " (\(words))"),
                "let the role's trust policy, and the policy of whoever assumes it, allow this")
        }
        let cure =
            switch refusal.type {
            case "InvalidClientTokenId", "UnrecognizedClientException":
                "check that the access key exists and is active, and that its session token goes with it"
            case _ where refusal.isSignature: "check the secret access key, and this machine's clock"
            case _ where refusal.isExpiredKey: "get new keys, or a new token of the identity"
            case "InvalidIdentityToken", "IDPRejectedClaim":
                "check the role's identity provider: its address, its audience and the token's subject"
            case "RegionDisabledException": "activate \(region) for the account, or set AWS_REGION to another"
            case "ValidationError": "check role_arn, role_session_name, external_id and duration_seconds"
            default: "look that error up in AWS's documentation of the Security Token Service"
            }
        let code: SecretError.Code = refusal.type == "ValidationError" ? .invalid : .denied
        return make(code, "AWS refuses (\(refusal.type))", cure)
    }

    private static func make(_ code: SecretError.Code, _ message: String, _ cure: String) -> SecretError {
        SecretError(code, reference: nil, message: message, cure: cure)
    }
}
