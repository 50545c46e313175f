import Foundation
import Synchronization

/// The way to a server on this machine, which can be cut and mended.
///
/// Who connects to its socket reaches the server's. Cut, it takes along every connection, and there is nobody at the
/// socket any more.
final class Cable: Sendable {
    /// It could not be laid.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// The path of the socket to connect to.
    let path: String
    private let server: String
    private let state = Mutex(State())

    private struct State {
        var listener: Int32?
        var strands: [ObjectIdentifier: Strand] = [:]
    }

    /// Lays a cable.
    ///
    /// - Parameters:
    ///   - server: The path of the server's socket.
    ///   - path: The path of the socket to make. Such paths have a hundred characters at most.
    /// - Throws: `Failed`.
    init(to server: String, at path: String) throws {
        self.server = server
        self.path = path
        try mend()
    }

    /// Ends all connections, and takes no new ones.
    func cut() {
        let (listener, strands) = state.withLock { state in
            defer { state = State() }
            return (state.listener, Array(state.strands.values))
        }
        if let listener {
            // Ends the wait for connections: the thread that waits closes it.
            _ = shutdown(listener, Int32(SHUT_RDWR))
        }
        _ = unlink(path)
        for strand in strands { strand.cut() }
    }

    /// Takes connections, again.
    ///
    /// - Throws: `Failed`.
    func mend() throws {
        let listener = Self.makeSocket()
        let isBound = Self.withAddress(path) { bind(listener, $0, $1) == 0 && listen(listener, 64) == 0 }
        guard listener >= 0, isBound == true else { throw Failed(description: "There can be no socket at \(path).") }
        state.withLock { $0.listener = listener }
        // A thread of its own, for it waits all the time.
        Thread.detachNewThread { [self] in serve(listener) }
    }

    private func serve(_ listener: Int32) {
        defer { _ = close(listener) }
        while true {
            let near = accept(listener, nil, nil)
            guard near >= 0 else { return }
            _ = fcntl(near, F_SETFD, FD_CLOEXEC)
            let far = Self.makeSocket()
            guard Self.withAddress(server, { connect(far, $0, $1) == 0 }) == true else {
                _ = close(near)
                _ = close(far)
                continue
            }
            let strand = Strand(near, far)
            let isWhole = state.withLock { state in
                guard state.listener == listener else { return false }
                state.strands[ObjectIdentifier(strand)] = strand
                return true
            }
            if !isWhole { strand.cut() }
            strand.carry { [self] in state.withLock { _ = $0.strands.removeValue(forKey: ObjectIdentifier(strand)) } }
        }
    }

    private static func makeSocket() -> Int32 {
        #if os(Linux)
            let socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = Foundation.socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        return socket
    }

    /// Lends the address of a socket; `nil` when its path is too long for one.
    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8) + [0]
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// One connection through a cable.
private final class Strand: Sendable {
    private let ends: [Int32]
    /// Directions in which bytes still may come.
    private let open = Mutex(2)

    init(_ near: Int32, _ far: Int32) { ends = [near, far] }

    /// Lets nothing through any more.
    func cut() {
        open.withLock { open in
            // Closed, their numbers may be others' by now.
            if open > 0 { for end in ends { _ = shutdown(end, Int32(SHUT_RDWR)) } }
        }
    }

    /// Carries bytes both ways, each on a thread of its own, until one end is closed.
    func carry(_ onEnd: @escaping @Sendable () -> Void) {
        for (from, to) in [(ends[0], ends[1]), (ends[1], ends[0])] {
            Thread.detachNewThread { [self] in
                Self.pass(from, to)
                cut()
                let isLast = open.withLock { open in
                    open -= 1
                    if open == 0 { for end in ends { _ = close(end) } }
                    return open == 0
                }
                if isLast { onEnd() }
            }
        }
    }

    private static func pass(_ from: Int32, _ to: Int32) {
        // Whoever is to get it may be gone by now, which is no reason to die.
        #if os(Linux)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { return }
            var sent = 0
            while sent < count {
                let part = buffer[sent..<count].withUnsafeBytes { send(to, $0.baseAddress, $0.count, flags) }
                guard part > 0 else { return }
                sent += part
            }
        }
    }
}
