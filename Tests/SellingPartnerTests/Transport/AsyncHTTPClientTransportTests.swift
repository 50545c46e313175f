import Ports
import Testing

@testable import SellingPartner

@Suite("Requests over real connections")
struct AsyncHTTPClientTransportTests {
    /// Runs `body` with a transport and a server that answers with `parts`, and ends both.
    private func withServer(
        answering parts: [String],
        _ body: (AsyncHTTPClientTransport, RawServer) async throws -> Void
    ) async throws {
        try await withServer(bytes: parts.map { Array($0.utf8) }, body)
    }

    private func withServer(
        bytes: [[UInt8]], _ body: (AsyncHTTPClientTransport, RawServer) async throws -> Void
    ) async throws {
        let server = try RawServer(answering: bytes)
        let transport = try AsyncHTTPClientTransport()
        do {
            try await body(transport, server)
        } catch {
            await transport.shutdown()
            server.stop()
            throw error
        }
        await transport.shutdown()
        server.stop()
    }

    private let hello =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Own: one\r\nX-Own: two\r\nConnection: close\r\n\r\nhello"

    @Test("A GET has no body and no length, tells when it is sent, and hands on head and body")
    func get() async throws {
        try await withServer(answering: [hello]) { transport, server in
            let sent = Counter()
            let answer = try await transport.send(
                HTTPRequest(method: "GET", url: server.url + "/a%2Fb?x=1", headers: [HTTPHeader("X-A", "b")]),
                onSend: { sent.next() })
            #expect(answer.status == 200)
            #expect(answer.headers.filter { $0.name == "X-Own" }.map(\.value) == ["one", "two"])
            #expect(try await answer.body.collect(upTo: 100) == Array("hello".utf8))
            #expect(sent.value == 1)
            let request = try #require(server.requests.first)
            #expect(request.hasPrefix("GET /a%2Fb?x=1 HTTP/1.1\r\n"))
            #expect(request.lowercased().contains("accept-encoding: gzip"))
            #expect(!request.lowercased().contains("content-length"))
            #expect(!request.lowercased().contains("transfer-encoding"))
        }
    }

    @Test("A POST sends its body with its length and tells once that it is sent")
    func post() async throws {
        try await withServer(answering: [hello]) { transport, server in
            let sent = Counter()
            let body = Array(String(repeating: "x", count: 300_000).utf8)
            let answer = try await transport.send(
                HTTPRequest(method: "POST", url: server.url + "/p", body: body), onSend: { sent.next() })
            #expect(answer.status == 200)
            #expect(sent.value == 1)
            let request = try #require(server.requests.first)
            #expect(request.lowercased().contains("content-length: 300000\r\n"))
            #expect(request.hasSuffix(String(repeating: "x", count: 300_000)))
        }
    }

    @Test("A request that never gets an answer was sent")
    func silence() async throws {
        try await withServer(answering: []) { transport, server in
            for method in ["GET", "DELETE", "POST"] {
                let sent = Counter()
                do {
                    _ = try await transport.send(
                        HTTPRequest(method: method, url: server.url, body: method == "POST" ? [1] : nil),
                        onSend: { sent.next() })
                    Issue.record("an answer out of nothing")
                } catch let error as HTTPTransportError {
                    #expect(error.reason == .connectionLost)
                    #expect(error.wasSent)
                    #expect(sent.value == 1)
                }
            }
        }
    }

    @Test("A refused connection was not sent")
    func refused() async throws {
        let server = try RawServer(answering: nil, isListening: false)
        defer { server.stop() }
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.connectTimeout = .milliseconds(300)
        let transport = try AsyncHTTPClientTransport(configuration)
        let sent = Counter()
        for body in [nil, [1, 2, 3] as [UInt8]] {
            do {
                _ = try await transport.send(
                    HTTPRequest(method: "POST", url: server.url, body: body), onSend: { sent.next() })
                Issue.record("an answer out of nothing")
            } catch let error as HTTPTransportError {
                #expect(error.reason == .connect)
                #expect(!error.wasSent)
            }
        }
        #expect(sent.value == 0)
        await transport.shutdown()
    }

