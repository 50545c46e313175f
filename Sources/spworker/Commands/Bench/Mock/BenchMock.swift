import JobModel
import OperationCatalogue
import Ports

/// The mock as a bench sees it: another process.
struct BenchMock: Sendable {
    /// Where it listens, without a slash at the end.
    let url: String
    private let transport: any HTTPTransport

    /// Runs a mock while `body` runs.
    ///
    /// - Parameters:
    ///   - tokenDelay: How long an access token takes.
    ///   - holdsCalls: Whether calls get no answer.
    /// - Throws: `Failure`, and what `body` throws.
    static func with<Value: Sendable>(
        _ composition: Composition, tokenDelay: Duration = .zero, holdsCalls: Bool = false,
        _ body: (BenchMock) async throws -> Value
    ) async throws -> Value {
        let arguments =
            ["bench-mock", "--token-delay", "\(tokenDelay.microseconds / 1000)ms"] + (holdsCalls ? ["--hold"] : [])
        return try await BenchChild.with(composition.programPath(), arguments) { greeting in
            guard let url = try? JSONValue(parsing: greeting.utf8)["url"]?.string else {
                throw Failure(.no, "error: the bench's mock did not say where it listens.")
            }
            return try await composition.withBenchTransport { transport in
                try await body(BenchMock(url: url, transport: transport))
            }
        }
    }

    /// What it was asked for since ``reset()``.
    ///
    /// - Throws: `Failure`, `HTTPTransportError`.
    func counts() async throws -> MockCounts {
        let answer = try await ask("GET", "/bench/counts")
        guard let counts = (try? JSONValue(parsing: answer)).flatMap({ MockCounts($0) }) else {
            throw Failure(.no, "error: the bench's mock did not say what it was asked for.")
        }
        return counts
    }

    /// Has it begin to count anew.
    func reset() async throws { _ = try await ask("POST", "/bench/reset") }

    private func ask(_ method: String, _ path: String) async throws -> [UInt8] {
        try await transport.send(
            HTTPRequest(method: method, url: url + path, body: method == "POST" ? [] : nil, timeout: .seconds(30))
        ).body.collect(upTo: 1 << 16)
    }
}
