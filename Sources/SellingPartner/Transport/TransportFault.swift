import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Ports

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
            let cause = error is NIOSSLError || error is NIOSSLExtraError ? "the TLS handshake failed" : "it failed"
            return HTTPTransportError(
                .connect, wasSent: false,
                message: "no connection could be made: \(cause); check the host name, network and certificates")
        }
        return HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
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
