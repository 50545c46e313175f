import JobModel
import Ports

/// Somebody who looks at a dashboard, as a browser does it.
struct DashboardVisitor: Sendable {
    private static let longest = 32 << 20

    /// Where the dashboard is, without a slash at the end.
    let url: String
    private let transport: any HTTPTransport
    private let timekeeper: any Timekeeper
    private let cookie: String

    /// Comes in, and gets a session.
    ///
    /// - Throws: `Failure`, `HTTPTransportError`.
    init(_ url: String, _ transport: any HTTPTransport, _ timekeeper: any Timekeeper) async throws {
        self.url = url
        self.transport = transport
        self.timekeeper = timekeeper
        let answer = try await transport.send(Self.request(url + "/", [HTTPHeader("Accept", "text/html")]))
        _ = try await answer.body.collect(upTo: Self.longest)
        guard answer.status == 200, let given = answer.headers.first("Set-Cookie") else {
            throw Failure(.no, "error: the dashboard answered \(answer.status) and let nobody in.")
        }
        cookie = String(given.prefix { $0 != ";" })
    }

    /// Asks for a page.
    ///
    /// - Parameter isFragment: Whether the page is there already, and only its content is wanted.
    /// - Returns: How long it took to have the whole of it.
    /// - Throws: `Failure`, `HTTPTransportError`.
    func ask(_ path: String, isFragment: Bool = false) async throws -> Duration {
        let start = timekeeper.monotonic()
        let accept = HTTPHeader("Accept", "text/html")
        let answer = try await send(path, isFragment ? [accept, HTTPHeader("X-Fragment", "1")] : [accept])
        let length = try await answer.body.collect(upTo: Self.longest).count
        guard answer.status == 200, length > 0 else {
            throw Failure(.no, "error: the dashboard answered \(answer.status) to \(path); the figures mean nothing.")
        }
        return timekeeper.monotonic() - start
    }

    /// Looks at a page that follows what happens, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - begin: Called once the page is there and follows.
    ///   - note: Told how long each look at it took.
    /// - Throws: `Failure`, `HTTPTransportError`, `CancellationError`.
    func follow(_ path: String, begin: @Sendable () -> Void, note: @Sendable (Duration) -> Void) async throws {
        _ = try await ask(path)
        let news = try await send("/live", [HTTPHeader("Accept", "text/event-stream")])
        guard news.status == 200 else {
            throw Failure(.no, "error: the dashboard answered \(news.status) to /live; the figures mean nothing.")
        }
        begin()
        var line: [UInt8] = []
        for try await chunk in news.body {
            line += chunk
            while let end = line.firstIndex(of: UInt8(ascii: "\n")) {
                let isChange = line[..<end].elementsEqual("event: change".utf8)
                line.removeSubrange(...end)
                if isChange { note(try await ask(path, isFragment: true)) }
            }
        }
        try Task.checkCancellation()
        throw Failure(.no, "error: the dashboard stopped telling what happens; the figures mean nothing.")
    }

    private func send(_ path: String, _ headers: [HTTPHeader]) async throws -> HTTPResponse {
        try await transport.send(Self.request(url + path, headers + [HTTPHeader("Cookie", cookie)]))
    }

    private static func request(_ url: String, _ headers: [HTTPHeader]) -> HTTPRequest {
        HTTPRequest(method: "GET", url: url, headers: headers, timeout: .seconds(60))
    }
}
