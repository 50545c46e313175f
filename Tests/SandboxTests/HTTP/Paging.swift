import OperationCatalogue
import Sandbox
import Testing

extension World {
    /// Two sellers in North America, the first and the fourth, and one in each other region, whom no usage plan holds up.
    static var unhurried: World {
        var world = World.standard(sellers: 4)
        world.usagePlans = ["*": PlanOverride(burst: 1000)]
        return world
    }
}

extension SandboxClient {
    /// Every page of an operation, asked for in the way that the catalogue describes.
    func pages(of operation: Operation, token: String) async throws -> [JSONValue] {
        let paging = try #require(operation.pagination)
        let (path, firstQuery) = Self.firstPage(of: operation)
        let isRestricted = operation.isRestricted && operation.restrictedDataElements.isEmpty
        let token = isRestricted ? try await restrictedToken(operation.method, operation.path, token: token) : token
        var query = firstQuery
        var pages: [JSONValue] = []
        while pages.count < 10 {
            let answer = try await call(
                operation.method, path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")), token: token,
                body: operation.body == .none ? nil : "{}")
            #expect(answer.status == 200, "\(operation.name): \(answer.text)")
            let page = try #require(answer.json)
            pages.append(page)
            guard let next = page.at(paging.responseField)?.string else { break }
            query = paging.sendsTokenAlone ? [] : firstQuery
            query.append("\(paging.requestParameter)=\(next.inQuery)")
        }
        return pages
    }

    /// The path with a value for each of its parameters, and the query that a first page needs.
    private static func firstPage(of operation: Operation) -> (path: String, query: [String]) {
        let segments = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "x" : $0 }
        let required = operation.parameters.filter { $0.location == .query && $0.isRequired }
        let query = required.map { parameter in
            if parameter.format == "date-time" { return "\(parameter.name)=2025-12-01T00:00:00Z" }
            let isMarketplace = parameter.name.lowercased().hasPrefix("marketplaceid")
            return "\(parameter.name)=\(isMarketplace ? "ATVPDKIKX0DER" : "x")"
        }
        return ("/" + segments.joined(separator: "/"), query)
    }
}

extension String {
    /// A page token as it goes into a query.
    var inQuery: String {
        replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    }
}

extension JSONValue {
    /// The value at a dotted path.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self) { $0?[String($1)] }
    }

    /// The array at a dotted path.
    func items(_ path: String) -> [JSONValue]? {
        guard case .array(let items)? = at(path) else { return nil }
        return items
    }

    /// The whole number at a dotted path.
    func number(_ path: String) -> Int? {
        guard case .integer(let number)? = at(path) else { return nil }
        return Int(number)
    }
}
