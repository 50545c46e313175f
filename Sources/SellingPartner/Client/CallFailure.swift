import OperationCatalogue

/// Why a call gave no answer to work with.
public struct CallFailure: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. More kinds may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String

        private init(_ description: String) { self.description = description }

        /// Parameters or body were refused before anything was sent.
        public static let invalidCall = Code("invalidCall")
        /// The access token was refused, and so was a fresh one: the authorization is doubtful.
        public static let tokenRefused = Code("tokenRefused")
        /// The application's client secret passed its deadline: rotate it.
        public static let applicationSecretExpired = Code("applicationSecretExpired")
        /// The marketplaces belong to another region.
        public static let wrongRegion = Code("wrongRegion")
        /// The host that was called does not know the path: the endpoint is not one of the Selling Partner API.
        public static let misrouted = Code("misrouted")
        /// A role is missing, or the operation is not for this account.
        public static let accessDenied = Code("accessDenied")
        /// The application lacks the role for the personal data that was asked for: Amazon gave no restricted data
        /// token.
        public static let missingRole = Code("missingRole")
        /// Too many calls for the seller's usage plan.
        public static let throttled = Code("throttled")
        /// Too many calls of this operation by all sellers of the application.
        public static let applicationThrottled = Code("applicationThrottled")
        /// Nobody knows whether the call took effect: look before repeating it, unless the operation is safe to repeat.
        public static let doubtful = Code("doubtful")
        /// The call was never sent.
        public static let notSent = Code("notSent")
        /// Status 409: the state at Amazon's side is not what the call needs.
        public static let conflict = Code("conflict")
        /// Status 404.
        public static let notFound = Code("notFound")
        /// Refused for good.
        public static let rejected = Code("rejected")
        /// A report or feed ended without the document that was waited for, or did not end in time.
        public static let noDocument = Code("noDocument")
        /// The storage that holds a document did not hand it out or take it.
        public static let storageRefused = Code("storageRefused")
    }

    /// The kind of failure.
    public let code: Code
    /// The operation's full name.
    public let operation: String
    /// The status of the answer, or `nil` when there was none.
    public let status: Int?
    /// Amazon's id of the request, which its support asks for.
    public let requestID: String?
    /// What Amazon or the connection said, bounded; for people.
    public let detail: String

    init(_ code: Code, operation: String, detail: String, status: Int? = nil, requestID: String? = nil) {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.status = status
        self.requestID = requestID
    }

    /// The failure of `result`, or `nil` for a success.
    ///
    /// - Parameter region: The region whose host was called.
    init?(_ result: CallResult, operation: String, region: Region) {
        guard let code = Code(result.verdict) else { return nil }
        let said = result.fault ?? result.report.summary
        let cure: String? =
            switch code {
            case .wrongRegion:
                "the host of region \(region.rawValue) was called, and the marketplaces belong to another; "
                    + "call with a client for the region in which they are"
            case .misrouted:
                "the host does not know the path; check the endpoint and the region \(region.rawValue)"
            default: nil
            }
        self.init(
            code, operation: operation,
            detail: cure.map { said.isEmpty ? $0 : "\($0). Amazon says: \(said)" } ?? said,
            status: result.answer?.status, requestID: result.answer?.requestID)
    }

    /// The failure of a call that was not made, because no restricted data token was to be had.
    init(_ failure: RestrictedTokenFailure, region: Region) {
        let told = CallFailure(failure.result, operation: failure.operation.name, region: region)
        let said = told?.detail ?? ""
        let detail: String
        switch failure.kind {
        case .missingRole: detail = failure.missingRole + (said.isEmpty ? "" : ". Amazon says: \(said)")
        case .refused: detail = "no restricted data token could be had" + (said.isEmpty ? "" : ": \(said)")
        case .unusable(let why): detail = "no restricted data token could be had: \(why)"
        }
        let code: Code =
            switch (failure.kind, told?.code) {
            case (.missingRole, _): .missingRole
            // Whatever became of the call for the token: the one that it was for was not sent.
            case (_, .doubtful?), (_, nil): .notSent
            case (_, let code?): code
            }
        self.init(
            code, operation: failure.operation.name, detail: detail, status: failure.result.answer?.status,
            requestID: failure.result.answer?.requestID)
    }

    public var description: String {
        var text = "\(operation) failed (\(code))"
        if !detail.isEmpty { text += ": \(detail)" }
        let facts = [status.map { "status \($0)" }, requestID.map { "request id \($0)" }].compactMap { $0 }
        return facts.isEmpty ? text : "\(text) [\(facts.joined(separator: ", "))]"
    }
}

extension CallFailure.Code {
    fileprivate init?(_ verdict: CallVerdict) {
        switch verdict {
        case .success: return nil
        case .tokenRefused: self = .tokenRefused
        case .applicationSecretExpired: self = .applicationSecretExpired
        case .wrongRegion: self = .wrongRegion
        case .misrouted: self = .misrouted
        case .accessDenied: self = .accessDenied
        case .throttled(let applicationWide): self = applicationWide ? .applicationThrottled : .throttled
        case .doubtful: self = .doubtful
        case .notSent: self = .notSent
        case .conflict: self = .conflict
        case .rejected: self = verdict.isNotFound ? .notFound : .rejected
        }
    }
}
