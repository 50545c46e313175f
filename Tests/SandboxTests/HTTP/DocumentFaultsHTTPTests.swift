import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentFaultsHTTPTests {
    private static let plain = DocumentShape(size: .rows(50), compression: .none)

    @Test(arguments: [(Fault.Kind.lapse, 403), (.internalError, 500), (.unavailable, 503)])
    func `the storage fails with a status`(kind: Fault.Kind, status: Int) async throws {
        try await withSandbox(.documents(Self.plain)) { client in
            let token = try await client.token()
            let url = try await client.address(ofDocument: client.document(token: token), token: token)
            client.state.inject(Fault(match: .init(operation: "*"), kind: .html))
            client.state.inject(Fault(match: .init(operation: "documents.get", seller: "seller-4"), kind: .html))
            client.state.inject(Fault(match: .init(operation: "documents.get"), kind: kind, times: 1))
            let spoilt = try await client.send("GET", url)
            #expect(spoilt.status == status && spoilt.text.contains("<Error>"))
            #expect(try await client.send("GET", url).status == 200)
        }
    }

    @Test(arguments: [Fault.Kind.truncate, .reset])
    func `a document breaks off`(kind: Fault.Kind) async throws {
        try await withSandbox(.documents(DocumentShape(size: .rows(2000), compression: .none))) { client in
            let token = try await client.token()
            let url = try await client.address(ofDocument: client.document(token: token), token: token)
            client.state.inject(
                Fault(match: .init(operation: "documents.get"), kind: kind, times: 1, bytes: 100_000))
            await #expect(throws: (any Error).self) { try await client.send("GET", url) }
            #expect(try await client.send("GET", url).status == 200)
            #expect(client.state.ledger.callCount(operation: "documents.get", status: 200) == 2)
        }
    }

    @Test func `a document has one wrong byte`() async throws {
        try await withSandbox(.documents(Self.plain)) { client in
            let token = try await client.token()
            let url = try await client.address(ofDocument: client.document(token: token), token: token)
            client.state.inject(Fault(match: .init(operation: "documents.get"), kind: .corrupt, times: 1, bytes: 77))
            let wrong = try await client.send("GET", url).bytes
            let right = try await client.send("GET", url).bytes
            #expect(wrong.count == right.count)
            #expect(right.indices.filter { wrong[$0] != right[$0] } == [77])
        }
    }

    @Test func `a document pauses on its way`() async throws {
        try await withSandbox(.documents(Self.plain)) { client in
            let token = try await client.token()
            let url = try await client.address(ofDocument: client.document(token: token), token: token)
            let right = try await client.send("GET", url).bytes
            client.state.inject(
                Fault(
                    match: .init(operation: "documents.get"), kind: .slow, latency: .seconds(30), times: 1, bytes: 500))
            async let late = client.send("GET", url).bytes
            await client.timekeeper.waitForSleepers(1)
            client.timekeeper.advance(by: .seconds(30))
            #expect(try await late == right)
        }
    }
}
