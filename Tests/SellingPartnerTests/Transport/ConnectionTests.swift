import Foundation
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Connections", .timeLimit(.minutes(5)))
struct ConnectionTests {
    /// Runs `body` with a server and a transport, and ends both.
    private func with(
        _ server: LoopbackServer, _ configuration: AsyncHTTPClientTransport.Configuration = .init(),
        _ body: (AsyncHTTPClientTransport) async throws -> Void
    ) async throws {
        let transport = try AsyncHTTPClientTransport(configuration)
        do {
            try await body(transport)
        } catch {
            await transport.shutdown()
            await server.stop()
            throw error
        }
        await transport.shutdown()
        await server.stop()
    }

    /// A configuration that trusts the tests' authority, whose file goes when `body` ends.
    private func trusting(
        _ body: (AsyncHTTPClientTransport.Configuration) async throws -> Void
    ) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "spworker-ca-\(UUID().uuidString).pem")
        try Data(TestCertificates.authority.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.certificateAuthorityFile = file.path
        try await body(configuration)
    }

    private func get(_ transport: AsyncHTTPClientTransport, _ url: String) async throws -> String {
        let answer = try await transport.send(HTTPRequest(method: "GET", url: url))
        return String(decoding: try await answer.body.collect(upTo: 1000), as: UTF8.self)
    }

    @Test("A certificate of an authority from the given file is trusted")
    func trusted() async throws {
        let server = try await LoopbackServer.start(usesTLS: true)
        try await trusting { configuration in
            try await with(server, configuration) { transport in
                let sent = Counter()
                let answer = try await transport.send(
                    HTTPRequest(method: "POST", url: "https://127.0.0.1:\(server.port)/a", body: [0x78]),
                    onSend: { sent.next() })
                #expect(try await answer.body.collect(upTo: 100) == Array("hello".utf8))
                #expect(sent.value == 1)
                #expect(server.requests.first?.hasPrefix("POST /a HTTP/1.1\r\n") == true)
            }
        }
    }

    @Test("Without that file it is not, and nothing is sent")
    func untrusted() async throws {
        let server = try await LoopbackServer.start(usesTLS: true)
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.connectTimeout = .milliseconds(500)
        try await with(server, configuration) { transport in
            let sent = Counter()
            do {
                _ = try await transport.send(
                    HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/"), onSend: { sent.next() })
                Issue.record("a stranger's certificate was trusted")
            } catch let error as HTTPTransportError {
                #expect(error.reason == .connect && !error.wasSent)
            }
            #expect(sent.value == 0 && server.requests.isEmpty)
        }
    }

    @Test("HTTP/2 is spoken with hosts that offer it, all requests on one connection")
    func http2() async throws {
        let server = try await LoopbackServer.start(.http2)
        try await trusting { configuration in
            var configuration = configuration
            configuration.usesHTTP2 = true
            try await with(server, configuration) { transport in
                let url = "https://127.0.0.1:\(server.port)/a"
                #expect(try await get(transport, url) == "hello")
                let sent = Counter()
                let answer = try await transport.send(
                    HTTPRequest(method: "POST", url: url, body: Array("body".utf8)), onSend: { sent.next() })
                #expect(try await answer.body.collect(upTo: 100) == Array("hello".utf8))
                #expect(sent.value == 1)
                #expect(server.requests == ["stream 1", "stream 3"])
                #expect(server.connections == 1)
            }
        }
    }

    @Test("HTTP/2 is not asked for unless it is wanted")
    func http1() async throws {
        let server = try await LoopbackServer.start(usesTLS: true)
        try await trusting { configuration in
            #expect(!configuration.usesHTTP2)
            try await with(server, configuration) { transport in
                let text = try await get(transport, "https://127.0.0.1:\(server.port)/")
                #expect(text == "hello")
            }
        }
    }

    @Test("A proxy is asked for a tunnel, with its password, and sees nothing of what passes through")
    func proxy() async throws {
        let server = try await LoopbackServer.start(usesTLS: true)
        let proxy = try await LoopbackProxy.start()
        try await trusting { configuration in
            var configuration = configuration
            configuration.proxy = try HTTPProxy(parsing: Secret("http://user:word@127.0.0.1:\(proxy.port)"))
            try await with(server, configuration) { transport in
                let text = try await get(transport, "https://127.0.0.1:\(server.port)/planted")
                #expect(text == "hello")
            }
        }
        #expect(proxy.heads.count == 1)
        let head = try #require(proxy.heads.first)
        #expect(head.hasPrefix("CONNECT 127.0.0.1:\(server.port) HTTP/1.1\r\n"))
        // "user:word" in Base64.
        #expect(head.lowercased().contains("proxy-authorization: basic dxnlcjp3b3jk"))
        #expect(!head.contains("planted"))
        #expect(server.requests.first?.lowercased().contains("proxy-authorization") == false)
        await proxy.stop()
    }

    @Test("A proxy that refuses means that nothing was sent")
    func refusingProxy() async throws {
        let server = try await LoopbackServer.start(usesTLS: true)
        let proxy = try await LoopbackProxy.start(answering: "407 Proxy Authentication Required")
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.connectTimeout = .milliseconds(500)
        configuration.proxy = HTTPProxy(host: "127.0.0.1", port: proxy.port)
        try await with(server, configuration) { transport in
            do {
                _ = try await transport.send(HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/"))
                Issue.record("it went past the proxy")
            } catch let error as HTTPTransportError {
                #expect(error.reason == .connect && !error.wasSent)
            }
            #expect(server.requests.isEmpty)
        }
        await proxy.stop()
    }

    @Test("Sellers whose clients share a transport share its connections")
    func sharing() async throws {
        let body = #"{"access_token":"Atza|t","token_type":"bearer","expires_in":3600,"payload":[]}"#
        let server = try await LoopbackServer.start(body: body)
        try await with(server) { transport in
            for seller in 1...5 {
                var settings = ClientSettings()
                settings.transport = transport
                settings.endpoint = "http://127.0.0.1:\(server.port)"
                settings.tokenEndpoint = "http://127.0.0.1:\(server.port)/auth/o2/token"
                let client = try SellingPartnerClient(
                    credentials: .init(
                        clientID: "c", clientSecret: Secret("s"), refreshToken: Secret("Atzr|\(seller)")),
                    region: .europe, settings: settings)
                #expect(try await client.marketplaceParticipations().isEmpty)
                // A transport that was handed in is not the client's to end.
                await client.shutdown()
            }
            #expect(server.requests.count == 10)
            #expect(server.connections == 1)
        }
    }

    @Test("No more connections are made to a host than are allowed; the rest waits")
    func limit() async throws {
        let server = try await LoopbackServer.start(isHolding: true)
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.connectionsPerHost = 2
        configuration.connectTimeout = .seconds(30)
        try await with(server, configuration) { transport in
            let url = "http://127.0.0.1:\(server.port)/"
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let answer = try await transport.send(HTTPRequest(method: "GET", url: url))
                        return String(decoding: try await answer.body.collect(upTo: 100), as: UTF8.self)
                    }
                }
                await server.waitForRequests(2)
                #expect(server.requests.count == 2)
                server.release()
                for try await text in group { #expect(text == "hello") }
            }
            #expect(server.requests.count == 8)
            #expect(server.connections <= 2)
        }
    }

    @Test("An answer that takes longer than the total allows is given up")
    func total() async throws {
        let server = try await LoopbackServer.start()
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.totalTimeout = .nanoseconds(1)
        try await with(server, configuration) { transport in
            let answer = try await transport.send(
                HTTPRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/"))
            do {
                _ = try await answer.body.collect(upTo: 100)
                Issue.record("it came in no time")
            } catch let error as HTTPTransportError {
                #expect(error.reason == .timeout && error.wasSent)
            }
        }
    }
}
