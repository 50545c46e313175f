import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite("What a correct client never sends", .timeLimit(.minutes(5)))
struct StrictnessHTTPTests {
    private static let prepDetails = "/inbound/fba/2024-03-20/items/prepDetails?marketplaceId=ATVPDKIKX0DER&"

    /// Sends each of `queries`, and returns the statuses, and the complaints that the sandbox has.
    private func statuses(_ path: String, _ queries: [String]) async throws -> (statuses: [Int], complaints: [String]) {
        let (answers, source) = AsyncStream<([Int], [String])>.makeStream()
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            var statuses: [Int] = []
            for query in queries { statuses.append(try await client.call(path + query, token: token).status) }
            source.yield((statuses, client.state.ledger.complaints.map(\.message)))
        }
        source.finish()
        for await answer in answers { return answer }
        return ([], [])
    }

    @Test("items of a list that is written as several parameters must not be joined")
    func lists() async throws {
        let wrong = try await statuses(Self.prepDetails, ["mskus=a,b", "mskus=a%2Cb", "mskus=a&mskus="])
        #expect(wrong.statuses == [400, 400, 400])
        #expect(wrong.complaints.count == 3)
        let right = try await statuses(Self.prepDetails, ["mskus=a&mskus=b", "mskus=a"])
        #expect(right.statuses == [200, 200])
        #expect(right.complaints.isEmpty)
    }

    @Test("a SKU with a percent sign, plus sign or comma must be encoded twice")
    func skus() async throws {
        let wrong = try await statuses(Self.prepDetails, ["mskus=10%25", "mskus=a%2Bb"])
        #expect(wrong.statuses == [400, 400])
        #expect(wrong.complaints.allSatisfy { $0.contains("encoded twice") })
        let right = try await statuses(Self.prepDetails, ["mskus=10%2525", "mskus=a%252Bb", "mskus=a%20b%2Fc"])
        #expect(right.statuses == [200, 200, 200])
        #expect(right.complaints.isEmpty)
    }

    @Test("a parameter must have the form that the catalogue says")
    func forms() async throws {
        let path = "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=ATVPDKIKX0DER"
        let query = "&marketplaceIds=ATVPDKIKX0DER"
        let wrong = try await statuses(
            path,
            [query + "&details=yes", query + "&sellerSkus=a,,b", query + ",", query + "&startDateTime=2025-12-01"])
        #expect(wrong.statuses == [400, 400, 400, 400])
        #expect(wrong.complaints.count == 4)
        let long = try await statuses(
            "/inbound/fba/2024-03-20/operations/", [String(repeating: "x", count: 39), "x"])
        #expect(long.statuses == [400, 200])
    }

    @Test("a seller must not be named in another seller's call")
    func sellers() async throws {
        let path = "/listings/2021-08-01/items/"
        let query = "/sku?marketplaceIds=ATVPDKIKX0DER"
        let calls = try await statuses(path, ["ASANDBOX000004" + query, "ASANDBOX000001" + query])
        #expect(calls.statuses == [403, 200])
        #expect(calls.complaints == ["the call names another seller than its access token does"])
    }

    @Test("a marketplace of another region is found wherever the body names it")
    func marketplaces() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let path = "/batches/products/pricing/v0/itemOffers"
            for (id, status) in [("A1PA6795UKMFR9", 403), ("DE", 400), ("ATVPDKIKX0DER", 200)] {
                let body = #"{"requests":[{"MarketplaceId":"\#(id)","ItemCondition":"New"}]}"#
                let answer = try await client.call("POST", path, token: token, body: body)
                #expect(answer.status == status, "\(id)")
                if status == 403 { #expect(answer.details?.contains("not valid for region NA") == true) }
            }
            #expect(client.state.ledger.complaintCount == 2)
            #expect(client.state.ledger.effectCount == 1)
        }
    }

    @Test("a date header must have Amazon's form, and no header of its own may be there twice")
    func headers() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let url = client.address.endpoint(for: .northAmerica) + "/sellers/v1/marketplaceParticipations"
            let usual = [("x-amz-access-token", token), ("user-agent", SandboxClient.userAgent)]
            for (more, status) in [
                (("x-amz-date", "20260101T000000Z"), 200), (("x-amz-date", "2026-01-01T00:00:00Z"), 400),
                (("x-amz-date", "20260101T00000Z"), 400), (("x-amz-access-token", token), 400),
            ] {
                let answer = try await client.send("GET", url, headers: usual + [more])
                #expect(answer.status == status, "\(more)")
            }
            #expect(client.state.ledger.complaintCount == 3)
        }
    }
}
