package import Ports

/// The head of an answer, read.
package struct CallAnswer: Sendable {
    /// The status code.
    package let status: Int
    /// Amazon's id of the request, which its support asks for, at most 100 characters.
    package let requestID: String?
    /// The rate in requests a second that Amazon says it applies, or `nil`. Absence means nothing; in the sandbox the
    /// value means nothing either.
    package let rateLimit: Double?
    /// The server's clock, or `nil` without a usable `Date` header.
    package let date: HTTPDate?
    /// All header fields.
    package let headers: [HTTPHeader]
    /// The time from sending to the answer's head.
    package let duration: Duration

    /// Reads a head.
    package init(status: Int, headers: [HTTPHeader], duration: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.duration = duration
        requestID = headers.first("x-amzn-RequestId").map { BoundedText.line($0, limit: 100) }
        rateLimit = headers.first("x-amzn-RateLimit-Limit").flatMap(Self.rate)
        date = headers.first("Date").flatMap(HTTPDate.init)
    }

    private static func rate(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, value > 0 else { return nil }
        return value
    }
}