    @Test("A request that waits too long was sent, and says that it timed out")
    func timeout() async throws {
        let server = try RawServer(answering: nil)
        let transport = try AsyncHTTPClientTransport()
        do {
            _ = try await transport.send(HTTPRequest(method: "GET", url: server.url, timeout: .milliseconds(100)))
            Issue.record("an answer out of nothing")
        } catch let error as HTTPTransportError {
            #expect(error.reason == .timeout)
            #expect(error.wasSent)
        }
        await transport.shutdown()
        server.stop()
    }

    @Test("Requests may be cancelled at any moment")
    func cancellation() async throws {
        try await withServer(answering: [hello]) { transport, server in
            let sent = Counter()
            let url = server.url
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let request = Task {
                            try await transport.send(
                                HTTPRequest(method: number.isMultiple(of: 2) ? "GET" : "POST", url: url),
                                onSend: { sent.next() })
                        }
                        for _ in 0..<(number % 40) { await Task.yield() }
                        request.cancel()
                        switch await request.result {
                        case .success(let answer): #expect(answer.status == 200)
                        case .failure(let error): #expect(error is CancellationError, "\(error)")
                        }
                    }
                }
            }
            #expect(sent.value <= 200)
        }
    }

    @Test("A URL that is none, and a header that would forge another, are not sent")
    func invalidRequests() async throws {
        let transport = try AsyncHTTPClientTransport()
        for request in [
            HTTPRequest(method: "GET", url: "nonsense"),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1", headers: [HTTPHeader("X", "planted\r\nY: z")]),
        ] {
            do {
                _ = try await transport.send(request)
                Issue.record("it was sent")
            } catch let error as HTTPTransportError {
                #expect(!error.wasSent)
                #expect(!"\(error)".contains("planted"))
            }
        }
        await transport.shutdown()
    }

    @Test("A body that breaks off is an error, after what came of it")
    func truncated() async throws {
        try await withServer(answering: ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"]) { transport, server in
            let answer = try await transport.send(HTTPRequest(method: "GET", url: server.url))
            #expect(answer.status == 200)
            do {
                _ = try await answer.body.collect(upTo: 1000)
                Issue.record("half a body passed for a whole one")
            } catch let error as HTTPTransportError {
                #expect(error.wasSent)
            }
        }
    }

    @Test("An answer that is not HTTP is malformed")
    func malformed() async throws {
        try await withServer(answering: ["\u{1}\u{2}garbage\r\n\r\n"]) { transport, server in
            do {
                _ = try await transport.send(HTTPRequest(method: "GET", url: server.url))
                Issue.record("garbage passed for an answer")
            } catch let error as HTTPTransportError {
                #expect(error.reason == .malformed)
                #expect(error.wasSent)
            }
        }
    }

    @Test("Compressed bodies arrive inflated, and nothing says that they are compressed")
    func compressed() async throws {
        // "hello" by gzip, with a fixed time stamp.
        let packed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0, 0x86, 0xA6, 0x10, 0x36,
            0x05, 0, 0, 0,
        ]
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
        try await withServer(bytes: [Array(head.utf8), packed]) { transport, server in
            let answer = try await transport.send(HTTPRequest(method: "GET", url: server.url))
            #expect(answer.headers.first("content-encoding") == nil)
            #expect(answer.headers.first("content-length") == nil)
            #expect(try await answer.body.collect(upTo: 100) == Array("hello".utf8))
            // Whoever asks for the bytes as they are stored gets them, and their length.
            let plain = try await transport.send(
                HTTPRequest(
                    method: "GET", url: server.url, headers: [HTTPHeader("Accept-Encoding", "identity")]))
            #expect(plain.headers.first("content-encoding") == "gzip")
            #expect(plain.headers.first("content-length") == "\(packed.count)")
            #expect(try await plain.body.collect(upTo: 100) == packed)
        }
    }

    @Test("Redirections are not followed")
    func redirection() async throws {
        try await withServer(
            answering: ["HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"]
        ) { transport, server in
            let answer = try await transport.send(HTTPRequest(method: "GET", url: server.url))
            #expect(answer.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A file of certificates that is not there is refused by name")
    func missingCertificates() {
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.certificateAuthorityFile = "/nonexistent/ca.pem"
        #expect(throws: TransportSettingError.self) { try AsyncHTTPClientTransport(configuration) }
    }
}
