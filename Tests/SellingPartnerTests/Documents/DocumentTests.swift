import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Reports and feeds for Swift programs")
struct DocumentTests {
    /// What the API and the storage answer, by the last part of the path.
    private static func amazon(
        _ request: HTTPRequest, statuses: [String] = ["IN_QUEUE", "IN_PROGRESS", "DONE"], look: Int = 3,
        document: HTTPResponse = text("a\tb\n"), compression: String = ""
    ) -> HTTPResponse {
        let url = request.url
        if url.hasPrefix("https://storage.example") { return document }
        // What Amazon says for reports without personal data.
        if url.hasSuffix("/restrictedDataToken") { return .json(400, #"{"errors":[{"message":"unsupported"}]}"#) }
        if url.contains("/documents/") {
            let place =
                #"{"reportDocumentId":"d1","url":"https://storage.example/d1?X-Signature=planted"\#(compression)}"#
            return .json(200, place)
        }
        if url.hasSuffix("/documents") {
            return .json(201, #"{"feedDocumentId":"fd1","url":"https://storage.example/up?X-Signature=planted"}"#)
        }
        if request.method == "POST" {
            return .json(202, url.contains("feeds") ? #"{"feedId":"f1"}"# : #"{"reportId":"r1"}"#)
        }
        let status = statuses[min(look, statuses.count) - 1]
        return .json(
            200,
            #"{"reportId":"r1","processingStatus":"\#(status)","reportDocumentId":"d1","resultFeedDocumentId":"d1"}"#)
    }

    private static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [HTTPHeader("Content-Type", "text/plain; charset=Cp1252")],
            body: HTTPBody(Array(text.utf8)))
    }

    private static let order = ReportOrder("GET_MERCHANT_LISTINGS_ALL_DATA", marketplaces: ["DE"])

    @Test("A report with personal data is fetched with a token for its document")
    func restricted() async throws {
        let scene = try ClientScene { request, _ in
            request.url.hasSuffix("/restrictedDataToken")
                ? .json(200, #"{"restrictedDataToken":"Atz.sprdt|planted","expiresIn":3600}"#) : Self.amazon(request)
        }
        let bytes = try await scene.client.reportDocument("d1").body.collect(upTo: 100)
        #expect(bytes == Array("a\tb\n".utf8))
        #expect(
            scene.body() == #"{"restrictedResources":[{"method":"GET","path":"/reports/2021-06-30/documents/d1"}]}"#)
        #expect(scene.calls[1].headers.first("x-amz-access-token") == "Atz.sprdt|planted")
        #expect(scene.calls[2].headers == [HTTPHeader("Accept-Encoding", "identity")], "the storage gets no token")
    }

    @Test("A report is created, waited for and downloaded, without a token going to the storage")
    func report() async throws {
        let looks = Counter()
        let scene = try ClientScene { request, _ in
            Self.amazon(request, look: request.url.contains("/reports/r1") ? looks.next() : 1)
        }
        let slept = try await scene.passingTime { client in
            let download = try await client.downloadReport(Self.order)
            let bytes = try await download.body.collect(upTo: 100)
            #expect(bytes == Array("a\tb\n".utf8))
            #expect(download.contentType == "text/plain; charset=Cp1252")
        }
        #expect(slept == .seconds(45))
        #expect(scene.body() == #"{"marketplaceIds":["A1PA6795UKMFR9"],"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA"}"#)
        let download = try #require(scene.calls.last)
        #expect(download.url == "https://storage.example/d1?X-Signature=planted")
        #expect(download.headers == [HTTPHeader("Accept-Encoding", "identity")])
        // The storage is not told to name the encoding: the client inflates by itself.
        #expect(scene.calls.contains { $0.url.hasSuffix("/documents/d1") })
    }

    @Test("A report that ends without data, or with an error, says so", arguments: ["CANCELLED", "FATAL"])
    func ended(_ status: String) async throws {
        let scene = try ClientScene { request, _ in Self.amazon(request, statuses: [status]) }
        let found = try await failure { _ = try await scene.client.downloadReport(Self.order) }
        #expect(found?.code == .noDocument)
        #expect(found?.detail.contains(status) == true)
        #expect(scene.calls.count == 2)
    }

    @Test("Looking ends when it has gone on long enough")
    func endless() async throws {
        let scene = try ClientScene { request, _ in Self.amazon(request, statuses: ["SOMETHING_NEW"]) }
        var polling = Polling()
        polling.giveUpAfter = .seconds(60)
        let limits = polling
        let slept = try await scene.passingTime { client in
            let found = try await failure { _ = try await client.waitForReport("r1", polling: limits) }
            #expect(found?.code == .noDocument)
            #expect(found?.detail.contains("SOMETHING_NEW") == true)
        }
        #expect(slept == .seconds(60))
    }

    @Test("A report that is not there yet is looked for once more, and one that never comes is not")
    func notThereYet() async throws {
        let scene = try ClientScene { request, number in
            number == 1 ? .json(404, "{}") : Self.amazon(request)
        }
        _ = try await scene.passingTime { client in
            let record = try await client.waitForReport("r1")
            #expect(record.processingStatus == .done)
        }
        let missing = try ClientScene { _, _ in .json(404, "{}") }
        _ = try await missing.passingTime { client in
            let found = try await failure { _ = try await client.waitForReport("r1") }
            #expect(found?.code == .notFound)
        }
        #expect(missing.calls.count == 2)
    }

    @Test("An address that has lapsed is fetched once more")
    func lapsed() async throws {
        let downloads = Counter()
        let scene = try ClientScene { request, _ in
            let isDownload = request.url.hasPrefix("https://storage.example")
            return isDownload && downloads.next() == 1
                ? Self.text("<Error>expired planted</Error>", status: 403) : Self.amazon(request)
        }
        _ = try await scene.client.reportDocument("d1")
        #expect(Self.fetches(scene) == 4)
        let refusing = try ClientScene { request, _ in
            Self.amazon(request, document: Self.text("planted", status: 403))
        }
        let found = try await failure { _ = try await refusing.client.reportDocument("d1") }
        #expect(found?.code == .storageRefused && found?.status == 403)
        #expect(found?.description.contains("planted") == false)
        #expect(Self.fetches(refusing) == 4)
    }

    /// Requests for addresses and documents.
    private static func fetches(_ scene: ClientScene) -> Int {
        scene.calls.count { !$0.url.hasSuffix("/restrictedDataToken") }
    }

    @Test("A compressed document arrives inflated, and one that ends too early is no document")
    func compressed() async throws {
        let packed = GzipText.packed(Array("a\tb\n".utf8))
        let gzip = #","compressionAlgorithm":"GZIP""#
        let scene = try ClientScene { request, _ in
            Self.amazon(request, document: HTTPResponse(status: 200, body: HTTPBody(packed)), compression: gzip)
        }
        let bytes = try await scene.client.reportDocument("d1").body.collect(upTo: 100)
        #expect(bytes == Array("a\tb\n".utf8))
        let cut = HTTPResponse(status: 200, body: HTTPBody(Array(packed.dropLast())))
        let broken = try ClientScene { request, _ in
            Self.amazon(request, document: cut, compression: gzip)
        }
        let download = try await broken.client.reportDocument("d1")
        await #expect(throws: HTTPTransportError.self) { _ = try await download.body.collect(upTo: 100) }
        // What is named as compressed and is not is taken as it is.
        let plain = try ClientScene { request, _ in Self.amazon(request, compression: gzip) }
        let text = try await plain.client.reportDocument("d1").body.collect(upTo: 100)
        #expect(text == Array("a\tb\n".utf8))
    }

    @Test("A document's address that is not encrypted is not used")
    func plain() async throws {
        let scene = try ClientScene { request, _ in
            request.method == "POST" ? .json(400, "{}") : .json(200, #"{"url":"http://storage.example/planted"}"#)
        }
        let found = try await failure { _ = try await scene.client.reportDocument("d1") }
        #expect(found?.code == .storageRefused)
        #expect(found?.description.contains("planted") == false)
        #expect(Self.fetches(scene) == 1)
    }

    @Test("A feed's content is uploaded with its own type, and then the feed is made of it")
    func feed() async throws {
        let scene = try ClientScene { request, _ in Self.amazon(request) }
        let id = try await scene.client.submitFeed(
            "JSON_LISTINGS_FEED", content: Array("{}".utf8), marketplaces: ["DE"], options: ["a": "b"])
        #expect(id == "f1")
        #expect(scene.calls.map(\.method) == ["POST", "PUT", "POST"])
        #expect(scene.body(0) == #"{"contentType":"application/json; charset=UTF-8"}"#)
        #expect(scene.calls[1].headers == [HTTPHeader("Content-Type", "application/json; charset=UTF-8")])
        #expect(scene.body(1) == "{}")
        #expect(
            scene.body(2)
                == #"{"feedOptions":{"a":"b"},"feedType":"JSON_LISTINGS_FEED","inputFeedDocumentId":"fd1","#
                + #""marketplaceIds":["A1PA6795UKMFR9"]}"#)
        let record = try await scene.client.waitForFeed("f1")
        #expect(record.processingStatus == .done && record.resultFeedDocumentId == "d1")
    }

    @Test("A feed whose content the storage refuses is not made")
    func refusedUpload() async throws {
        let scene = try ClientScene { request, _ in Self.amazon(request, document: Self.text("no", status: 400)) }
        let found = try await failure {
            _ = try await scene.client.submitFeed("JSON_LISTINGS_FEED", content: [1], marketplaces: ["DE"])
        }
        #expect(found?.code == .storageRefused && found?.status == 400)
        #expect(scene.calls.count == 2)
    }

    @Test("Pauses between looks double up to their limit")
    func polling() {
        var polling = Polling()
        polling.giveUpAfter = .seconds(1000)
        let pauses = (0..<7).map { polling.pause(afterLooks: $0, elapsed: .zero) }
        #expect(pauses == [15, 30, 60, 120, 240, 300, 300].map { .seconds($0) })
        #expect(polling.pause(afterLooks: 9, elapsed: .seconds(900)) == .seconds(100))
        #expect(polling.pause(afterLooks: 9, elapsed: .seconds(1000)) == nil)
    }
}
