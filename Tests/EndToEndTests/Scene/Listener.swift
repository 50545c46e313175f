import Foundation
import Synchronization

/// A server on this machine that takes what is posted to it, one connection after the other, and does as it is told.
final class Listener: Sendable {
    /// It could not listen.
    struct Failed: Error {}

    /// A request, as it came.
    struct Request: Sendable {
        let head: String
        let body: String

        /// A header field's value.
        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").lazy.compactMap { line -> String? in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
                return parts[1].trimmingCharacters(in: .whitespaces)
            }.first
        }
    }

    let port: UInt16
    private let socket: Int32
    private let state = Mutex<(status: Int, requests: [Request])>((200, []))

    /// Starts to listen.
    init() throws {
        #if os(Linux)
            socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard socket >= 0 else { throw Failed() }
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 16) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw Failed() }
        // A thread of its own, for it waits all the time.
        Thread.detachNewThread { [self] in serve() }
    }

    /// What came so far.
    var requests: [Request] { state.withLock { $0.requests } }

    /// Answers with this status from now on; 200 at first.
    func answer(_ status: Int) { state.withLock { $0.status = status } }

    /// Takes nothing any more.
    func close() {
        _ = shutdown(socket, Int32(SHUT_RDWR))
        _ = Foundation.close(socket)
    }

    private func serve() {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            if let request = Self.read(connection) {
                let status = state.withLock { state in
                    state.requests.append(request)
                    return state.status
                }
                let answer = "HTTP/1.1 \(status) Answer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                // Whoever asked may be gone by now, which is no reason to die.
                #if os(Linux)
                    let flags = Int32(MSG_NOSIGNAL)
                #else
                    let flags: Int32 = 0
                #endif
                _ = answer.withCString { send(connection, $0, strlen($0), flags) }
            }
            _ = Foundation.close(connection)
        }
    }

    private static func read(_ connection: Int32) -> Request? {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = data.firstRange(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: data[..<end.lowerBound], as: UTF8.self)
                let body = data[end.upperBound...]
                let request = Request(head: head, body: String(decoding: body, as: UTF8.self))
                if body.count >= request.header("content-length").flatMap({ Int($0) }) ?? 0 { return request }
            }
            let count = Foundation.read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            data += buffer.prefix(count)
        }
    }
}
