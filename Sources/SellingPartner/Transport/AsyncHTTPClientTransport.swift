import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
public import Ports
import Secrets

/// Carries requests over AsyncHTTPClient: HTTP/1.1 on pooled connections, or HTTP/2 if wanted, with TLS by BoringSSL.
///
/// One transport can carry the requests of any number of sellers and clients; those to the same host share connections.
/// Bodies stream with back-pressure and arrive inflated if the server compressed them, in which case the fields
/// `Content-Encoding` and `Content-Length`, which speak of the compressed form, are left out. The answer to a request that
/// asks for `Accept-Encoding: identity` arrives byte for byte as the server sends it. All its time limits are real time.
/// End it with ``shutdown()``.
public final class AsyncHTTPClientTransport: HTTPTransport {
    /// How connections are made.
    public struct Configuration: Sendable {
        /// How long making a connection may take, waiting for a free one included. 5 seconds unless set.
        public var connectTimeout: Duration = .seconds(5)
        /// How long an answer may stand still before it counts as broken. 60 seconds unless set.
        public var stallTimeout: Duration = .seconds(60)
        /// How long a request may take from its sending to the end of the answer's body, however slowly it is read. An
        /// hour unless set; `nil` for no limit.
        public var totalTimeout: Duration? = .seconds(3600)
        /// The most connections to one host. 256 unless set; further requests wait, within `connectTimeout`, and fail as
        /// not sent. Each HTTP/1.1 request under way has a connection of its own, so set it no lower than the number of
        /// calls made at once.
        public var connectionsPerHost: Int = 256
        /// How long an unused connection is kept. 50 seconds unless set: load balancers commonly close after 60.
        public var idleTimeout: Duration = .seconds(50)
        /// Whether HTTP/2 is used with hosts that offer it. `false` unless set.
        ///
        /// All requests to a host then share one connection. If that breaks, all of them are in doubt together, and
        /// calls that must not be repeated with them. When a request is written cannot be told any more, so each counts
        /// as sent from its beginning.
        public var usesHTTP2 = false
        /// A proxy to go through. None unless set.
        public var proxy: HTTPProxy?
        /// A PEM file of certificate authorities to trust beside the system's. None unless set.
        public var certificateAuthorityFile: String?

        /// The defaults.
        public init() {}
    }

    private let client: HTTPClient
    /// For answers that are not inflated.
    private let plainClient: HTTPClient
    private let totalTimeout: Duration?
    private let usesHTTP2: Bool

    /// Creates a transport that shares the process's event loops.
    ///
    /// - Throws: ``TransportSettingError`` when the file of certificate authorities cannot be read.
    public init(_ configuration: Configuration = Configuration()) throws {
        totalTimeout = configuration.totalTimeout
        usesHTTP2 = configuration.usesHTTP2
        var settings = try configuration.clientConfiguration()
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: settings)
        settings.decompression = .disabled
        plainClient = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: settings)
    }

    /// Closes all connections. Requests under way fail.
    public func shutdown() async {
        // It fails only when it is shut down twice, which leaves nothing to do.
        try? await client.shutdown()
        try? await plainClient.shutdown()
    }

    public func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        try Task.checkCancellation()
        // The callback outlives this call only inside the watch, which lets go of it when the call ends.
        return try await withoutActuallyEscaping(onSend) { onSend in
            let watch = SendWatch(onSend)
            defer { watch.close() }
            do {
                let start = NIODeadline.now()
                let prepared = HTTPClientRequest(request, watch: watch)
                let isPlain = request.headers.first("Accept-Encoding")?.lowercased() == "identity"
                if usesHTTP2 { watch.markSent() }
                let answer = try await (isPlain ? plainClient : client).execute(
                    prepared, deadline: start + TimeAmount(request.timeout), logger: watch.logger)
                watch.markSent()
                return HTTPResponse(
                    answer, inflates: !isPlain, until: totalTimeout.map { start + TimeAmount($0) } ?? .distantFuture)
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
        // Spans are made a layer above, where operations have names; the headers of a trace are nothing for Amazon.
        client.tracing.tracer = nil
        client.httpVersion = usesHTTP2 ? .automatic : .http1Only
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
    /// - Parameters:
    ///   - inflates: Whether a compressed body is inflated.
    ///   - deadline: When the whole body must have come.
    fileprivate init(_ answer: HTTPClientResponse, inflates: Bool, until deadline: NIODeadline) {
        let inflated =
            inflates && answer.headers["Content-Encoding"].contains { ["gzip", "deflate"].contains($0.lowercased()) }
        let headers = answer.headers.compactMap { name, value -> HTTPHeader? in
            if inflated, ["content-encoding", "content-length"].contains(name.lowercased()) { return nil }
            return HTTPHeader(name, value)
        }
        let body = answer.body
        self.init(
            status: Int(answer.status.code), headers: headers,
            body: HTTPBody {
                let reader = BodyReader(body, until: deadline)
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
