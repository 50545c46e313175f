import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Building requests")
struct RequestBuilderTests {
    private func builder(_ endpoint: String = "https://api.example/") throws -> RequestBuilder {
        RequestBuilder(endpoint: try APIEndpoint(endpoint), userAgent: .standard)
    }

    @Test("A GET carries the token, the user agent and the date, and nothing about a body")
    func get() throws {
        let call = PreparedCall(
            operation: Fixtures.operation(), path: "/a%2Fb", query: "x=1%2B2",
            headers: [.init(name: "X-Own", value: "v")],
            body: Array("{}".utf8))
        let request = try builder().build(call, token: Secret("Atza|t"), wallMicroseconds: 1_767_225_600_000_000)
        #expect(request.method == "GET")
        #expect(request.url == "https://api.example/a%2Fb?x=1%2B2")
        #expect(request.headers.first("x-amz-access-token") == "Atza|t")
        #expect(request.headers.first("user-agent") == UserAgent.standard.text)
        #expect(request.headers.first("x-amz-date") == "20260101T000000Z")
        #expect(request.headers.first("x-own") == "v")
        #expect(request.headers.first("accept")?.hasPrefix("application/json") == true)
        #expect(request.headers.first("content-type") == nil)
        #expect(request.headers.first("host") == nil)
        #expect(request.body == nil)
    }

    @Test("A body comes with its content type; without one there is none")
    func post() throws {
        let operation = Fixtures.operation(method: "POST")
        let with = try builder().build(
            PreparedCall(operation: operation, path: "/p", query: "", body: Array("{}".utf8)), token: Secret("t"),
            wallMicroseconds: 0)
        #expect(with.url == "https://api.example/p")
        #expect(with.headers.first("content-type") == "application/json")
        #expect(with.body == Array("{}".utf8))
        let without = try builder().build(
            PreparedCall(operation: operation, path: "/p", query: ""), token: Secret("t"), wallMicroseconds: 0)
        #expect(without.headers.first("content-type") == nil)
        #expect(without.body == nil)
    }

    @Test("A header parameter cannot replace the token")
    func reservedHeaders() throws {
        let call = PreparedCall(
            operation: Fixtures.operation(), path: "/p", query: "",
            headers: [.init(name: "X-Amz-Access-Token", value: "other"), .init(name: "Host", value: "other")])
        let request = try builder().build(call, token: Secret("mine"), wallMicroseconds: 0)
        #expect(request.headers.filter { $0.name.lowercased() == "x-amz-access-token" }.map(\.value) == ["mine"])
        #expect(request.headers.first("host") == nil)
    }

    @Test(
        "Times are written in UTC",
        arguments: [
            (Int64(0), "19700101T000000Z"), (951_782_399_999_999, "20000228T235959Z"),
            (951_782_400_000_000, "20000229T000000Z"), (1_835_395_199_000_000, "20280228T235959Z"),
            (-1, "19691231T235959Z"), (4_102_444_800_000_000, "21000101T000000Z"),
        ])
    func timestamps(_ microseconds: Int64, _ text: String) {
        #expect(RequestBuilder.timestamp(microseconds) == text)
    }

    @Test(
        "Credentials go to https, and to http on this machine alone",
        arguments: [
            ("https://sellingpartnerapi-na.amazon.com", true), ("http://localhost:8080", true),
            ("http://127.0.0.1:1", true), ("http://127.9.9.9", true), ("http://[::1]:9", true),
            ("http://example.com", false), ("http://127.example.com", false), ("http://localhost.example.com", false),
            ("ftp://localhost", false), ("https://user:word@host", false), ("https://host?x=1", false), ("", false),
            ("host", false),
        ])
    func endpoints(_ text: String, _ isAccepted: Bool) {
        #expect(((try? APIEndpoint(text)) != nil) == isAccepted)
    }
}
