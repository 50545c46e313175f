import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct CallHTTPTests {
    private static let participations = "/sellers/v1/marketplaceParticipations"

    @Test func `a correct call gets its answer and its headers`() async throws {
        try await withSandbox { client in
            let answer = try await client.call(Self.participations, token: client.token())
            #expect(answer.status == 200)
            #expect(answer.header("x-amzn-RateLimit-Limit") == "0.016")
            #expect(answer.header("x-amzn-RequestId")?.count == 36)
            #expect(answer.values("date") == ["Thu, 01 Jan 2026 00:00:00 GMT"])
            guard case .array(let entries)? = answer.json?["payload"] else {
                Issue.record("no payload")
                return
            }
            let ids = entries.compactMap { $0["marketplace"]?["id"]?.string }
            #expect(ids == ["ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"])
            #expect(client.state.ledger.complaintCount == 0)
        }
    }

    @Test func `each fault of the token has its own words`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            let url = client.address.endpoint(for: .northAmerica) + Self.participations
            let bare = try await client.send("GET", url, headers: [("user-agent", SandboxClient.userAgent)])
            #expect(bare.status == 403)
            #expect(bare.details == "Access token is missing in the request header.")
            #expect(bare.header("x-amzn-RateLimit-Limit") == nil)
            let garbage = try await client.call(Self.participations, token: "Atza|no")
            #expect(garbage.details == "The access token you provided is revoked, malformed or invalid.")
            client.timekeeper.advance(by: .seconds(3600))
            let expired = try await client.call(Self.participations, token: token)
            #expect(expired.status == 403)
            #expect(expired.details == "The access token you provided has expired.")
            let fresh = try await client.token()
            client.state.revoke("seller-1")
            let revoked = try await client.call(Self.participations, token: fresh)
            #expect(revoked.details == "The access token you provided is revoked, malformed or invalid.")
        }
    }

    @Test func `wrong region, unknown path and wrong kind of token are denied without details`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            let answers = [
                try await client.call(Self.participations, region: .europe, token: token),
                try await client.call("/nowhere/v1/at/all", token: token),
                try await client.call("/notifications/v1/destinations", token: token),
                try await client.call(Self.participations, token: client.grantlessToken()),
            ]
            #expect(answers.map(\.status) == [403, 403, 403, 403])
            #expect(answers.map(\.details) == ["", "", "", ""])
            #expect(client.state.ledger.complaintCount == 4)
        }
    }

    @Test func `a grantless operation takes a grantless token with its scope`() async throws {
        try await withSandbox { client in
            let path = "/notifications/v1/destinations"
            let right = try await client.call(path, token: client.grantlessToken())
            #expect(right.status == 200)
            let wrong = try await client.grantlessToken(scope: "sellingpartnerapi::client_credential:rotation")
            let answer1 = try await client.call(path, token: wrong)
            #expect(answer1.status == 403)
        }
    }

    @Test(arguments: [
        "?MarketplaceIds=ATVPDKIKX0DER", "?CreatedAfter=2025-12-20T00:00:00Z",
        "?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=2025-12-20",
        "?MarketplaceIds=ATVPDKIKX0DER&MarketplaceIds=A2EUQ1WTGCTBG2&CreatedAfter=2025-12-20T00:00:00Z",
        "?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=2025-12-20T00:00:00Z&Colour=blue",
        "?MarketplaceIds=US&CreatedAfter=2025-12-20T00:00:00Z",
        "?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=2025-12-20T00:00:00Z&MaxResultsPerPage=101",
        "?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=2025-12-20T00:00:00Z&CreatedBefore=2025-12-31T23:58:01Z",
        "?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=%",
    ])
    func `a query that is not exactly right is invalid input`(query: String) async throws {
        try await withSandbox { client in
            let answer = try await client.call("/orders/v0/orders" + query, token: client.token())
            #expect(answer.status == 400)
            #expect(answer.header("x-amzn-RateLimit-Limit") == "0.0167")
            #expect(client.state.ledger.complaintCount == 1)
        }
    }

    @Test func `a marketplace of another region is named in the refusal`() async throws {
        try await withSandbox { client in
            let query = "?MarketplaceIds=A1PA6795UKMFR9&CreatedAfter=2025-12-20T00:00:00Z"
            let answer = try await client.call("/orders/v0/orders" + query, token: client.token())
            #expect(answer.status == 403)
            #expect(answer.details?.contains("not valid for region") == true)
        }
    }

    @Test(arguments: [
        nil, "", "curl/8.0", "app (Language=Swift)", "app/ (Language=Swift)", "app/1 (Platform=Linux)",
        "app/1 (Language=)",
        "app/1 (Language=Swift", "app/1 (Language=Swift; Note=" + String(repeating: "x", count: 500) + ")",
    ])
    func `a user agent in another form is refused`(agent: String?) async throws {
        try await withSandbox { client in
            let token = try await client.token()
            var headers = [("x-amz-access-token", token)]
            if let agent { headers.append(("user-agent", agent)) }
            let url = client.address.endpoint(for: .northAmerica) + Self.participations
            let answer2 = try await client.send("GET", url, headers: headers)
            #expect(answer2.status == 400)
        }
    }

    @Test func `bodies are checked`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            let path = "/feeds/2021-06-30/documents"
            let headers = [("x-amz-access-token", token), ("user-agent", SandboxClient.userAgent)]
            let url = client.address.endpoint(for: .northAmerica)
            let answers = [
                try await client.call("POST", path, token: token),
                try await client.call("POST", path, token: token, body: "{"),
                try await client.send("POST", url + path, headers: headers, body: "{}"),
                try await client.send("GET", url + Self.participations, headers: headers, body: "{}"),
            ]
            #expect(answers.map(\.status) == [400, 400, 400, 400])
            #expect(client.state.ledger.effectCount == 0)
        }
    }

    @Test func `calls that change something leave an effect, and repeating one is seen`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            for body in [#"{"contentType":"a"}"#, #"{"contentType":"a"}"#, #"{"contentType":"b"}"#] {
                let answer = try await client.call("POST", "/feeds/2021-06-30/documents", token: token, body: body)
                #expect(answer.status == 201)
            }
            let cancelled = try await client.call("DELETE", "/feeds/2021-06-30/feeds/1", token: token)
            #expect(cancelled.status == 200)
            let ledger = client.state.ledger
            #expect(ledger.effectCount == 4)
            #expect(ledger.repeatedEffectCount == 1)
            #expect(Set(ledger.rows.compactMap(\.effectId)).count == 4)
        }
    }

    @Test func `an operation whose success is 204 answers with nothing`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            let path = "/orders/v0/orders/100-1000000-0000000/shipmentConfirmation"
            for _ in 0..<2 {
                let answer = try await client.call("POST", path, token: token, body: "{}")
                #expect(answer.status == 204)
                #expect(answer.text.isEmpty)
                #expect(answer.header("x-amzn-RateLimit-Limit") == "2.0")
            }
            #expect(client.state.ledger.repeatedEffectCount == 1)
        }
    }
}
