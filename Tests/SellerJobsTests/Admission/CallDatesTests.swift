import JobModel
import OperationCatalogue
import Secrets
import Testing

@testable import SellerJobs

@Suite("Times and fillings of admitted requests", .timeLimit(.minutes(5)))
struct CallDatesTests {
    /// 2026-01-01T00:00:00Z.
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private static let search = "orders.searchOrders@2026-01-01"

    private static let admission: RequestAdmission = {
        let seller = SellerDirectory.Seller(
            key: AuthorizationKey(application: "main", seller: "acme", region: "EU"), region: .europe,
            sellerID: "A2EXAMPLE", marketplaces: ["DE", "FR"].compactMap(Marketplace.named),
            refreshToken: .environment("C"), endpoint: "https://api")
        let application = SellerDirectory.Application(
            id: "main", clientID: .environment("A"), clientSecret: .environment("B"), tokenEndpoint: "https://login")
        return RequestAdmission(
            directory: DirectoryHolder(SellerDirectory(applications: [application], sellers: [seller])))
    }()

    private func admission(
        _ operation: String, _ parameters: String = "{}", body: String? = nil, options: String = "{}",
        runAt: Timestamp? = nil
    ) throws -> Admission {
        try Self.admission.admit(
            JobRequest(
                kind: "request", operation: operation, parameters: parameters, body: body, options: options,
                runAt: runAt), now: Self.now)
    }

    private func problems(
        _ operation: String, _ parameters: String = "{}", body: String? = nil, options: String = "{}",
        runAt: Timestamp? = nil
    ) throws -> [String] {
        do {
            _ = try admission(operation, parameters, body: body, options: options, runAt: runAt)
            return []
        } catch let rejection as JobRejection {
            return rejection.problems
        }
    }

    // MARK: Order searches

    @Test(
        "An order search must end two minutes before the call",
        arguments: [
            (search, "createdBefore"), (search, "lastUpdatedBefore"), ("orders.getOrders@v0", "CreatedBefore"),
            ("orders.getOrders@v0", "LastUpdatedBefore"), ("orders.getOrders@v0", "createdbefore"),
        ])
    func orderEnds(operation: String, parameter: String) throws {
        func found(_ time: String) throws -> [String] { try problems(operation, #"{"\#(parameter)":"\#(time)"}"#) }
        #expect(try found("2025-12-31T23:58:00Z").isEmpty)
        #expect(try found("2025-12-31").isEmpty)
        for late in ["2025-12-31T23:58:01Z", "2026-01-01T00:00:00.000Z", "2026-01-01T01:00:00+01:00", "2027-01-01"] {
            let refused = try found(late)
            #expect(refused.count == 1, "\(late)")
            #expect(refused.first?.contains("leave it out, or use {now-2m}") == true)
        }
    }

    @Test("A job that runs later is judged by that time, and one whose time has passed by the present")
    func runAt() throws {
        let parameters = #"{"createdBefore":"2026-01-01T06:00:00Z"}"#
        #expect(try problems(Self.search, parameters).count == 1)
        #expect(try problems(Self.search, parameters, runAt: Self.now + .seconds(6 * 3600)).count == 1)
        #expect(try problems(Self.search, parameters, runAt: Self.now + .seconds(6 * 3600 + 120)).isEmpty)
        let early = #"{"createdBefore":"2025-12-31T23:00:00Z"}"#
        #expect(try problems(Self.search, early, runAt: Self.now - .seconds(86_400)).isEmpty)
    }

    @Test("Other times may lie ahead")
    func otherTimes() throws {
        #expect(
            try problems("orders.getOrders@v0", #"{"LatestDeliveryDateBefore":"2027-01-01T00:00:00Z"}"#).isEmpty)
        #expect(try problems("reports.getReports", #"{"createdUntil":"2027-01-01T00:00:00Z"}"#).isEmpty)
    }

    // MARK: Periods

    @Test(
        "A period that ends before it begins is refused",
        arguments: [
            (search, "createdAfter", "createdBefore"), ("orders.getOrders@v0", "LastUpdatedAfter", "LastUpdatedBefore"),
            ("reports.getReports", "createdSince", "createdUntil"),
        ])
    func periods(operation: String, first: String, last: String) throws {
        func found(_ start: String, _ end: String) throws -> [String] {
            try problems(operation, #"{"\#(first)":"\#(start)","\#(last)":"\#(end)"}"#)
        }
        #expect(try found("2025-12-01T00:00:00Z", "2025-12-02T00:00:00Z").isEmpty)
        #expect(try found("2025-12-02T00:00:00+02:00", "2025-12-01T23:00:00Z").isEmpty)
        let swapped = try found("2025-12-02T00:00:00Z", "2025-12-01T00:00:00Z")
        #expect(swapped.count == 1)
        #expect(swapped.first?.hasPrefix("\(first) (2025-12-02T00:00:00.000Z) is later than \(last)") == true)
    }

    // MARK: Reports

    @Test("A report must not cover the future, nor end before it begins")
    func reports() throws {
        func found(_ fields: String) throws -> [String] {
            try problems(
                "reports.createReport",
                body: #"{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["A1PA6795UKMFR9"],\#(fields)}"#
            )
        }
        #expect(
            try found(#""dataStartTime":"2025-12-01T00:00:00Z","dataEndTime":"2026-01-01T00:00:00Z""#).isEmpty)
        let late = try found(#""dataEndTime":"2026-01-01T00:00:01Z""#)
        #expect(late.count == 1 && late[0].contains("dataEndTime") && late[0].contains("leave it out"))
        #expect(try found(#""dataStartTime":"2026-01-02T00:00:00Z""#).count == 1)
        let swapped = try found(#""dataStartTime":"2025-12-02T00:00:00Z","dataEndTime":"2025-12-01T00:00:00Z""#)
        #expect(swapped.count == 1 && swapped[0].contains("swap them"))
        #expect(try found(#""dataEndTime":7"#).isEmpty)
        #expect(try problems("reports.createReport", options: #"{"file":"body.json"}"#).isEmpty)
    }

    // MARK: What the seller fills, what only warns

    @Test("The seller's id and marketplaces fill what is left out")
    func filled() throws {
        #expect(try problems("listingsItems.getListingsItem", #"{"sku":"x"}"#).isEmpty)
        let several = try problems("catalogItems.searchCatalogItems", #"{"keywords":"x"}"#)
        #expect(several.count == 1 && several[0].hasSuffix("choose from DE, FR."))
        #expect(try problems("orders.getOrders@v0").isEmpty)
        let wrong = try problems("orders.getOrders@v0", #"{"MarketplaceIds":"US"}"#)
        #expect(wrong.count == 1 && wrong[0].contains("NA"))
    }

    @Test("A value that the models do not list is let through with a warning")
    func enumValues() throws {
        let admitted = try admission("reports.getReports", #"{"processingStatuses":"DNE"}"#)
        #expect(admitted.warnings.count == 1)
        #expect(admitted.warnings[0].contains("processingStatuses") && admitted.warnings[0].contains("DONE"))
    }

    @Test("What is no time at all is refused as such, once")
    func shape() throws {
        let found = try problems(Self.search, #"{"createdBefore":"yesterday"}"#)
        #expect(found.count == 1 && found[0].hasPrefix("createdBefore"))
    }
}
