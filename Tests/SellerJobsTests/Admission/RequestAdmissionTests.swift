import JobModel
import OperationCatalogue
import Secrets
import Testing

@testable import SellerJobs

@Suite("Admitting requests", .timeLimit(.minutes(5)))
struct RequestAdmissionTests {
    private static func admission(_ sellers: [(String, String, Region)]) -> RequestAdmission {
        let applications = Set(sellers.map(\.0)).sorted().map {
            SellerDirectory.Application(
                id: $0, clientID: .environment("A"), clientSecret: .environment("B"), tokenEndpoint: "https://login")
        }
        let rows = sellers.map { application, seller, region in
            SellerDirectory.Seller(
                key: AuthorizationKey(application: application, seller: seller, region: region.rawValue),
                region: region, sellerID: "A1", refreshToken: .environment("C"), endpoint: "https://api")
        }
        return RequestAdmission(directory: DirectoryHolder(SellerDirectory(applications: applications, sellers: rows)))
    }

    private static let one = admission([("main", "acme", .europe)])
    private static let many = admission([
        ("main", "acme", .europe), ("main", "acme", .northAmerica), ("main", "bolt", .europe),
        ("other", "core", .farEast),
    ])

    private func problems(
        _ admission: RequestAdmission = one, _ change: (inout JobRequest) -> Void
    ) -> [String] {
        var request = JobRequest(kind: "request", operation: Shop.safe)
        change(&request)
        do throws(JobRejection) {
            _ = try admission.admit(request, now: .distantPast)
            return []
        } catch {
            return error.problems
        }
    }

    private func text(_ admission: RequestAdmission = one, _ change: (inout JobRequest) -> Void) -> String {
        problems(admission, change).joined(separator: " ")
    }

    @Test("A good request becomes a job in the lane of its seller, region and operation")
    func good() throws {
        var request = JobRequest(kind: "request", operation: Shop.safe, priority: 2, uniqueKey: "u", maxAttempts: 3)
        request.options = #"{"timeout":"5m","uniqueFor":"1h"}"#
        let admitted = try Self.one.admit(request, now: .distantPast)
        let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")
        #expect(admitted.job.lane == LaneKey(authorization: key, operation: Shop.safe + "@v1"))
        #expect(admitted.job.authorization == key)
        #expect(admitted.job.plan == LanePlan(rate: 0.016, burst: 15))
        #expect(admitted.job.operation == Shop.safe + "@v1")
        #expect(admitted.job.uniqueFor == .seconds(3600) && admitted.job.uniqueKey == "u")
        #expect(admitted.job.priority == 2 && admitted.job.maxAttempts == 3)
        #expect(admitted.warnings.isEmpty)
        var ignored: [String] = []
        #expect(JobOptions(parsing: admitted.job.options, problems: &ignored).timeout == .seconds(300))
        #expect(ignored.isEmpty, "what is stored can be read again")
    }

    @Test("An unknown operation is refused with a hint")
    func unknownOperation() {
        #expect(text { $0.operation = "sellers.getMarketplaceParticipation" }.contains("getMarketplaceParticipations"))
        #expect(text { $0.operation = "" }.contains("needs an operation"))
    }

    @Test("The seller may be left out only when there is one, and the region only when the seller has one")
    func sellers() {
        #expect(problems { _ in }.isEmpty)
        #expect(text(Self.many) { _ in }.contains("Name a seller"))
        #expect(text(Self.admission([])) { _ in }.contains("No seller is configured"))
        #expect(text(Self.many) { $0.seller = "bolts" }.contains("Did you mean bolt?"))
        #expect(text(Self.many) { $0.seller = "acme" }.contains("several regions (EU, NA)"))
        #expect(text(Self.many) { ($0.seller, $0.region) = ("acme", "FE") }.contains("only in EU, NA"))
        #expect(problems(Self.many) { ($0.seller, $0.region) = ("acme", "na") }.isEmpty)
    }

    @Test("Parameters and options must be JSON objects", arguments: ["", "[]", "{", "1", "null", "{\"a\":1"])
    func json(broken: String) {
        #expect(text { $0.parameters = broken }.contains("parameters must be a JSON object"))
        #expect(text { $0.options = broken }.contains("options must be a JSON object"))
    }

    @Test("Unknown parameters and options are refused with a hint, unavailable options by name")
    func unknownNames() {
        #expect(!problems { $0.parameters = #"{"nonsense":1}"# }.isEmpty)
        #expect(text { $0.options = #"{"timeuot":"5m"}"# }.contains("Did you mean 'timeout'?"))
        #expect(text { $0.options = #"{"allPages":1}"# }.contains("must be true or false"))
        #expect(text { $0.options = #"{"dataElements":"buyerInfo"}"# }.contains("must be a list"))
        #expect(text { $0.options = #"{"dataElements":["buyer"]}"# }.contains("There is no data element 'buyer'"))
        #expect(text { $0.options = #"{"reportOptions":{}}"# }.contains("does not belong to requests"))
        #expect(text { $0.options = #"{"timeout":"soon"}"# }.contains("must be a duration"))
        #expect(text { $0.options = #"{"timeout":5}"# }.contains("must be a duration"))
        #expect(text { $0.options = #"{"file":5}"# }.contains("must be a path"))
    }

