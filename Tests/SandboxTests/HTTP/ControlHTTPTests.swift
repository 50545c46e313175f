import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct ControlHTTPTests {
    private static let participations = "/sellers/v1/marketplaceParticipations"

    @Test func `the sandbox is steered by control paths`() async throws {
        try await withSandbox { client in
            let answer1 = try await client.control("/revoke", #"{"seller": "seller-1"}"#)
            #expect(answer1.status == 200)
            let answer2 = try await client.exchange(SandboxClient.refreshFields())
            #expect(answer2.status == 400)
            let answer3 = try await client.control("/restore", #"{"seller":"seller-1","refreshToken":"Atzr|new"}"#)
            #expect(answer3.status == 200)
            let answer4 = try await client.exchange(SandboxClient.refreshFields())
            #expect(answer4.status == 400)
            var fields = SandboxClient.refreshFields()
            fields[1].1 = "Atzr|new"
            let answer5 = try await client.exchange(fields)
            #expect(answer5.status == 200)
            let secret = #"{"application":"sandbox","clientSecrets":["other"]}"#
            let answer6 = try await client.control("/secret", secret)
            #expect(answer6.status == 200)
            let answer7 = try await client.exchange(fields)
            #expect(answer7.status == 401)
            let fault = #"{"match":{"operation":"lwa"},"kind":"503","times":1}"#
            let answer8 = try await client.control("/fault", fault)
            #expect(answer8.status == 200)
            let answer9 = try await client.exchange(fields)
            #expect(answer9.status == 503)
            let answer10 = try await client.control("/latency", #"{"latency":"0"}"#)
            #expect(answer10.status == 200)
        }
    }

    @Test(arguments: [
        ("/revoke", "{}", 400), ("/revoke", #"{"seller":"nobody"}"#, 404), ("/fault", #"{"kind":"odd"}"#, 400),
        ("/latency", #"{"latency":"soon"}"#, 400), ("/revoke", #"{"seller":"seller-1","why":"x"}"#, 400),
        ("/nothing", "", 404), ("/revoke", "", 400),
    ])
    func `a control request that is wrong says why`(path: String, body: String, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.control(path, body)
            #expect(answer.status == status)
            #expect(answer.json?["error"]?.string?.isEmpty == false)
        }
    }

    @Test func `the ledger tells everything but tokens`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            _ = try await client.call(Self.participations, token: token)
            _ = try await client.call("/nowhere", token: token)
            let answer = try await client.send("GET", client.address.controlEndpoint + "/ledger?rows=1")
            #expect(answer.status == 200)
            #expect(!answer.text.contains("Atza") && !answer.text.contains("Atzr"))
            #expect(!answer.text.contains("amzn1.oa2-cs"))
            guard case .array(let rows)? = answer.json?["rows"] else {
                Issue.record("no rows")
                return
            }
            #expect(rows.compactMap { $0["status"] } == [.integer(200), .integer(200), .integer(403)])
            #expect(answer.json?["complaints"]?["count"] == .integer(1))
            let answer11 = try await client.control("/reset-ledger")
            #expect(answer11.status == 200)
            #expect(client.state.ledger.rows.isEmpty)
            let health = try await client.send("GET", client.address.controlEndpoint + "/health")
            #expect(health.json?["status"]?.string == "ok")
        }
    }

    @Test func `a path outside the regions is routed nowhere`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            let lwa = try await client.call("POST", "/auth/o2/token", token: token)
            #expect(lwa.status == 403)
            let root = client.address.endpoint(for: .europe).dropLast(3)
            let answer = try await client.send("GET", root + "/xx/orders/v0/orders")
            #expect(answer.status == 403)
            #expect(answer.text.contains("MissingAuthenticationToken"))
        }
    }
}
