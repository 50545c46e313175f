extension Reply {
    /// An error in the API's shape. `message` and `details` may be missing, as they may be at Amazon.
    static func error(
        _ status: Int, _ code: String, message: String?, details: String? = "", complaint: String? = nil
    ) -> Reply {
        let body = JSONWriter.object { writer in
            writer.member("errors", array: CollectionOfOne(0)) { writer, _ in
                writer.object { writer in
                    writer.member("code", code)
                    if let message { writer.member("message", message) } else { writer.null("message") }
                    writer.member("details", details)
                }
            }
        }
        return Reply(status: status, body: body, complaint: complaint, note: code)
    }

    /// 403 in the words that clients see from Amazon; only the details tell the cases apart.
    static func denied(_ details: String = "", complaint: String? = nil) -> Reply {
        error(
            403, "Unauthorized", message: "Access to requested resource is denied.", details: details,
            complaint: complaint)
    }

    static let tokenExpired = denied("The access token you provided has expired.")
    static let tokenInvalid = denied("The access token you provided is revoked, malformed or invalid.")
    static let tokenMissing = denied(
        "Access token is missing in the request header.", complaint: "x-amz-access-token is missing")
    static let secretExpired = denied("The LWA secret token you provided has expired.")

    static func invalidInput(_ complaint: String) -> Reply {
        error(400, "InvalidInput", message: complaint, complaint: complaint)
    }

    /// The answer to a page token that was changed on the way or is too old.
    static func invalidToken(_ complaint: String) -> Reply {
        error(400, "InvalidInput", message: nil, complaint: complaint)
    }

    static let notFound = error(404, "NotFound", message: "The requested resource does not exist.")
    static let overQuota = error(
        429, "QuotaExceeded", message: "You exceeded your quota for the requested resource.")
    static let overApplicationQuota = error(
        429, "QuotaExceeded", message: "The request rate is greater than what is allowed for the application.")
    static let unrouted = error(
        403, "MissingAuthenticationToken", message: "Missing Authentication Token", complaint: "nothing is served here")

    /// An error in the login's shape.
    static func login(_ error: LoginError, requestId: String) -> Reply {
        let body = JSONWriter.object { writer in
            writer.member("error", error.code)
            writer.member("error_description", error.message)
            writer.member("request_id", requestId)
        }
        return Reply(status: error.status, contentType: "application/json;charset=UTF-8", body: body, note: error.code)
    }

    /// What an injected fault puts in place of the right reply, or `nil` when it leaves the reply alone.
    static func fault(_ kind: Fault.Kind) -> Reply? {
        switch kind {
        case .internalError:
            error(500, "InternalFailure", message: "We encountered an internal error. Please try again.")
        case .unavailable:
            error(503, "ServiceUnavailable", message: "Service is temporarily unavailable. Please try again.")
        case .throttled: overQuota
        case .applicationThrottled: overApplicationQuota
        case .badRequest: error(400, "InvalidInput", message: "The request is invalid.")
        case .unauthorized: error(401, "Unauthorized", message: "Access to requested resource is denied.")
        case .notFound: notFound
        case .conflict: error(409, "Conflict", message: "The resource is in conflict with the request.")
        case .tooLarge: error(413, "RequestTooLarge", message: "The request is too large.")
        case .expired: tokenExpired
        case .revoked: tokenInvalid
        case .secretExpired: secretExpired
        case .denied, .invalidGrant, .invalidClient, .unauthorizedClient, .accessDenied: denied()
        case .wrongRegion: denied("The marketplaces in the request are not valid for the region.")
        case .tokenMissing: tokenMissing
        case .unrouted: unrouted
        case .html: html
        case .page: page
        case .empty: Reply(status: 200, contentType: nil, note: "empty")
        case .reset, .hang, .slow, .lapse, .truncate, .corrupt: nil
        }
    }

    static let page = Reply(
        status: 200, contentType: "text/html", body: Array("<html><body><h1>Welcome</h1></body></html>".utf8),
        note: "html")
    static let html = Reply(
        status: 500, contentType: "text/html",
        body: Array("<html><body><h1>500 Internal Server Error</h1></body></html>".utf8), note: "html")
}
