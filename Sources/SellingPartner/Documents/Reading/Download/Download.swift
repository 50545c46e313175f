import Ports

/// How far a download has come, and what follows when the storage refuses it or it breaks off. Pure.
struct Download: Sendable {
    /// What to do next.
    enum Step: Sendable, Equatable {
        /// Read the body: it is the whole document.
        case begin
        /// Read the body: it goes on where the last one broke off.
        case goOn
        /// Send another request after a pause, to a new address if this one was refused.
        case askAgain(after: Duration)
        /// The document is complete.
        case complete
        /// Give up.
        case giveUp(DocumentFault)
    }

    /// How often in a row a download may be refused or break off without any progress.
    static let mostFailures = 5
    /// Less than this is no progress. A storage that hands out a few bytes at a time must not keep a download alive for days.
    static let leastProgress = 1 << 16
    /// The longest pause before another request.
    static let longestPause: Duration = .seconds(30)

    /// How many bytes of the document have come.
    private(set) var received = 0
    /// How many addresses in a row the storage refused.
    private(set) var refusals = 0
    private var failures = 0
    /// The document's length as the storage tells it.
    private var total: Int?
    /// What tells this version of the document from others.
    private var version: Version?
    /// As far as the document had come when the failures were last forgotten.
    private var furthest = 0
    /// Whether the next request must ask for the whole document.
    private var mustBeginAnew = false

    /// The version of a stored document.
    private struct Version: Equatable {
        let field: String
        let value: String

        init?(_ headers: [HTTPHeader]) {
            if let tag = headers.first("ETag") {
                (field, value) = ("ETag", tag)
            } else if let date = headers.first("Last-Modified") {
                (field, value) = ("Last-Modified", date)
            } else {
                return nil
            }
        }

        /// Whether a storage may be asked to compare it: weak tags do not vouch for each byte.
        var isStrong: Bool { !value.hasPrefix("W/") }
    }

    /// Whether the next request asks for what is still missing only. A length that was never told, as when something on the
    /// way inflates the document, leaves no place to go on at.
    var resumes: Bool { received > 0 && total != nil && !mustBeginAnew }

    /// The fields of the next request.
    var headers: [HTTPHeader] {
        // Offsets count the bytes that the storage keeps, so nothing may inflate or compress them on the way.
        var headers = [HTTPHeader("Accept-Encoding", "identity")]
        guard resumes else { return headers }
        headers.append(HTTPHeader("Range", "bytes=\(received)-"))
        if let version, version.isStrong { headers.append(HTTPHeader("If-Range", version.value)) }
        return headers
    }

    // MARK: Events

    /// An answer's head has come.
    ///
    /// - Parameter code: The code that the storage names in an error's body.
    mutating func answered(_ status: Int, _ headers: [HTTPHeader], code: String?) -> Step {
        switch status {
        case 206 where resumes:
            guard continues(headers) else {
                mustBeginAnew = true
                return failed("the storage's copy of the document has changed")
            }
            refusals = 0
            return .goOn
        case 200:
            received = 0
            refusals = 0
            mustBeginAnew = false
            total = headers.first("Content-Length").flatMap { Int($0) }
            version = Version(headers)
            return .begin
        case 400...403 where status == 403 || (status == 400 && Self.hasLapsed(code)):
            refusals += 1
            failures += 1
            guard failures <= Self.mostFailures else {
                let why = code.map { " (\($0))" } ?? ""
                return .giveUp(
                    DocumentFault(
                        .lapsed,
                        "The storage refused the document's address \(refusals) times in a row\(why), a fresh one each "
                            + "time. Check this machine's clock and what lies between it and the internet."))
            }
            // The first refusal most often means that minutes went by since the address was given out.
            return .askAgain(after: failures == 1 ? .zero : pause)
        case 416 where resumes:
            mustBeginAnew = true
            return failed("the storage's copy of the document has changed")
        case 408, 429, 500...599:
            // What was downloaded already is worth some patience.
            if received > 0 { return failed("the storage answered with status \(status)") }
            return .giveUp(Self.refusal(status, code))
        default:
            return .giveUp(Self.refusal(status, code))
        }
    }

    /// So many further bytes have come.
    mutating func took(_ count: Int) {
        received += count
        guard received >= furthest + Self.leastProgress else { return }
        furthest = received
        failures = 0
    }

    /// The body has ended as bodies do.
    mutating func ended() -> Step {
        guard let total else { return .complete }
        if received < total { return failed("\(total - received) of \(total) bytes are missing") }
        if received > total {
            return .giveUp(
                DocumentFault(
                    .corrupt, "The storage announced a document of \(total) bytes and sent \(received). Fetch it again."
                ))
        }
        return .complete
    }

    /// No head came, or the body broke off.
    ///
    /// - Parameter why: For people.
    mutating func failed(_ why: String) -> Step {
        failures += 1
        guard failures <= Self.mostFailures else {
            return .giveUp(
                DocumentFault(
                    .broken,
                    "The download broke off \(failures) times in a row, after \(received) bytes: \(why). Check the "
                        + "network and try again."))
        }
        return .askAgain(after: pause)
    }

    // MARK: Reading

    private var pause: Duration { min(.seconds(1 << min(failures - 1, 10)), Self.longestPause) }

    /// Whether an answer holds exactly what is missing of the same document.
    private func continues(_ headers: [HTTPHeader]) -> Bool {
        guard let total, headers.first("Content-Range") == "bytes \(received)-\(total - 1)/\(total)" else {
            return false
        }
        guard let version else { return true }
        return Version(headers).map { $0 == version } ?? true
    }

    /// S3 answers 400 when the credentials that signed the address have expired before the address itself.
    private static func hasLapsed(_ code: String?) -> Bool {
        code.map { ["ExpiredToken", "RequestExpired", "TokenRefreshRequired"].contains($0) } ?? false
    }

    private static func refusal(_ status: Int, _ code: String?) -> DocumentFault {
        DocumentFault(
            .refused(status: status),
            "The storage answered with status \(status)\(code.map { " (\($0))" } ?? "") instead of the document."
                + (status == 404 ? " It is not kept any more: ask Amazon for it anew." : ""))
    }
}
