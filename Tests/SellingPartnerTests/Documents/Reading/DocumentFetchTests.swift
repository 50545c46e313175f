import JobStoreTesting
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Fetching documents")
struct DocumentFetchTests {
    private struct Refused: Error {}

    /// Half a megabyte that hardly shrinks.
    private static let text: [UInt8] = {
        let random = SeededRandom(seed: 7)
        return Array((0..<40_000).map { "\($0)\t\(random.next() % 10_000_000)\n" }.joined().utf8)
    }()
    private static let packed = GzipText.packed(text)

    @Test("A compressed document is inflated, and asked for with nothing but what HTTP needs")
    func plain() async throws {
        let storage = Storage { _, _ in Storage.document(Self.packed, type: "text/plain; charset=UTF-8") }
        let (figures, paused) = try await storage.fetch()
        #expect(storage.output == Self.text)
        #expect(paused == .zero)
        #expect(storage.restartCount == 0)
        #expect(storage.transport.requests.map(\.headers) == [[HTTPHeader("Accept-Encoding", "identity")]])
        #expect(storage.transport.requests.allSatisfy { $0.method == "GET" && $0.body == nil })
        #expect(figures.bytesReceived == Self.packed.count && figures.bytesWritten == Self.text.count)
        #expect(figures.bytesInflated == Self.text.count && figures.wasCompressed)
        #expect(figures.contentType == "text/plain; charset=UTF-8" && figures.declaredCharset == "UTF-8")
        #expect(figures.charset == "UTF-8" && figures.records == nil)
    }

    @Test("Charset and form are applied on the way")
    func form() async throws {
        let content = GzipText.packed([0x61, 0x09, 0x62, 0x0A, 0x80, 0x0A])
        let storage = Storage { _, _ in Storage.document(content, type: "text/tab-separated-values;charset=Cp1252") }
        let (figures, _) = try await storage.fetch(DocumentForm(conversion: .ndjson))
        #expect(storage.output == Array("{\"a\":\"€\",\"b\":\"\"}\n".utf8))
        #expect(figures.records == 1 && figures.shortRecords == 1 && figures.charset == "CP1252")
        #expect(figures.bytesWritten == storage.output.count)
        let kept = Storage { _, _ in Storage.document(content, type: "text/plain; charset=nonsense") }
        #expect(try await kept.fetch(DocumentForm(keepsBytes: true)).figures.charset == nil)
        #expect(kept.output == [0x61, 0x09, 0x62, 0x0A, 0x80, 0x0A])
    }

    @Test("An empty document is one")
    func empty() async throws {
        let storage = Storage { _, _ in Storage.document([]) }
        #expect(try await storage.fetch().figures.bytesWritten == 0)
        #expect(storage.output.isEmpty)
    }

    @Test("A download that breaks off anywhere goes on there", arguments: [1, 999, 1000, 1001, 100_000, 150_001])
    func resumed(_ place: Int) async throws {
        let storage = Storage { request, number in
            number == 1
                ? Storage.document(Self.packed, breakingAt: place)
                : Storage.document(Self.packed, from: place)
        }
        let (figures, paused) = try await storage.fetch()
        #expect(storage.output == Self.text)
        #expect(storage.ranges == [nil, "bytes=\(place)-"])
        #expect(storage.transport.requests[1].headers.first("If-Range") == "\"v1\"")
        #expect(storage.restartCount == 0)
        #expect(paused == .seconds(1))
        #expect(figures.bytesReceived == Self.packed.count)
        #expect(storage.told == [0], "the address is used again until the storage refuses it")
    }

    @Test("A body that ends too early is one that broke off")
    func truncated() async throws {
        let storage = Storage { _, number in
            guard number == 1 else { return Storage.document(Self.packed, from: 50_000) }
            var answer = Storage.document(Array(Self.packed.prefix(50_000)), announced: false)
            answer.headers.append(HTTPHeader("Content-Length", "\(Self.packed.count)"))
            return answer
        }
        _ = try await storage.fetch()
        #expect(storage.output == Self.text)
    }

    @Test("When the storage sends everything again, what was written is forgotten")
    func restarted() async throws {
        let storage = Storage { _, number in
            number == 1
                ? Storage.document(Self.text, breakingAt: 300_000)
                : Storage.document(Self.packed, tag: "\"v2\"", type: "text/plain")
        }
        let (figures, _) = try await storage.fetch()
        #expect(storage.output == Self.text)
        #expect(storage.restartCount == 1)
        #expect(figures.bytesReceived == Self.packed.count && figures.bytesWritten == Self.text.count)
        #expect(figures.wasCompressed && figures.contentType == "text/plain")
    }

    @Test("A part of another version is not sewn on")
    func otherVersion() async throws {
        let storage = Storage { _, number in
            switch number {
            case 1: Storage.document(Self.text, breakingAt: 300_000)
            case 2: Storage.document(Self.text, from: 300_000, tag: "\"v2\"")
            default: Storage.document(Self.text, tag: "\"v2\"")
            }
        }
        _ = try await storage.fetch()
        #expect(storage.output == Self.text)
        #expect(storage.ranges == [nil, "bytes=300000-", nil])
        #expect(storage.restartCount == 1)
    }

