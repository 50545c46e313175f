import HTTPTypes
import Hummingbird
import JobModel
import JobStore
import NIOCore
import OperationCatalogue

/// A request to the API whose address has been checked.
struct APICall: Sendable {
    /// The most bytes that a body may have.
    static let largestBody = 1 << 20

    let request: Request
    let visitor: Visitor
    /// The session of a browser; `nil` for programs with a token.
    let session: Session?
    let site: Site
    private let values: [String: String]
    private let body: APIRoute.Body?

    /// Reads what stands in the address and the header.
    ///
    /// - Throws: `Refusal` with status 400 that names every parameter that is wrong, 401 and 403.
    init(_ request: Request, _ context: DashboardContext, _ route: APIRoute, _ site: Site) throws {
        self.request = request
        self.site = site
        session = context.session
        body = route.body
        visitor = route.isWrite ? try context.operatingVisitor() : try context.knownVisitor()
        var reading = ParameterReading(route.parameters)
        for parameter in route.parameters where parameter.place != .query {
            switch parameter.place {
            case .path: reading.take(parameter, context.parameters.get(parameter.name) ?? "")
            case .header: reading.take(parameter, field: HTTPField.Name(parameter.name).flatMap { request.headers[$0] })
            case .query: break
            }
        }
        reading.take(query: request.uri.query ?? "")
        values = try reading.checked()
    }

    var installation: any Installation { site.installation }
    var store: any JobStore { site.installation.store }

    /// Whether what jobs send and get may be shown.
    var showsContent: Bool { visitor.role.covers(.operator) }

    // MARK: Values

    func text(_ parameter: APIParameter) -> String? { values[parameter.name] }

    /// A parameter that must be there.
    func required(_ parameter: APIParameter) throws -> String {
        guard let value = values[parameter.name] else { throw Refusal.notFound() }
        return value
    }

    func integer(_ parameter: APIParameter) -> Int64? { values[parameter.name].flatMap { Int64($0) } }

    func flag(_ parameter: APIParameter) -> Bool? { values[parameter.name].map { $0 == "true" } }

    func words(_ parameter: APIParameter) -> [String] { values[parameter.name].map(APIParameter.words) ?? [] }

    func age(_ parameter: APIParameter) -> Duration? { values[parameter.name].flatMap { Duration(text: $0) } }

    /// How many are to be listed.
    var limit: Int { integer(.limit).map { Int($0) } ?? 50 }

    /// The number of the job that is meant.
    func job() throws -> JobID {
        guard let id = integer(.job) else { throw Refusal.notFound() }
        return JobID(id)
    }

    // MARK: The body

    /// Reads the body, which must be a JSON object; without one it is taken for an empty object.
    ///
    /// - Throws: `Refusal` with status 400, 413 or 415.
    func readBody() async throws -> APIBody {
        var request = request
        let bytes: [UInt8]
        do {
            bytes = Array(try await request.collectBody(upTo: Self.largestBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Refusal.tooLarge(limit: Self.largestBody)
        }
        if bytes.isEmpty {
            guard body?.isRequired ?? false else { return APIBody() }
            throw Refusal(.badRequest, "No body", "The body must be a JSON object, and there is none.")
        }
        let type = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard String(type).trimmed.lowercased() == "application/json" else {
            throw Refusal(
                .unsupportedMediaType, "Not JSON", "The body must be JSON.",
                cure: "Send it with 'Content-Type: application/json'.")
        }
        return try APIBody(bytes)
    }
}
