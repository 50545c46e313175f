import HTTPTypes
package import Hummingbird
import JobModel
import NIOCore
import OperationCatalogue
package import Ports

/// Tells an orchestrator whether the process lives, and whether it can do its work.
package struct HealthRoutes: Sendable {
    private let facts: @Sendable () async -> Readiness.Facts
    private let timekeeper: any Timekeeper

    /// - Parameter facts: Gathers the facts that readiness depends on.
    package init(timekeeper: any Timekeeper, facts: @escaping @Sendable () async -> Readiness.Facts) {
        self.timekeeper = timekeeper
        self.facts = facts
    }

    /// Adds `GET /healthz`, which answers 200 while the process answers at all, and `GET /readyz`, which answers 200 or
    /// 503 and says why. Neither names a seller or holds a secret.
    package func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
        router.get("healthz") { _, _ in Self.response(.ok, .object(["alive": .bool(true)])) }
        router.get("readyz") { _, _ in
            let facts = await facts()
            let readiness = Readiness(facts, now: Timestamp(microseconds: timekeeper.wallMicroseconds()))
            return Self.response(readiness.isReady ? .ok : .serviceUnavailable, readiness.json)
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ body: JSONValue) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body.text + "\n")))
    }
}
