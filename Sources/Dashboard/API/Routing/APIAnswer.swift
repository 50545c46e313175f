import HTTPTypes

/// A status that a route may answer with, and what comes with it.
struct APIAnswer: Sendable {
    /// What comes with it.
    enum Content: Sendable {
        /// JSON by the schema of this name.
        case json(String)
        /// JSON by the schema of this name, or server-sent events.
        case jsonOrStream(String)
        /// Server-sent events.
        case stream
        /// `application/problem+json`.
        case problem
    }

    let status: Int
    /// When it is answered.
    let words: String
    let content: Content
    /// Header fields, with what they say.
    let headers: [String: String]

    private init(_ status: Int, _ words: String, _ content: Content, headers: [String: String] = [:]) {
        self.status = status
        self.words = words
        self.content = content
        self.headers = headers
    }

    /// Done, or here it is.
    static func ok(_ schema: String, _ words: String) -> APIAnswer { APIAnswer(200, words, .json(schema)) }

    /// Something new is there.
    static func created(_ schema: String, _ words: String) -> APIAnswer {
        APIAnswer(201, words, .json(schema), headers: ["Location": "Where it is."])
    }

    /// It was asked for, and will be done.
    static func accepted(_ schema: String, _ words: String) -> APIAnswer { APIAnswer(202, words, .json(schema)) }

    /// A list, or a stream for those who accept one.
    static func listOrStream(_ schema: String, _ words: String) -> APIAnswer {
        APIAnswer(200, words, .jsonOrStream(schema))
    }

    static func stream(_ words: String) -> APIAnswer { APIAnswer(200, words, .stream) }

    static let notFound = APIAnswer(404, "There is nothing of that name or number.", .problem)
    static let badRequest = APIAnswer(
        400, "The address, a header field or the body cannot be understood; `errors` names what.", .problem)
    static let tooLarge = APIAnswer(413, "The body is larger than 1 MiB.", .problem)
    static let wrongType = APIAnswer(415, "The body is not `application/json`.", .problem)
    static let unauthorized = APIAnswer(
        401, "No token, or one that is none of ours.", .problem,
        headers: ["WWW-Authenticate": "How to show a token."])
    static let tooManyTries = tooMany("Too many wrong tokens came from this address.")
    static let forbidden = APIAnswer(403, "Readers change nothing; or another site's page sent it.", .problem)
    static let misdirected = APIAnswer(
        421, "Without tokens the dashboard answers to names of its own machine alone.", .problem)
    static let failed = APIAnswer(500, "Something went wrong that nobody foresaw; the log tells more.", .problem)
    static let unavailable = APIAnswer(
        503, "The store cannot be used now.", .problem, headers: ["Retry-After": "Seconds to wait."])

    static func conflict(_ words: String) -> APIAnswer { APIAnswer(409, words, .problem) }

    static func unprocessable(_ words: String) -> APIAnswer { APIAnswer(422, words, .problem) }

    static func tooMany(_ words: String) -> APIAnswer {
        APIAnswer(429, words, .problem, headers: ["Retry-After": "Seconds to wait."])
    }
}
