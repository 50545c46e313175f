import JobModel
import OperationCatalogue
import Secrets
import Testing

@testable import SellerJobs

@Suite("Admitting feeds")
struct FeedAdmissionTests {
    private static let content = #"{"header":{},"messages":[{"sku":"A"}]}"#

    private static func admission(_ marketplaces: [String] = ["DE", "FR"]) -> FeedAdmission {
        let application = SellerDirectory.Application(
            id: "main", clientID: .environment("A"), clientSecret: .environment("B"), tokenEndpoint: "https://login")
        let seller = SellerDirectory.Seller(
            key: Shop.acme, region: .europe, sellerID: "A1", marketplaces: marketplaces.compactMap(Marketplace.named),
            refreshToken: .environment("C"), endpoint: "https://api")
        return FeedAdmission(
            directory: DirectoryHolder(SellerDirectory(applications: [application], sellers: [seller])))
    }

    private func admit(
        _ admission: FeedAdmission = admission(), _ change: (inout JobRequest) -> Void
    ) throws(JobRejection) -> Admission {
        var request = JobRequest(kind: "feed", operation: FeedType.listings, body: Self.content)
        change(&request)
        return try admission.admit(request, now: .distantPast)
    }

    private func text(_ admission: FeedAdmission = admission(), _ change: (inout JobRequest) -> Void) -> String {
        do throws(JobRejection) {
            _ = try admit(admission, change)
            return ""
        } catch {
            return error.description
        }
    }

    private func options(_ admission: Admission) -> FeedOptions {
        var problems: [String] = []
        let options = FeedOptions(parsing: admission.job.options, problems: &problems)
        #expect(problems.isEmpty, "what is stored can be read again")
        return options
    }

