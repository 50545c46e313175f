import JobModel
import JobStore
import OperationCatalogue
import SellerJobs
import Testing

@testable import spworker

@Suite("Jobs of definitions")
struct DefinitionAdmissionTests {
    private static let now = DefinitionSellers.now

    private static func made(
        _ yaml: String, at instant: Timestamp = now, cursor: Timestamp? = nil
    ) throws -> NewJob {
        let row = ScheduleRow(
            key: ScheduleKey(definition: "a", seller: "acme", region: "EU"), application: "main", signature: "s",
            cursor: cursor?.iso8601)
        return try DefinitionSellers.admission().job(
            of: definition(yaml), for: DefinitionSellers.seller("acme"), at: instant, row, now: now)
    }

    private static let orders = """
        name: a
        job:
          operation: orders.searchOrders
          params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}", marketplaceIds: "{marketplaces}"}
          allPages: true
          output: "orders/{seller}/{date}/{job}.ndjson"
        cursor: {field: lastUpdatedBefore, start: "{now-30d}", maxWindow: 7d}

        """

    @Test("are put in as templates where only the first run knows what to ask for, with what their filling takes")
    func template() throws {
        let job = try Self.made(Self.orders)
        #expect(job.isTemplate && job.scheduledAt == Self.now)
        let parameters = try JSONValue(parsing: job.parameters.utf8)
        #expect(parameters["lastUpdatedAfter"] == "{cursor}" && parameters["lastUpdatedBefore"] == "{now-2m}")
        #expect(parameters["marketplaceIds"] == ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"])
        let options = try JSONValue(parsing: job.options.utf8)
        #expect(options["allPages"] == true)
        #expect(options["template"]?["cursor"]?["start"] == "{now-30d}" && options["template"]?["zone"] == nil)
        #expect(job.output == "orders/{seller}/{date}/{job}.ndjson")
    }

    @Test("take the definition's zone along, by which their dates are written")
    func zone() throws {
        let late = try #require(Timestamp(iso8601: "2026-02-01T23:30:00Z"))
        let job = try Self.made(Self.orders + "timezone: Europe/Berlin\n", at: late)
        #expect(try JSONValue(parsing: job.options.utf8)["template"]?["zone"] == "Europe/Berlin")
        #expect(job.output == "orders/{seller}/2026-02-02/{job}.ndjson")
    }

    @Test("are put in as they are where nothing is left to fill in")
    func plain() throws {
        let job = try Self.made(
            """
            name: a
            job: {kind: report, type: GET_MERCHANT_LISTINGS_ALL_DATA, from: "{scheduledAt-2d}"}
            """)
        #expect(!job.isTemplate)
        let options = try JSONValue(parsing: job.options.utf8)
        #expect(options["from"] == "2026-01-30T12:00:00.000Z" && options["template"] == nil)
    }

    @Test("have no key that would keep the next one out: that is the schedule's to say")
    func unique() throws {
        #expect(
            try Self.made("name: a\njob: {kind: report, type: GET_MERCHANT_LISTINGS_ALL_DATA}\n").uniqueKey == nil)
    }
}
