/// What AWS said instead of an answer.
package struct AWSRefusal: Sendable, Equatable {
    /// The kind, such as `AccessDeniedException`: what tells failures apart. A status never does.
    package let type: String
    /// AWS's own words. They may repeat what was signed, so they are shown for few kinds only.
    package let message: String
    /// The status of the answer; 0 for one item of a batch.
    package let status: Int
    /// The number by which AWS's support finds the call.
    package let requestID: String?
    /// Where the keys came from that signed the call, in words for people; `nil` when it was not signed.
    package var keys: String?

    /// Creates a refusal.
    ///
    /// - Parameter type: As it came; what surrounds the name is cut away.
    package init(type: String, message: String, status: Int = 0, requestID: String? = nil, keys: String? = nil) {
        let name = type.split(separator: "#").last ?? ""
        self.type = String(name.prefix { $0 != ":" && !$0.isWhitespace })
        self.message = message
        self.status = status
        self.requestID = requestID
        self.keys = keys
    }

    /// Whether the keys were refused as too old.
    package var isExpiredKey: Bool {
        ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(type)
    }

    /// Whether the date or the proof of the signature was refused.
    package var isSignature: Bool {
        [
            "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
            "SignatureDoesNotMatch",
        ].contains(type)
    }

    /// Whether a policy forbids the call.
    package var isDenied: Bool {
        ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"].contains(type)
    }

    /// Whether AWS asks for fewer calls.
    package var isThrottling: Bool {
        [
            "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
            "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
            "SlowDown", "PriorRequestNotComplete", "TransactionInProgressException",
        ].contains(type)
    }

    /// Whether AWS itself failed. Of kinds that are not known, the status has to tell.
    package var isOutage: Bool {
        let passing = [
            "InternalServiceError", "InternalServerError", "InternalFailure", "InternalError", "ServiceUnavailable",
            "ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException", "IDPCommunicationError",
        ]
        if passing.contains(type) { return true }
        return status >= 500 && !isExpiredKey && !isSignature && !isDenied && !isLasting
    }

    /// Whether it is known that the same call will be refused again.
    private var isLasting: Bool {
        [
            "ResourceNotFoundException", "InvalidParameterException", "InvalidRequestException", "DecryptionFailure",
            "ParameterNotFound", "ParameterVersionNotFound", "InvalidKeyId", "ValidationException",
        ].contains(type)
    }
}
