import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct LoginHTTPTests {
    @Test func `a refresh token is exchanged for a new access token each time`() async throws {
        try await withSandbox { client in
            let first = try await client.exchange(SandboxClient.refreshFields())
            #expect(first.status == 200)
            #expect(first.json?["refresh_token"]?.string == "Atzr|sandbox-seller-1")
            #expect(first.json?["token_type"]?.string == "bearer")
            #expect(first.json?["expires_in"] == .integer(3600))
            #expect(first.header("x-amzn-RequestId")?.count == 36)
            let tokens = [try await client.token(), try await client.token()]
            #expect(Set(tokens).count == 2)
            #expect(tokens.allSatisfy { $0.hasPrefix("Atza|") })
            #expect(client.state.ledger.exchangeCount(seller: "seller-1", result: "ok") == 3)
        }
    }

    @Test func `a JSON body works as well`() async throws {
        try await withSandbox { client in
            let fields = SandboxClient.refreshFields().map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
            let answer = try await client.send(
                "POST", client.address.lwaEndpoint, headers: [("content-type", "application/json")], body: "{\(fields)}"
            )
            #expect(answer.status == 200)
        }
    }

    @Test func `a withdrawn or unknown refresh token is an invalid grant`() async throws {
        try await withSandbox { client in
            client.state.revoke("seller-1")
            for seller in [1, 99] {
                let answer = try await client.exchange(SandboxClient.refreshFields(seller: seller))
                #expect(answer.status == 400)
                #expect(answer.json?["error"]?.string == "invalid_grant")
                #expect(answer.json?["error_description"]?.string?.contains("refresh_token") == true)
                #expect(answer.json?["request_id"]?.string == answer.header("x-amzn-RequestId"))
            }
            #expect(client.state.ledger.exchangeCount(seller: "seller-1", result: "invalid_grant") == 1)
        }
    }

    @Test func `a wrong secret is an invalid client until the secret fits`() async throws {
        try await withSandbox { client in
            let fields = SandboxClient.refreshFields(secret: "second")
            let refused = try await client.exchange(fields)
            #expect(refused.status == 401)
            #expect(refused.json?["error"]?.string == "invalid_client")
            client.state.setClientSecrets(["first", "second"], ofApplication: "sandbox")
            let answer1 = try await client.exchange(fields)
            #expect(answer1.status == 200)
        }
    }

    @Test func `another application's refresh token is refused by name`() async throws {
        var world = World.standard(sellers: 1)
        world.applications.append(.init(id: "other", clientId: "other-client", clientSecrets: ["s"]))
        try await withSandbox(world) { client in
            var fields = SandboxClient.refreshFields(secret: "s")
            fields[2].1 = "other-client"
            let answer = try await client.exchange(fields)
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?.string == "unauthorized_client")
        }
    }

    @Test(
        arguments: [
            ([("scope", "sellingpartnerapi::notifications")], [], "invalid_request"),
            ([("refresh_token", "twice")], [], "invalid_request"), ([("redirect_uri", "x")], [], "invalid_request"),
            ([], ["client_secret"], "invalid_request"), ([], ["refresh_token"], "invalid_request"),
            ([], ["grant_type"], "invalid_request"),
            ([("grant_type", "password")], ["grant_type"], "unsupported_grant_type"),
        ] as [([(String, String)], Set<String>, String)])
    func `a request that is not exactly right is refused`(
        added: [(String, String)], removed: Set<String>, error: String
    ) async throws {
        try await withSandbox { client in
            let fields = SandboxClient.refreshFields().filter { !removed.contains($0.0) } + added
            let answer = try await client.exchange(fields)
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?.string == error)
            #expect(client.state.ledger.complaintCount == 1)
        }
    }

    @Test func `grantless exchanges name a scope that the application has`() async throws {
        try await withSandbox { client in
            var fields = SandboxClient.refreshFields()
            fields[0].1 = "client_credentials"
            fields[1] = ("scope", "sellingpartnerapi::notifications")
            let answer = try await client.exchange(fields)
            #expect(answer.status == 200)
            #expect(answer.json?["refresh_token"] == nil)
            fields[1].1 = "sellingpartnerapi::unheard-of"
            let answer2 = try await client.exchange(fields)
            #expect(answer2.json?["error"]?.string == "invalid_scope")
        }
    }

    @Test func `faults of the login have the login's shape`() async throws {
        try await withSandbox { client in
            for kind in [Fault.Kind.internalError, .unavailable, .throttled, .invalidClient] {
                client.state.inject(Fault(match: .init(operation: "lwa"), kind: kind, times: 1))
            }
            var statuses: [Int] = []
            for _ in 0..<4 {
                let answer = try await client.exchange(SandboxClient.refreshFields())
                statuses.append(answer.status)
                #expect(answer.json?["error"]?.string != nil)
            }
            #expect(statuses == [500, 503, 429, 401])
            let answer3 = try await client.exchange(SandboxClient.refreshFields())
            #expect(answer3.status == 200)
        }
    }
}
