import HTTPTypes
import Hummingbird

/// Tells those who use a method that an address does not know which ones it knows.
struct MethodCheck: RouterMiddleware {
    private struct Address: Sendable {
        let parts: [String]
        var methods: Set<String>

        /// How many of its parts are parameters: what has a name of its own comes first.
        var freedom: Int { parts.count { $0.hasPrefix("{") } }

        func holds(_ other: [Substring]) -> Bool {
            parts.count == other.count && zip(parts, other).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    private let addresses: [Address]

    init(_ routes: [APIRoute]) {
        var methods: [String: Set<String>] = [:]
        for route in routes {
            methods[route.fullPath, default: []].formUnion(
                route.method == .get ? ["GET", "HEAD"] : [route.method.rawValue])
        }
        addresses = methods.map { path, methods in
            Address(parts: path.split(separator: "/").map(String.init), methods: methods)
        }.sorted { $0.freedom < $1.freedom }
    }

    /// The methods of an address, in alphabetical order; `nil` when there is no such address.
    func methods(of path: String) -> [String]? {
        let parts = path.split(separator: "/")
        return addresses.first { $0.holds(parts) }.map { $0.methods.sorted() }
    }

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard let methods = methods(of: request.uri.path), !methods.contains(request.method.rawValue) else {
                throw error
            }
            let known = methods.joined(separator: ", ")
            throw Refusal(
                .methodNotAllowed, "Not with this method", "\(request.uri.path) does not know \(request.method).",
                cure: "It knows \(known).", headers: [.allow: known])
        }
    }
}
