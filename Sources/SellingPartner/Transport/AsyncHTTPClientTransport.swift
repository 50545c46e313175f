import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
public import Ports
import Secrets

/// Carries requests over AsyncHTTPClient: HTTP/1.1 on pooled connections, with TLS by BoringSSL.
///
/// Bodies stream with back-pressure and arrive inflated if the server compressed them, in which case the fields
/// `Content-Encoding` and `Content-Length`, which speak of the compressed form, are left out. All its time limits are
/// real time. End it with ``shutdown()``.
public final class AsyncHTTPClientTransport: HTTPTransport {
    /// How connections are made.
    public struct Configuration: Sendable {
        /// How long making a connection may take, waiting for a free one included. 5 seconds unless set.
        public var connectTimeout: Duration = .seconds(5)
        /// How long an answer may stand still before it counts as broken. 60 seconds unless set.
        public var stallTimeout: Duration = .seconds(60)
        /// The most connections to one host. 256 unless set; further requests wait, within `connectTimeout`.
        public var connectionsPerHost: Int = 256
        /// How long an unused connection is kept. 50 seconds unless set: load balancers commonly close after 60.
        public var idleTimeout: Duration = .seconds(50)
        /// A proxy to go through. None unless set.
        public var proxy: HTTPProxy?
        /// A PEM file of certificate authorities to trust beside the system's. None unless set.
        public var certificateAuthorityFile: String?

        /// The defaults.
        public init() {}
    }

    private let client: HTTPClient

    /// Creates a transport that shares the process's event loops.
    ///
    /// - Throws: ``TransportSettingError`` when the file of certificate authorities cannot be read.
    public init(_ configuration: Configuration = Configuration()) throws {
        client = HTTPClient(
            eventLoopGroup: HTTPClient.defaultEventLoopGroup,
            configuration: try configuration.clientConfiguration())
    }

    /// Closes all connections. Requests under way fail.
    public func shutdown() async {
        // It fails only when it is shut down twice, which leaves nothing to do.
        try? await client.shutdown()
    }

    public func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        try Task.checkCancellation()
        // The callback outlives this call only inside the watch, which lets go of it when the call ends.
        return try await withoutActuallyEscaping(onSend) { onSend in
            let watch = SendWatch(onSend)
            defer { watch.close() }
            do {
                let answer = try await client.execute(
                    HTTPClientRequest(request, watch: watch), deadline: .now() + TimeAmount(request.timeout),
                    logger: watch.logger)
                watch.markSent()
                return HTTPResponse(answer)
            } catch {
                throw TransportFault.translate(error, wasSent: watch.wasSent)
            }
        }
    }
}

extension AsyncHTTPClientTransport.Configuration {
    fileprivate func clientConfiguration() throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let certificateAuthorityFile {
            do {
                let certificates = try NIOSSLCertificate.fromPEMFile(certificateAuthorityFile)
                tls.additionalTrustRoots = [.certificates(certificates)]
            } catch {
                throw TransportSettingError(
                    "cannot read certificates from \(certificateAuthorityFile); it must be a readable PEM file")
            }
        }
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.idleTimeout = TimeAmount(idleTimeout)
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connectionsPerHost)
        var client = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout), read: TimeAmount(stallTimeout)),
            connectionPool: pool,
            proxy: proxy.map { proxy in
                .server(
                    host: proxy.host, port: proxy.port,
                    authorization: proxy.user.map {
                        .basic(username: $0, password: proxy.password?.reveal() ?? "")
                    })
            },
            // Readers bound what they take, and chunks come under back-pressure, so the ratio needs no limit.
            decompression: .enabled(limit: .none))
        // Calls are few and long apart for each seller; one slow answer must not hold up others on a shared connection.
        client.httpVersion = .http1Only
        return client
    }
}

extension HTTPClientRequest {
    fileprivate init(_ request: HTTPRequest, watch: SendWatch) {
        self.init(url: request.url)
        method = HTTPMethod(rawValue: request.method)
        for header in request.headers { headers.add(name: header.name, value: header.value) }
        if !headers.contains(name: "Accept-Encoding") { headers.add(name: "Accept-Encoding", value: "gzip") }
        if let bytes = request.body {
            body = .bytes(WatchedBytes(bytes: bytes, watch: watch))
        }
    }
}

extension HTTPResponse {
    fileprivate init(_ answer: HTTPClientResponse) {
        let inflated = answer.headers["Content-Encoding"].contains { ["gzip", "deflate"].contains($0.lowercased()) }
        let headers = answer.headers.compactMap { name, value -> HTTPHeader? in
            if inflated, ["content-encoding", "content-length"].contains(name.lowercased()) { return nil }
            return HTTPHeader(name, value)
        }
        let body = answer.body
        self.init(
            status: Int(answer.status.code), headers: headers,
            body: HTTPBody {
                let reader = BodyReader(body)
                return { try await reader.next() }
            })
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        // A century is as good as forever, and cannot overflow.
        self = .nanoseconds(min(seconds, 3_155_760_000) * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
