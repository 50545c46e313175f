import Dashboard
import HummingbirdTesting
import OperationCatalogue
import Testing

@Suite("The description of the API")
struct OpenAPITests {
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]

    /// Every operation of a document: the path, the method in capitals and what is told of it.
    private static func operations(_ document: JSONValue) -> [(path: String, method: String, told: JSONValue)] {
        guard case .object(let paths)? = document["paths"] else { return [] }
        return paths.sorted { $0.key < $1.key }.flatMap { path, item -> [(String, String, JSONValue)] in
            guard case .object(let methods) = item else { return [] }
            return methods.sorted { $0.key < $1.key }.map { (path, $0.key.uppercased(), $0.value) }
        }
    }

    @Test("names the methods of every address, and the router knows no others")
    func methods() async throws {
        try await withAPI { api, _ in
            let operations = Self.operations(try await api.get("openapi.json").json)
            #expect(operations.count >= 25)
            let byPath = Dictionary(grouping: operations) { $0.path }
            for (path, operations) in byPath where !path.hasSuffix("/stream") {
                let known = Set(operations.map(\.method))
                // Numbers and names that are not there are told by another title.
                let address = path.replacing("/api/v1/", with: "").replacing("{id}", with: "999999")
                    .replacing("{seller}", with: "nobody").replacing("{name}", with: "nothing")
                for method in Self.methods {
                    let answer = try await api.send(method, address, nil)
                    if known.contains(method) {
                        #expect(answer.status != 405 && answer["title"] != "Not found", "\(method) \(path): \(answer)")
                    } else {
                        #expect(answer.status == 405, "\(method) \(path): \(answer)")
                        let allowed = known.union(known.contains("GET") ? ["HEAD"] : []).sorted().joined(
                            separator: ", ")
                        #expect(answer.field("Allow") == allowed)
                    }
                }
            }
        }
    }

    @Test("tells of nothing that is not there: schemas, tags, parameters of addresses")
    func references() async throws {
        try await withAPI { api, _ in
            let document = try await api.get("openapi.json").json
            let check = SchemaCheck(document: document)
            for reference in Self.references(document) {
                #expect(check.schema(reference) != .null, "\(reference)")
            }
            let tags = Set(document["tags"].list.compactMap { $0["name"]?.string })
            var names: Set<String> = []
            for (path, method, told) in Self.operations(document) {
                let name = told["operationId"]?.string ?? ""
                #expect(!name.isEmpty && names.insert(name).inserted, "\(method) \(path)")
                #expect(tags.isSuperset(of: told["tags"].list.compactMap(\.string)))
                let inPath = told["parameters"].list.filter { $0["in"] == "path" }.compactMap { $0["name"]?.string }
                let wanted = path.split(separator: "/").filter { $0.hasPrefix("{") }
                    .map { String($0.dropFirst().dropLast()) }
                #expect(inPath == wanted, "\(method) \(path)")
                guard case .object(let answers)? = told["responses"] else {
                    Issue.record("\(method) \(path) tells of no answers")
                    continue
                }
                #expect(Set(answers.keys).isSuperset(of: ["401", "500", "503"]), "\(method) \(path)")
                #expect((method == "GET") == (answers["403"] == nil), "\(method) \(path)")
                #expect((told["requestBody"] == nil) == (answers["415"] == nil), "\(method) \(path)")
            }
        }
    }

    @Test("has examples that its schemas allow")
    func examples() async throws {
        try await withAPI { api, _ in
            let document = try await api.get("openapi.json").json
            let check = SchemaCheck(document: document)
            guard case .object(let schemas)? = document["components"]?["schemas"] else {
                Issue.record("there are no schemas")
                return
            }
            for (name, schema) in schemas {
                for example in schema["examples"].list { #expect(check.problems(example, schema, at: name) == []) }
            }
        }
    }

    @Test("says whether a token is needed")
    func security() async throws {
        try await withAPI { api, _ in
            let document = try await api.get("openapi.json").json
            #expect(document["security"] == [["bearer": []]])
            #expect(document["info"]?["version"] == "1.2.3")
        }
        let access = try AccessRules(token: nil, readToken: nil, listen: .standard)
        let dashboard = try Dashboard(TestInstallation.withSellers, listen: .standard, access: access)
        try await dashboard.application.test(.router) { client in
            let document = try await APIClient(client, token: nil).get(
                "openapi.json", ["Host": "localhost"]
            ).json
            #expect(document["security"] == [["bearer": []], [:]])
        }
    }

    private static func references(_ value: JSONValue) -> Set<String> {
        switch value {
        case .array(let items): items.reduce(into: []) { $0.formUnion(references($1)) }
        case .object(let members):
            members.reduce(into: []) { found, member in
                if member.key == "$ref", let text = member.value.string { found.insert(text) }
                found.formUnion(references(member.value))
            }
        default: []
        }
    }
}
