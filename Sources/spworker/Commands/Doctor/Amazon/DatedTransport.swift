import Ports
import SellingPartner
import Synchronization

/// Passes requests on, and takes note of what the answers' dates tell about the clocks.
final class DatedTransport: HTTPTransport {
    /// Answers that took longer say nothing.
    private static let slowest = Duration.seconds(10)

    private let base: any HTTPTransport
    private let timekeeper: any Timekeeper
    private let samples = Mutex<[Duration]>([])

    init(_ base: any HTTPTransport, timekeeper: any Timekeeper) {
        self.base = base
        self.timekeeper = timekeeper
    }

    /// How far the other side's clock was ahead of this machine's, by each answer so far.
    var skews: [Duration] { samples.withLock { $0 } }

    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        let start = timekeeper.monotonic()
        let answer = try await base.send(request, onSend: onSend)
        let roundTrip = timekeeper.monotonic() - start
        guard roundTrip <= Self.slowest, let date = answer.headers.first("Date").flatMap(HTTPDate.init) else {
            return answer
        }
        // A date has whole seconds, so half a second is missing on average; it was written about half-way.
        let theirs = Duration.seconds(date.secondsSince1970) + .milliseconds(500)
        let ours = Duration.microseconds(timekeeper.wallMicroseconds()) - roundTrip / 2
        samples.withLock { $0.append(theirs - ours) }
        return answer
    }
}
