import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReportListingsHTTPTests {
    @Test func `pages of a listing do not shift when reports are created meanwhile`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            var ids: [String] = []
            for _ in 0..<5 { ids.append(try await client.report("A", token: token)) }
            client.timekeeper.advance(by: .seconds(1))
            let path = "/reports/2021-06-30/reports?"
            var answer = try await client.call(path + "reportTypes=A&pageSize=2", token: token)
            var found: [String] = []
            while true {
                found += answer.json?.items("reports")?.compactMap { $0["reportId"]?.string } ?? []
                guard let next = answer.json?["nextToken"]?.string, found.count < 20 else { break }
                client.timekeeper.advance(by: .seconds(1))
                _ = try await client.report("A", token: token)
                answer = try await client.call(path + "nextToken=\(next.inQuery)", token: token)
            }
            #expect(found == ids.reversed())
            #expect(client.state.ledger.complaintCount == 0)
        }
    }

    @Test func `settlement reports are there without being asked for, and cannot be asked for`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let type = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
            #expect(try await client.createReport(type, token: token).status == 400)
            let path = "/reports/2021-06-30/reports?reportTypes=\(type)"
            let listed = try await client.call(path, token: token)
            let reports = try #require(listed.json?.items("reports"))
            #expect(reports.count == 7 && Set(reports.compactMap { $0["reportId"]?.string }).count == 7)
            #expect(reports.first?["createdTime"]?.string == "2026-01-01T00:00:00.000Z")
            let report = try #require(reports.last)
            let id = try #require(report["reportId"]?.string)
            #expect(try await client.look(atReport: id, token: token) == report)
            let document = try #require(report["reportDocumentId"]?.string)
            let url = try await client.address(ofDocument: document, token: token)
            #expect(try await client.send("GET", url).text.hasPrefix("settlement-id\t"))
            let foreign = try await client.call(
                "/reports/2021-06-30/documents/\(document)", token: client.token(seller: 4))
            #expect(foreign.status == 403, "a document that is not the seller's is opened by no plain token")
            client.timekeeper.advance(by: .seconds(14 * 86_400))
            let later = try await client.call(path, token: client.token())
            #expect(later.json?.items("reports")?.first?["createdTime"]?.string == "2026-01-15T00:00:00.000Z")
        }
    }

    @Test func `the ledger tells what was created, with which words and how often`() async throws {
        try await withSandbox(.unhurried) { client in
            let (token, other) = (try await client.token(), try await client.token(seller: 4))
            let twice = [try await client.report("A", token: token), try await client.report("A", token: token)]
            _ = try await client.report("A", token: other)
            client.state.inject(
                Fault(match: .init(operation: "reports.createReport"), kind: .unavailable, carriedOut: true, times: 1))
            #expect(try await client.createReport("B", token: token).status == 503)
            let answer = try await client.send("GET", client.address.controlEndpoint + "/ledger")
            let created = try #require(answer.json?["created"])
            #expect(created["count"] == .integer(4))
            let groups = try #require(created.items("details"))
            #expect(groups.map { $0["count"] } == [.integer(2), .integer(1), .integer(1)])
            #expect(groups.map { $0["seller"]?.string } == ["seller-1", "seller-4", "seller-1"])
            #expect(groups[0].items("each")?.compactMap { $0["id"]?.string } == twice)
            #expect(groups[2]["body"]?.string?.contains(#""reportType":"B""#) == true)
        }
    }
}
