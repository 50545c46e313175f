import Logging
import OperationCatalogue
import Ports

/// The lines of one call. Of the parameters only names are told.
struct CallLog {
    private let logging: CallLogging
    private let metadata: Logger.Metadata
    private let showsBodies: Bool

    init(_ logging: CallLogging, _ call: PreparedCall, seller: String?) {
        self.logging = logging
        showsBodies = logging.showsBodies(of: call.operation)
        guard logging.isOn else {
            metadata = [:]
            return
        }
        var metadata: Logger.Metadata = [
            "method": "\(call.operation.method)", "operation": "\(call.operation.name)",
        ]
        if let seller { metadata["seller"] = "\(BoundedText.line(seller, limit: 100))" }
        let names = call.query.split(separator: "&").map { $0.prefix { $0 != "=" } }
        if !names.isEmpty { metadata["parameters"] = .string(names.joined(separator: ",")) }
        self.metadata = metadata
    }

    /// The lines of an exchange at Login with Amazon: neither fields nor bodies are told.
    init(_ logging: CallLogging, exchange grant: LWAGrant, seller: String?) {
        self.logging = logging
        showsBodies = false
        var metadata: Logger.Metadata = ["method": "POST", "operation": "lwa.token", "grant": "\(grant.name)"]
        if let seller { metadata["seller"] = "\(BoundedText.line(seller, limit: 100))" }
        self.metadata = metadata
    }

    func request(_ request: HTTPRequest, number: Int = 1) {
        tell(
            number > 1 ? "request, repeated with a fresh token" : "request",
            logging.showsHeaders ? ["headers": "\(logging.text(request.headers))"] : [:])
        if let body = request.body { tell(body: body, "request body") }
    }

    func answer(_ answer: CallAnswer, _ verdict: CallVerdict) {
        // A verdict's text is made by reflection: only for lines that are written.
        guard logging.isOn else { return }
        tell(answer, ["verdict": "\(verdict)"])
    }

    /// The answer to an exchange.
    func answer(_ answer: CallAnswer) {
        tell(answer, [:])
    }

    func fault(_ message: String, _ verdict: CallVerdict? = nil, duration: Duration) {
        var more: Logger.Metadata = [
            "reason": "\(logging.text(message, limit: 500))", "seconds": "\(duration.inSeconds)",
        ]
        if let verdict { more["verdict"] = "\(verdict)" }
        tell("no answer", more)
    }

    /// The body of a refusal, as far as it was read.
    func answer(body: [UInt8]) { tell(body: body, "answer body") }

    /// The body, whose beginning is told once it has been read.
    func watched(_ body: HTTPBody) -> HTTPBody {
        guard showsBodies else { return body }
        let log = self
        return HTTPBody {
            let tee = BodyTee(body, limit: Self.readLimit) { log.tell(body: $0, "answer body") }
            return { try await tee.next() }
        }
    }

    /// What is read to be told: more than is shown, so that a secret across the end is still recognized.
    private static let readLimit = CallLogging.bodyLimit * 2

    private func tell(_ answer: CallAnswer, _ more: Logger.Metadata) {
        guard logging.isOn else { return }
        var more = more
        more["status"] = "\(answer.status)"
        more["requestId"] = "\(answer.requestID.map { logging.text($0, limit: 100) } ?? "none")"
        more["seconds"] = "\(answer.duration.inSeconds)"
        if logging.showsHeaders { more["headers"] = "\(logging.text(answer.headers))" }
        tell("answer", more)
    }

    private func tell(body: [UInt8], _ message: Logger.Message) {
        guard showsBodies, !body.isEmpty else { return }
        let text = logging.text(
            String(decoding: body.prefix(Self.readLimit), as: UTF8.self), limit: CallLogging.bodyLimit)
        tell(message, ["body": "\(text)", "bytes": "\(body.count >= Self.readLimit ? "many" : String(body.count))"])
    }

    private func tell(_ message: Logger.Message, _ more: @autoclosure () -> Logger.Metadata) {
        guard logging.isOn else { return }
        logging.logger.debug(message, metadata: metadata.merging(more()) { $1 })
    }
}

extension Duration {
    /// Seconds with milliseconds.
    fileprivate var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1000 + attoseconds / 1_000_000_000_000_000) / 1000
    }
}