    @Test("Numbers must be within their bounds")
    func numbers() {
        #expect(text { $0.priority = 10 }.contains("priority 10"))
        #expect(text { $0.priority = -1 }.contains("priority -1"))
        #expect(text { $0.maxAttempts = 0 }.contains("at least 1"))
        #expect(text { $0.uniqueKey = String(repeating: "k", count: 201) }.contains("200 bytes"))
        #expect(problems { ($0.priority, $0.maxAttempts) = (0, 1) }.isEmpty)
    }

    @Test("An output path that leaves its folder is refused", arguments: ["../x", "/x", "a/../b", "~/x", "{nonsense}"])
    func output(path: String) {
        #expect(!problems { $0.output = path }.isEmpty)
    }

    @Test("Every problem is told at once")
    func all() {
        let found = problems(Self.many) {
            $0.priority = 99
            $0.options = #"{"nonsense":1}"#
            $0.output = "../x"
            $0.seller = "nobody"
        }
        #expect(found.count == 4)
    }

    @Test("A grantless request needs an application, not a seller")
    func grantless() throws {
        var request = JobRequest(kind: "request", operation: "notifications.getDestinations")
        let admitted = try Self.one.admit(request, now: .distantPast)
        #expect(
            admitted.job.lane == LaneKey(application: "main", operation: "notifications.getDestinations@v1"))
        #expect(admitted.job.authorization == nil)
        #expect(text(Self.many) { $0.operation = request.operation }.contains("2 are configured"))
        request.seller = "core"
        #expect(try Self.many.admit(request, now: .distantPast).job.lane.application == "other")
    }

    @Test("Data elements are asked for where the operation knows them, and nowhere else")
    func dataElements() throws {
        var request = JobRequest(kind: "request", operation: "orders.getOrder@v0", parameters: #"{"orderId":"1"}"#)
        request.options = #"{"dataElements":["shippingAddress","buyerInfo","buyerInfo"]}"#
        let admitted = try Self.one.admit(request, now: .distantPast)
        #expect(admitted.job.options == #"{"dataElements":["buyerInfo","shippingAddress"]}"#)
        func refusal(_ operation: String, _ parameters: String) -> String {
            text {
                ($0.operation, $0.parameters) = (operation, parameters)
                $0.options = #"{"dataElements":["shippingAddress"]}"#
            }
        }
        #expect(refusal("orders.getOrderItems", #"{"orderId":"1"}"#).contains("only buyerInfo"))
        #expect(refusal("merchantFulfillment.getShipment", #"{"shipmentId":"1"}"#).contains("always asked for"))
        #expect(refusal(Shop.safe, "{}").contains("knows no 'dataElements'"))
    }

    @Test("Deprecated operations come with a warning, restricted ones do not")
    func warnings() throws {
        let deprecated = try Self.one.admit(
            JobRequest(kind: "request", operation: "orders.getOrder@v0", parameters: #"{"orderId":"1"}"#),
            now: .distantPast)
        #expect(deprecated.warnings.contains { $0.contains("deprecated and goes on 2027-03-27") })
        let restricted = JobRequest(
            kind: "request", operation: "merchantFulfillment.getShipment", parameters: #"{"shipmentId":"1"}"#)
        #expect(try Self.one.admit(restricted, now: .distantPast).warnings.isEmpty)
    }

    @Test("A body comes from the request or from a file, not both")
    func bodies() {
        #expect(!problems { $0.body = "{}" }.isEmpty, "this operation takes none")
        #expect(
            text {
                $0.operation = Shop.unsafe
                $0.body = "{}"
                $0.options = #"{"file":"x.json"}"#
            }.contains("not both"))
        #expect(
            problems {
                $0.operation = Shop.unsafe
                $0.options = #"{"file":"x.json"}"#
            }.isEmpty)
        #expect(!problems { $0.operation = Shop.unsafe }.isEmpty, "this operation needs one")
        #expect(
            text {
                $0.operation = Shop.unsafe
                $0.body = String(repeating: "x", count: RequestAdmission.largestBody + 1)
            }.contains("10 MiB"))
    }

    @Test("Operations with a limit for the application carry it into their job")
    func applicationRate() throws {
        let admitted = try Self.one.admit(
            JobRequest(
                kind: "request", operation: "catalogItems.getCatalogItem@2022-04-01",
                parameters: #"{"asin":"B0","marketplaceIds":["A1PA6795UKMFR9"]}"#), now: .distantPast)
        #expect(admitted.job.applicationRate == 250)
    }
}