    @Test("a good one has its content type and the seller's stores, and goes into the lane of its first call")
    func good() throws {
        let admitted = try admit { _ in }
        #expect(admitted.warnings.isEmpty && admitted.job.kind == "feed" && admitted.job.operation == FeedType.listings)
        #expect(
            admitted.job.lane == LaneKey(authorization: Shop.acme, operation: "feeds.createFeedDocument@2021-06-30"))
        let options = options(admitted)
        #expect(options.contentType == "application/json; charset=UTF-8")
        #expect(options.marketplaces == ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"])
        #expect(admitted.job.body == Self.content)
    }

    @Test("what is said wins: stores by country or id, content type, the type's own options")
    func said() throws {
        let admitted = try admit {
            ($0.operation, $0.body) = ("POST_FLAT_FILE_FULFILLMENT_DATA", "a\tb")
            $0.options =
                #"{"marketplaces":["it","A1PA6795UKMFR9"],"contentType":"text/plain; charset=Shift_JIS","#
                + #""feedOptions":{"OrderId":"1","Number":7},"charset":"windows-1252","malformed":"replace"}"#
        }
        let options = options(admitted)
        #expect(options.marketplaces == ["APJ6JRA9NG5V4", "A1PA6795UKMFR9"])
        #expect(options.contentType == "text/plain; charset=Shift_JIS")
        #expect(options.feedOptions == ["OrderId": "1", "Number": "7"])
        #expect(options.document.charset == "windows-1252" && options.document.malformed == .replace)
    }

    @Test("an unknown type is a warning with a hint, and needs its content type said")
    func unknownType() throws {
        let said = #"{"contentType":"application/json"}"#
        let admitted = try admit { ($0.operation, $0.options) = ("JSON_LISTING_FEED", said) }
        #expect(admitted.warnings.count == 1 && admitted.warnings[0].contains("Did you mean JSON_LISTINGS_FEED?"))
        #expect(text { $0.operation = "NEW_FEED" }.contains("option 'contentType'"))
        #expect(text { $0.operation = "json_listings_feed" }.contains("Did you mean JSON_LISTINGS_FEED?"))
        #expect(text { $0.operation = "" }.contains("needs a type"))
    }

    @Test("a removed type is refused with its date, one that Amazon's pages disagree about is a warning")
    func removed() throws {
        #expect(text { $0.operation = "POST_FLAT_FILE_FBA_CREATE_INBOUND_PLAN" }.contains("2024-03-27"))
        let product = text { $0.operation = "POST_PRODUCT_DATA" }
        #expect(product.contains("2025") && product.contains("Send listings as JSON_LISTINGS_FEED"))
        #expect(try admit { ($0.operation, $0.body) = ("POST_STD_ACES_DATA", "<a/>") }.warnings.count == 1)
    }

    @Test("content comes from the body or from a file, and listings must be JSON")
    func content() throws {
        let admitted = try admit { ($0.body, $0.options) = (nil, #"{"file":"/feed.json"}"#) }
        #expect(options(admitted).file == "/feed.json" && admitted.warnings.isEmpty)
        #expect(text { $0.options = #"{"file":"/feed.json"}"# }.contains("not both"))
        #expect(text { $0.body = nil }.contains("needs content"))
        #expect(text { $0.body = "" }.contains("is empty"))
        #expect(text { $0.body = "{\"a\":1}\n{\"a\":2}" }.contains("line 2, column 1"))
        #expect(
            text { $0.body = String(repeating: " ", count: RequestAdmission.largestBody + 1) }.contains("option 'file'")
        )
    }

    @Test(
        "listings without messages are refused before anything is sent",
        arguments: [
            ("{}", "needs its messages in a list"), (#"{"header":{},"messages":[]}"#, "has no messages"),
            (#"{"messages": [ \n ] , "header": {}}"#, "has no messages"),
            (#"{"messages":[1],"messages":[]}"#, "has no messages"),
            (#"{"messages":{"sku":"A"}}"#, "needs its messages in a list"),
            (#"{"messages":null}"#, "needs its messages in a list"), ("[]", "must be one JSON object"),
            ("[{\"sku\":\"A\"}]", "must be one JSON object"), (" ", "must be one JSON object"), ("", "is empty"),
        ])
    func noMessages(body: String, part: String) {
        let body = body.replacing("\\n", with: "\n")
        #expect(text { $0.body = body }.contains(part))
        #expect(text { ($0.operation, $0.body) = ("POST_FLAT_FILE_FULFILLMENT_DATA", body) }.isEmpty != body.isEmpty)
    }

    @Test("sizes near Amazon's advice warn, and only absurd ones are refused")
    func sizes() {
        #expect(FeedSize.warning(FeedSize.advised - 1) == nil && FeedSize.problem(FeedSize.advised - 1) == nil)
        #expect(
            FeedSize.warning(FeedSize.advised)?.contains("10 MiB") == true && FeedSize.problem(FeedSize.advised) == nil)
        #expect(FeedSize.problem(FeedSize.largest) == nil)
        #expect(FeedSize.problem(FeedSize.largest + 1)?.contains("1025 MiB") == true)
        #expect(FeedSize.problem(.max)?.contains("MiB") == true)
        #expect(FeedSize.warning(FeedSize.largest + 1) == nil && FeedSize.problem(0) != nil)
    }

    @Test("stores must belong to the region, and there must be some")
    func stores() {
        #expect(text { $0.options = #"{"marketplaces":["US"]}"# }.contains("belongs to region NA"))
        #expect(text(Self.admission([])) { _ in }.contains("needs marketplaces"))
        let many = (0..<26).map { "\"AAAAAAAAAAA\($0)\"" }.joined(separator: ",")
        #expect(text { $0.options = "{\"marketplaces\":[\(many)]}" }.contains("at most 25 marketplaces"))
    }

    @Test(
        "options that make no sense are refused",
        arguments: [
            (#"{"contentType":"json"}"#, "no media type"), (#"{"contentType":"a/b\r\nX: y"}"#, "no media type"),
            (#"{"feedOptions":["a"]}"#, "object of texts"), (#"{"feedOptions":{"a":[]}}"#, "value of 'a'"),
            (#"{"marketplaces":7}"#, "must be a list"), (#"{"encoding":"latin1"}"#, #""utf-8" or "raw""#),
            (#"{"malformed":"skip"}"#, #""strict" or "replace""#), (#"{"convert":"xml"}"#, #""ndjson" or "csv""#),
            (#"{"charset":""}"#, "name of a charset"), (#"{"charset":"klingon"}"#, "'klingon' is not known"),
            (#"{"encoding":"raw","convert":"csv"}"#, "leave one of them out"),
            (#"{"reuse":"2h"}"#, "does not belong to feeds, only to reports"),
            (#"{"feedOption":{}}"#, "Did you mean 'feedOptions'?"),
        ])
    func options(text options: String, part: String) {
        let text = text { $0.options = options }
        #expect(text.contains(part), "\(text)")
    }

    @Test("every way in takes feeds and queries once their kinds run, and none before")
    func everyWay() throws {
        let holder = DirectoryHolder(Shop().directory)
        let lines = LineAdmission(kinds: KindAdmissions(directory: holder, names: ["request", "feed", "query"]))
        let feed =
            #"{"kind":"feed","operation":"JSON_LISTINGS_FEED","body":{"messages":[1]},"options":{"marketplaces":["DE"]}}"#
        #expect(try lines.admit(Array(feed.utf8), now: .distantPast).job.body == #"{"messages":[1]}"#)
        let query = #"{"kind":"query","body":"{ a }"}"#
        #expect(try lines.admit(Array(query.utf8), now: .distantPast).job.body == "{a}")
        for (kind, line) in [("feed", feed), ("query", query)] where !KindAdmissions.runnable.contains(kind) {
            let closed = LineAdmission(kinds: KindAdmissions(directory: holder))
            #expect(throws: JobRejection.self) { try closed.admit(Array(line.utf8), now: .distantPast) }
        }
    }
}
