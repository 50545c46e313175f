extension Reply {
    /// A refusal of the storage, in the shape of S3.
    static func storage(_ status: Int, _ code: String, _ message: String, complaint: String? = nil) -> Reply {
        let body = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message></Error>
            """
        return Reply(
            status: status, contentType: "application/xml", body: Array(body.utf8), complaint: complaint, note: code)
    }

    static let addressLapsed = storage(403, "AccessDenied", "Request has expired")
    static let addressForged = storage(
        403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.",
        complaint: "a document was asked for at an address that was not given out for this")
    static let noDocument = storage(404, "NoSuchKey", "The specified key does not exist.")

    /// What an injected fault makes the storage say, or `nil` when it spoils the delivery or nothing at all.
    static func storageFault(_ kind: Fault.Kind) -> Reply? {
        switch kind {
        case .lapse: addressLapsed
        case .internalError: storage(500, "InternalError", "We encountered an internal error. Please try again.")
        case .unavailable: storage(503, "SlowDown", "Please reduce your request rate.")
        case .reset, .hang, .slow, .truncate, .corrupt: nil
        default: fault(kind)
        }
    }
}
