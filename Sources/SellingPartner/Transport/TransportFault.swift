import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Ports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Translates AsyncHTTPClient's errors. Their texts are not passed on, for they may hold header values.
enum TransportFault {
    /// Errors that arise before anything was written, whatever else is known.
    private static let connecting: [HTTPClientError] = [
        .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout,
        .httpProxyHandshakeTimeout, .proxyAuthenticationRequired, .invalidProxyResponse, .invalidURL, .emptyHost,
        .emptyScheme, .alreadyShutdown,
    ]

    static func translate(_ error: any Error, wasSent: Bool) -> any Error {
        if error is CancellationError { return error }
        if let error = error as? HTTPTransportError { return error }
        if let error = error as? HTTPClientError {
            if error == .cancelled { return CancellationError() }
            return translate(error, wasSent: wasSent)
        }
        if error is HTTPParserError {
            return HTTPTransportError(.malformed, wasSent: true, message: "the answer is not valid HTTP")
        }
        guard wasSent else {
            return HTTPTransportError(
                .connect, wasSent: false,
                message: "no connection could be made: \(cause(error)); check the host name, network and certificates")
        }
        return HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
    }

    private static func cause(_ error: any Error) -> String {
        switch error {
        case is NIOSSLError, is NIOSSLExtraError: return "the TLS handshake failed"
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return cause(first.error) }
            return error.dnsAError ?? error.dnsAAAAError == nil ? "it failed" : "the host name cannot be resolved"
        case let error as IOError:
            switch error.errnoCode {
            case ECONNREFUSED: return "connection refused"
            case ENETUNREACH, EHOSTUNREACH: return "the network or host cannot be reached"
            case ETIMEDOUT: return "nobody answered"
            case ECONNRESET, EPIPE: return "the connection was reset"
            default: return "error \(error.errnoCode) of the system"
            }
        default: return "it failed"
        }
    }

    private static func translate(_ error: HTTPClientError, wasSent: Bool) -> HTTPTransportError {
        if connecting.contains(error) {
            return HTTPTransportError(
                .connect, wasSent: false, message: "no connection could be made: \(error.shortDescription)")
        }
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            return HTTPTransportError(.timeout, wasSent: wasSent, message: "no answer in time")
        case .remoteConnectionClosed, .uncleanShutdown, .requestStreamCancelled:
            return HTTPTransportError(
                .connectionLost, wasSent: wasSent, message: "the other side closed the connection")
        default:
            return HTTPTransportError(
                wasSent ? .malformed : .connect, wasSent: wasSent,
                message: "the request failed: \(error.shortDescription)")
        }
    }
}
