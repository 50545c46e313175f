import JobModel
import OperationCatalogue
import Testing

@testable import spworker

@Suite("Sellers of definitions")
struct DefinitionSelectionTests {
    @Test(
        "are those that meet all that is said",
        arguments: [
            ("all", ["acme", "globex", "initech", "bare"]), ("{}", ["acme", "globex", "initech", "bare"]),
            ("{tags: [premium]}", ["acme", "globex"]), ("{tags: [big, odd]}", ["acme"]), ("{tags: [odd]}", []),
            ("{regions: [EU]}", ["acme", "bare"]), ("{regions: [na, FE]}", ["globex", "initech"]),
            ("{list: [initech, bare]}", ["initech", "bare"]), ("{exclude: [acme]}", ["globex", "initech", "bare"]),
            ("{tags: [premium], regions: [EU]}", ["acme"]), ("{list: [acme], exclude: [acme]}", []),
            ("{list: [acme, initech], tags: [premium]}", ["acme"]),
        ])
    func selection(text: String, sellers: [String]) throws {
        let definition = try definition(
            "name: a\nsellers: \(text)\njob: {operation: sellers.getMarketplaceParticipations}\n")
        let chosen = try DefinitionSellers.configuration().sellers.filter {
            definition.sellers.includes(DefinitionSeller($0))
        }
        #expect(chosen.map(\.id) == sellers)
    }

    @Test("get a request of their own, with everything that the definition says")
    func request() throws {
        let definition = try definition(
            """
            name: a
            job:
              operation: orders.searchOrders
              params: {createdAfter: "{now-1d}", marketplaceIds: "{marketplaces}"}
              allPages: true
              output: "{seller}.ndjson"
              priority: 1
            retry: {maxAttempts: 2}
            """)
        let now = DefinitionSellers.now
        let made = try DefinitionSellers.admission().admission(
            of: definition, for: DefinitionSellers.seller("acme"), .init(scheduledAt: now), now: now)
        let request = made.request
        #expect(request.kind == "request" && request.seller == "acme" && request.region == "EU")
        #expect(request.operation == "orders.searchOrders" && request.body == nil)
        #expect(
            request.parameters
                == #"{"createdAfter":"{now-1d}","marketplaceIds":["A1PA6795UKMFR9","A13V1IB3VIYZZH"]}"#)
        #expect(made.needsFilling && made.sample.job.parameters.contains("2026-01-31T12:00:00.000Z"))
        #expect(request.options == #"{"allPages":true}"# && request.output == "{seller}.ndjson")
        #expect(request.priority == 1 && request.maxAttempts == 2)
    }
}
