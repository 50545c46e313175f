import Logging
import OperationCatalogue

/// The two debug lines of a call. Of the parameters only names are told, and of headers and bodies nothing.
struct CallLog {
    private let logger: Logger
    private let metadata: Logger.Metadata

    init(_ logger: Logger, _ call: PreparedCall, seller: String?) {
        self.logger = logger
        guard logger.logLevel <= .debug else {
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

    func request(number: Int) {
        logger.debug(number > 1 ? "request, repeated with a fresh token" : "request", metadata: metadata)
    }

    func answer(_ answer: CallAnswer, _ verdict: CallVerdict) {
        logger.debug(
            "answer",
            metadata: metadata.merging([
                "status": "\(answer.status)", "requestId": "\(answer.requestID ?? "none")",
                "seconds": "\(answer.duration.inSeconds)", "verdict": "\(verdict)",
            ]) { $1 })
    }

    func fault(_ message: String, _ verdict: CallVerdict, duration: Duration) {
        logger.debug(
            "no answer",
            metadata: metadata.merging([
                "reason": "\(message)", "seconds": "\(duration.inSeconds)", "verdict": "\(verdict)",
            ]) { $1 })
    }
}

extension Duration {
    /// Seconds with milliseconds.
    fileprivate var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1000 + attoseconds / 1_000_000_000_000_000) / 1000
    }
}
