import Foundation
import Synchronization

/// A server on this machine that takes connections and never says a word.
final class SilentServer: Sendable {
    /// It could not listen.
    struct Failed: Error {}

    let port: UInt16
    private let socket: Int32
    private let taken = Mutex<[Int32]>([])

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

    /// How many connections there were.
    var connections: Int { taken.withLock { $0.count } }

    /// Ends everything.
    func close() {
        shutdown(socket, Int32(SHUT_RDWR))
        Foundation.close(socket)
        for connection in taken.withLock({ $0 }) { Foundation.close(connection) }
    }

    private func serve() {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            taken.withLock { $0.append(connection) }
        }
    }
}
