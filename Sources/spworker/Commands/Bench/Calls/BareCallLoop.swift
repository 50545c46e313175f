import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Ports

/// The plainest way to make the same calls: AsyncHTTPClient alone, so many at a time, each answer read to its end and
/// dropped. What it reaches is what the client and the machine allow, and the measure for everything that does more.
struct BareCallLoop: Sendable {
    /// The URL of every call.
    let url: String
    let jobs: Int
    /// Calls at a time.
    let concurrency: Int
    let timekeeper: any Timekeeper

    /// Makes the calls. Returns how long that took.
    ///
    /// - Throws: `Failure` when an answer is not the expected one, and what the client throws.
    func run(on client: HTTPClient) async throws -> Duration {
        let start = timekeeper.monotonic()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<concurrency {
                // As evenly as it goes.
                let share = jobs / concurrency + (lane < jobs % concurrency ? 1 : 0)
                group.addTask {
                    for _ in 0..<share { try await call(client) }
                }
            }
            try await group.waitForAll()
        }
        return timekeeper.monotonic() - start
    }

    private func call(_ client: HTTPClient) async throws {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "x-amz-access-token", value: "Atza|bench")
        request.headers.add(name: "User-Agent", value: "bench")
        request.headers.add(name: "Accept", value: "application/json")
        let answer = try await client.execute(request, timeout: .seconds(60))
        let body = try await answer.body.collect(upTo: 1 << 20)
        guard answer.status == .ok, body.readableBytes > 0 else {
            throw Failure(
                .no, "error: the mock answered the bare loop with \(answer.status.code); the figures mean nothing.")
        }
    }
}
