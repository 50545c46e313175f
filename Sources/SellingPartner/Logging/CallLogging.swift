package import Logging
import OperationCatalogue
import Ports
package import Secrets

/// Where the lines about requests and answers go, and what they tell.
///
/// At the level debug there is one line for each request and one for each answer, at the level trace with the header
/// fields, whose values are hidden unless they are known to be harmless. Bodies are told only on demand.
package struct CallLogging: Sendable {
    /// The most bytes of a body that are told. 4 KiB.
    package static let bodyLimit = 4096

    let logger: Logger
    private let redactor: Redactor
    private let showsBodies: Bool

    /// Creates what the lines need.
    ///
    /// - Parameters:
    ///   - logger: Gets the lines. Its level decides what they tell.
    ///   - redactor: Knows the secrets and tokens that must not be told; those of each request are added to it.
    ///   - showsBodies: Whether lines with the beginnings of bodies are added, for operations whose bodies hold neither
    ///     personal data nor tokens.
    package init(_ logger: Logger, redactor: Redactor = Redactor(), showsBodies: Bool = false) {
        self.logger = logger
        self.redactor = redactor
        self.showsBodies = showsBodies
    }

    /// Whether requests and answers are told at all.
    var isOn: Bool { logger.logLevel <= .debug }

    /// Whether their header fields are told too.
    var showsHeaders: Bool { logger.logLevel <= .trace }

    /// Whether the bodies of the operation's requests and answers are told.
    func showsBodies(of operation: Operation) -> Bool { isOn && showsBodies && !operation.hidesBodies }

    /// Hides the secret in every line from now on.
    func hide(_ secret: Secret) {
        if isOn { redactor.register(secret) }
    }

    /// Foreign text fit for a line: masked, in one line, and cut.
    func text(_ text: String, limit: Int) -> String {
        // Masking comes before cutting: a value that the cut would halve must be recognized whole.
        BoundedText.line(redactor.redact(text), limit: limit)
    }

    /// Header fields in one line.
    func text(_ headers: [HTTPHeader]) -> String {
        headers.map { "\(text($0.name, limit: 100)): \(Self.isHarmless($0) ? text($0.value, limit: 200) : "<hidden>")" }
            .joined(separator: "; ")
    }

    /// Fields that hold neither secrets nor anything of a customer. What is not known is hidden.
    private static let harmless: Set<String> = [
        "accept", "accept-encoding", "cache-control", "connection", "content-encoding", "content-length",
        "content-type", "date", "host", "retry-after", "server", "transfer-encoding", "user-agent", "vary", "via",
        "x-amz-apigw-id", "x-amz-date", "x-amz-rid", "x-amzn-errortype", "x-amzn-ratelimit-limit",
        "x-amzn-remapped-date", "x-amzn-requestid", "x-amzn-trace-id",
    ]

    private static func isHarmless(_ header: HTTPHeader) -> Bool { harmless.contains(header.name.lowercased()) }
}
