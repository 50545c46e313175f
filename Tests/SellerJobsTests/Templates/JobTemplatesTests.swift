import JobModel
import OperationCatalogue
import Testing
import Worker

@testable import SellerJobs

@Suite("Templates that jobs carry")
struct JobTemplatesTests {
    private let shop = Shop()
    private static let rule = CursorRule(
        field: "lastUpdatedBefore", start: "{now-30d}", lookback: .seconds(120), maxWindow: .seconds(7 * 86_400))

    private func templates() -> JobTemplates {
        JobTemplates(admissions: KindAdmissions(directory: DirectoryHolder(shop.directory))) { zone, _ in
            zone == "Asia/Tokyo" ? .seconds(9 * 3600) : nil
        }
    }

    private func job(
        _ parameters: String, wish: JobTemplates.Wish, options: String = #"{"allPages":true}"#,
        cursor: String? = nil, output: String? = nil
    ) -> ClaimedJob {
        ClaimedJob(
            fence: RunFence(job: JobID(1), run: 1, worker: WorkerID("w")), kind: "request",
            lane: LaneKey(authorization: Shop.acme, operation: "orders.searchOrders@2026-01-01"),
            authorization: Shop.acme, operation: "orders.searchOrders@2026-01-01", parameters: parameters, body: nil,
            options: wish.added(to: options), output: output, attempt: 0, maxAttempts: 8, deadline: nil,
            createdAt: shop.now, checkpoint: nil, isInDoubt: false,
            schedule: ScheduledRun(definition: "sync", scheduledAt: shop.now, cursor: cursor, isTemplate: true))
    }

    private static let orders =
        #"{"lastUpdatedAfter":"{cursor}","lastUpdatedBefore":"{now-2m}","marketplaceIds":["A1PA6795UKMFR9"]}"#

    @Test(
        "take their rule and zone along beside the options, and leave the options as they were",
        arguments: [
            JobTemplates.Wish(cursor: rule, zone: "Asia/Tokyo"), JobTemplates.Wish(cursor: nil, zone: "Asia/Tokyo"),
            JobTemplates.Wish(cursor: CursorRule(field: nil, until: "{now}", start: "2026-01-01T00:00:00Z"), zone: nil),
            JobTemplates.Wish(cursor: nil, zone: nil),
        ])
    func roundTrip(wish: JobTemplates.Wish) {
        var options = wish.added(to: #"{"allPages":true}"#)
        #expect(options.contains(#""template":{"#))
        #expect(JobTemplates.Wish(takenFrom: &options) == wish)
        #expect(options == #"{"allPages":true}"#)
    }

    @Test("are filled in from the cursor that the claim found, and say how far the job reaches")
    func filled() throws {
        let cursor = (shop.now - .seconds(3600)).iso8601
        let filled = try templates().fill(
            job(Self.orders, wish: .init(cursor: Self.rule, zone: nil), cursor: cursor), now: shop.now)
        let parameters = try JSONValue(parsing: filled.parameters.utf8)
        #expect(parameters["lastUpdatedAfter"]?.string == (shop.now - .seconds(3720)).iso8601)
        #expect(parameters["lastUpdatedBefore"]?.string == (shop.now - .seconds(120)).iso8601)
        #expect(filled.cursor == (shop.now - .seconds(120)).iso8601 && !filled.isEmpty && !filled.isBehind)
        #expect(filled.options == #"{"allPages":true}"#)
    }

    @Test("begin at the rule's start before anything has succeeded, in a window that is not too long")
    func first() throws {
        let filled = try templates().fill(job(Self.orders, wish: .init(cursor: Self.rule, zone: nil)), now: shop.now)
        let start = shop.now - .seconds(30 * 86_400 + 120)
        let parameters = try JSONValue(parsing: filled.parameters.utf8)
        #expect(parameters["lastUpdatedAfter"]?.string == start.iso8601)
        #expect(filled.cursor == (start + .seconds(7 * 86_400)).iso8601 && filled.isBehind)
    }

    @Test("with an empty window leave nothing to ask for, and the cursor as it is")
    func empty() throws {
        let filled = try templates().fill(
            job(
                Self.orders, wish: .init(cursor: Self.rule, zone: nil),
                cursor: (shop.now + .seconds(86_400)).iso8601), now: shop.now)
        #expect(filled.isEmpty && filled.cursor == nil)
    }

    @Test("write dates by the definition's zone")
    func zone() throws {
        // The shop's clock stands at midnight UTC.
        let parameters = #"{"createdAfter":"{now-1h|date}","marketplaceIds":["A1PA6795UKMFR9"]}"#
        func date(_ zone: String?) throws -> String? {
            let filled = try templates().fill(job(parameters, wish: .init(cursor: nil, zone: zone)), now: shop.now)
            return try JSONValue(parsing: filled.parameters.utf8)["createdAfter"]?.string
        }
        let (utc, tokyo) = (String((shop.now - .seconds(3600)).iso8601.prefix(10)), try date("Asia/Tokyo"))
        #expect(try date(nil) == utc)
        #expect(tokyo == String((shop.now + .seconds(8 * 3600)).iso8601.prefix(10)))
    }

    @Test("are checked like any request once they are filled in")
    func checked() {
        let rejection = #expect(throws: JobRejection.self) {
            try templates().fill(
                job(#"{"odd":"{now}"}"#, wish: .init(cursor: nil, zone: nil)), now: shop.now)
        }
        #expect(rejection?.description.contains("odd") == true)
    }
}