    @Test("An address that has lapsed is asked for anew, before the download and in its midst")
    func lapsed() async throws {
        let storage = Storage { _, number in
            switch number {
            case 1, 3: Storage.refusal(403)
            case 2: Storage.document(Self.packed, breakingAt: 100_000)
            default: Storage.document(Self.packed, from: 100_000)
            }
        }
        _ = try await storage.fetch()
        #expect(storage.output == Self.text)
        #expect(storage.told == [0, 1, 1])
        #expect(storage.restartCount == 0)
    }

    @Test("No fault tells the address, whatever the storage says")
    func silence() async throws {
        let broken = HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
        let storages: [(Storage, DocumentFault.Kind)] = [
            (Storage { _, _ in Storage.refusal(403) }, .lapsed),
            (Storage { _, _ in Storage.refusal(404, code: "NoSuchKey") }, .refused(status: 404)),
            (Storage { _, _ in Storage.refusal(500, code: "https://storage.example/planted") }, .refused(status: 500)),
            (Storage { _, _ in throw broken }, .broken),
            (Storage { _, _ in Storage.document(Self.packed.dropLast(9) + [1, 2]) }, .corrupt),
            (Storage { _, _ in Storage.document([0x41, 0xFF]) }, .malformedText(offset: 1)),
            (Storage { _, _ in Storage.document([], type: "a; charset=x") }, .unknownCharset),
        ]
        for (storage, kind) in storages {
            let fault = try #require(try await storage.fault())
            #expect(fault.kind == kind)
            for text in ["\(fault)", String(reflecting: fault), fault.message] {
                #expect(!text.contains("planted") && !text.contains("storage.example"))
            }
        }
        #expect(storages[0].0.transport.requests.count == 6)
        #expect(storages[0].0.told == [0, 1, 2, 3, 4, 5])
        #expect(storages[3].0.transport.requests.count == 6)
    }

    @Test("Text that is malformed because the download is damaged is a matter of the download")
    func damaged() async throws {
        var text = Self.text
        text[text.count / 2] = 0xFF
        let malformed = GzipText.packed(text)
        let whole = try #require(try await Storage { _, _ in Storage.document(malformed) }.fault())
        #expect(whole.kind == .malformedText(offset: text.count / 2))
        // The checksum of other bytes: those that were sent.
        let damaged = Array(malformed.dropLast(8) + Self.packed.suffix(8))
        let fault = try #require(try await Storage { _, _ in Storage.document(damaged) }.fault())
        #expect(fault.kind == .corrupt)
    }

    @Test(
        "An address that is not encrypted, or none, is not used",
        arguments: [
            "http://storage.example/planted", "ftp://a/b", "planted", "", "https://u:p@storage.example/planted",
        ])
    func notAnAddress(_ url: String) async throws {
        let storage = Storage { _, _ in Storage.document(Self.packed) }
        let fault = try #require(try await storage.fault(url: url))
        #expect(fault.kind == .notAnAddress)
        #expect(!fault.message.contains("planted"))
        #expect(storage.transport.requests.isEmpty)
    }

    @Test("On this machine plain HTTP does", arguments: ["http://127.0.0.1:8080/d?x=1", "http://localhost/d"])
    func loopback(_ url: String) async throws {
        let storage = Storage { _, _ in Storage.document(Self.packed) }
        _ = try await storage.fetch(url: url)
        #expect(storage.output == Self.text)
    }

    @Test(
        "Errors of those who give the address, restart or write pass through unchanged",
        arguments: Storage.Party.allCases)
    func passing(_ party: Storage.Party) async throws {
        let storage = Storage { _, number in
            number == 1 ? Storage.document(Self.text, breakingAt: 300_000) : Storage.document(Self.text)
        }
        await #expect(throws: Refused.self) { _ = try await storage.fetch(failing: (party, Refused())) }
    }

    @Test("A fetch that is cancelled ends, whichever stage waits", .timeLimit(.minutes(5)))
    func cancelled() async {
        let gate = Gate()
        let storage = Storage { _, _ in Storage.document(Self.text) }
        let fetch = DocumentFetch(
            transport: storage.transport, timekeeper: storage.clock, form: DocumentForm(), timeout: .seconds(1))
        let task = Task {
            try await fetch.run { _ in
                DocumentAddress(url: Secret(Storage.address))
            } restart: {
            } write: { _ in
                gate.open()
                try await storage.clock.sleep(for: .seconds(3600))
            }
        }
        await gate.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("While a write takes its time little more is read", .timeLimit(.minutes(5)))
    func bounded() async throws {
        let read = Counter()
        let gate = Gate()
        let chunk = [UInt8](repeating: 0x61, count: 1 << 16)
        let transport = ScriptedTransport { _ in
            HTTPResponse(status: 200, body: HTTPBody { { read.next() <= 1000 ? chunk : nil } })
        }
        let fetch = DocumentFetch(
            transport: transport, timekeeper: VirtualTimekeeper(), form: DocumentForm(), timeout: .seconds(1))
        let task = Task {
            try await fetch.run { _ in
                DocumentAddress(url: Secret(Storage.address))
            } restart: {
            } write: { _ in
                await gate.wait()
            }
        }
        var seen = 0
        var unchanged = 0
        while seen == 0 || unchanged < 5000 {
            await Task.yield()
            unchanged = read.value == seen ? unchanged + 1 : 0
            seen = read.value
        }
        // A megabyte between stages, and a piece in each of them.
        #expect(seen <= 48)
        gate.open()
        #expect(try await task.value.bytesWritten == 1000 << 16)
    }
}
