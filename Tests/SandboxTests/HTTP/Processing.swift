import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

/// Reports, feeds, queries and their documents, as a client that knows the way uses them.
extension SandboxClient {
    /// The members of a body for a report, apart from its type.
    static let inTheUnitedStates = #""marketplaceIds":["ATVPDKIKX0DER"]"#

    func createReport(
        _ type: String = "GET_MERCHANT_LISTINGS_ALL_DATA", _ members: String = inTheUnitedStates, token: String
    ) async throws -> Answer {
        try await call(
            "POST", "/reports/2021-06-30/reports", token: token, body: #"{"reportType":"\#(type)",\#(members)}"#)
    }

    /// The id of a new report.
    func report(_ type: String = "GET_MERCHANT_LISTINGS_ALL_DATA", token: String) async throws -> String {
        let answer = try await createReport(type, token: token)
        return try #require(answer.json?["reportId"]?.string, "\(answer.text)")
    }

    /// What Amazon tells of a report, feed or query.
    func look(_ path: String, _ id: String, token: String) async throws -> JSONValue {
        let answer = try await call("\(path)/\(id)", token: token)
        return try #require(answer.json, "\(answer.text)")
    }

    func look(atReport id: String, token: String) async throws -> JSONValue {
        try await look("/reports/2021-06-30/reports", id, token: token)
    }

    /// The id of the document of a new report, which is done when it is there.
    func document(_ type: String = "GET_MERCHANT_LISTINGS_ALL_DATA", token: String) async throws -> String {
        let id = try await report(type, token: token)
        timekeeper.advance(by: .seconds(200))
        return try #require(try await look(atReport: id, token: token)["reportDocumentId"]?.string)
    }

    /// The address of a report's document.
    func address(ofDocument id: String, _ query: String = "", token: String) async throws -> String {
        let answer = try await call("/reports/2021-06-30/documents/\(id)\(query)", token: token)
        return try #require(answer.json?["url"]?.string, "\(answer.text)")
    }

    /// A document of the storage: the client inflates it where the storage says that it is compressed.
    func inflated(_ url: String) async throws -> (contentType: String?, text: String) {
        let answer = try await send("GET", url)
        #expect(answer.status == 200)
        return (answer.header("content-type"), answer.text)
    }

    /// What the control path tells of a document.
    func figures(ofDocument id: String) async throws -> JSONValue {
        let answer = try await send("GET", self.address.controlEndpoint + "/documents/" + id)
        return try #require(answer.json, "\(answer.text)")
    }
}

extension World {
    /// A world without hurry in which all reports go in one way.
    static func reports(_ script: ReportScript) -> World {
        var world = World.unhurried
        world.reports = [script]
        return world
    }

    /// A world without hurry in which all reports have documents of one shape.
    static func documents(_ shape: DocumentShape) -> World { reports(ReportScript(document: shape)) }
}

extension JSONValue {
    var status: String? { self["processingStatus"]?.string }
}
