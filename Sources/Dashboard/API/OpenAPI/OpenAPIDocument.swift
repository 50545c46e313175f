import HTTPTypes
import OperationCatalogue

/// Describes the API in OpenAPI 3.1.
struct OpenAPIDocument {
    private static let about =
        "Puts jobs in, tells what becomes of them and steers the queue. Lists go on with the cursor `next`. Times "
        + "are ISO 8601 in UTC, durations seconds. Refusals are `application/problem+json` (RFC 9457). Answers may "
        + "get members with later versions."
    private static let aboutTokens =
        "`dashboard.token` for operators, who act; `dashboard.readToken` for readers, who look."

    private let routes: [APIRoute]
    private let version: String
    private let needsToken: Bool

    /// - Parameters:
    ///   - version: The program's version.
    ///   - needsToken: Whether a token must be shown.
    init(_ routes: [APIRoute], version: String, needsToken: Bool) {
        self.routes = routes
        self.version = version
        self.needsToken = needsToken
    }

    /// The document.
    var json: JSONValue {
        let bearer: JSONValue = ["bearer": []]
        return [
            "openapi": "3.1.0", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": [
                "title": "spworker", "version": .string(version),
                "summary": "A job worker for Amazon's Selling Partner API",
                "description": .string(Self.about),
                "license": ["name": "Apache License 2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "security": needsToken ? [bearer] : [bearer, [:]],
            "tags": .array(
                APIRoute.Tag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.about)] }),
            "paths": paths,
            "components": [
                "schemas": .object(Self.schemas),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description": .string(Self.aboutTokens),
                    ]
                ],
            ],
        ]
    }

    /// The schemas by name.
    static var schemas: [String: JSONValue] {
        [
            JobSchemas.all, JobWishSchemas.all, SellerSchemas.all, LaneSchemas.all, ScheduleSchemas.all,
            OverallSchemas.all, StatusSchemas.all, EventSchemas.all,
        ].reduce(into: [:]) { all, some in all.merge(some) { $1 } }
    }

    private var paths: JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for route in routes {
            paths[route.fullPath, default: [:]][route.method.rawValue.lowercased()] = operation(route)
        }
        return .object(paths.mapValues { .object($0) })
    }

    private func operation(_ route: APIRoute) -> JSONValue {
        let common: [APIAnswer] =
            (needsToken ? [.unauthorized, .tooManyTries] : [.misdirected]) + (route.isWrite ? [.forbidden] : [])
            + [.failed, .unavailable]
        var members: [String: JSONValue] = [
            "operationId": .string(route.name), "tags": [.string(route.tag.rawValue)],
            "summary": .string(route.summary), "parameters": .array(route.parameters.map(\.json)),
            "responses": .object(
                Dictionary((route.answers + common).map { ("\($0.status)", $0.json) }) { first, _ in first }),
        ]
        if !route.about.isEmpty { members["description"] = .string(route.about) }
        if let body = route.body {
            members["requestBody"] = [
                "required": .bool(body.isRequired),
                "content": ["application/json": ["schema": Schema.ref(body.schema)]],
            ]
        }
        return .object(members)
    }
}

extension APIAnswer {
    /// The answer as the document has it.
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["description": .string(words), "content": described]
        if !headers.isEmpty {
            members["headers"] = .object(
                headers.mapValues { ["description": .string($0), "required": true, "schema": Schema.text] })
        }
        return .object(members)
    }

    private var described: JSONValue {
        let stream: JSONValue = ["schema": ["type": "string"]]
        return switch content {
        case .json(let name): ["application/json": ["schema": Schema.ref(name)]]
        case .jsonOrStream(let name):
            ["application/json": ["schema": Schema.ref(name)], "text/event-stream": stream]
        case .stream: ["text/event-stream": stream]
        case .problem: ["application/problem+json": ["schema": Schema.ref("Problem")]]
        }
    }
}
