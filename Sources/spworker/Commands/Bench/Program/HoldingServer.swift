import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Stands in for Amazon on the loopback: gives out tokens at once, and answers calls or holds them, as it is told.
///
/// One thread and the plainest HTTP: thousands of connections that wait for an answer cost it nothing.
final class HoldingServer: Sendable {
    /// Where tokens are given out.
    static let tokenPath = "/auth/o2/token"

    /// What has happened since it began.
    struct Counts: Sendable {
        /// Calls that were answered.
        var answered = 0
        /// Calls that wait for their answer.
        var held = 0
    }

    /// Its address, without a slash at the end.
    let url: String

    private let listener: Int32
    private let holds: Bool
    private let counts = Mutex(Counts())
    private let isStopped = Mutex(false)

    private static let token =
        #"{"access_token":"Atza|bench","token_type":"bearer","expires_in":3600}"#
    private static let order = #"{"order":{"orderId":"902-1845936-5435065"}}"#

    /// Begins to listen.
    ///
    /// - Parameter holds: Whether calls get no answer.
    /// - Throws: `Failure`.
    init(holds: Bool) throws {
        self.holds = holds
        #if canImport(Glibc)
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        self.listener = listener
        // The program that is measured must not hold it open.
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 1024) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isReady else { throw Failure(.usage, "error: no port of 127.0.0.1 can be listened on.") }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    }

    /// What has happened so far.
    var now: Counts { counts.withLock { $0 } }

    /// Serves while `body` works.
    ///
    /// - Throws: `Failure`, and what `body` throws.
    static func with<Value: Sendable>(
        holding holds: Bool, _ body: (HoldingServer) async throws -> Value
    ) async throws -> Value {
        let server = try await Offload.run { try HoldingServer(holds: holds) }
        async let serving: Void = Offload.run { server.serve() }
        let result: Result<Value, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        server.isStopped.withLock { $0 = true }
        try await serving
        return try result.get()
    }

    // MARK: Connections

    /// Answers until it is stopped. Blocks its thread.
    private func serve() {
        var watched = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
        var requests: [Int32: [UInt8]] = [:]
        while !isStopped.withLock({ $0 }) {
            guard poll(&watched, nfds_t(watched.count), 50) > 0 else { continue }
            let ready = watched.filter { $0.revents != 0 }.map(\.fd)
            for descriptor in ready where descriptor != listener {
                if receive(on: descriptor, &requests[descriptor, default: []]) { continue }
                requests[descriptor] = nil
                watched.removeAll { $0.fd == descriptor }
                close(descriptor)
            }
            guard ready.contains(listener) else { continue }
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                _ = fcntl(connection, F_SETFL, O_NONBLOCK)
                watched.append(pollfd(fd: connection, events: Int16(POLLIN), revents: 0))
            }
        }
        for place in watched { close(place.fd) }
    }

    /// Reads what has come. False when the other side is gone.
    private func receive(on descriptor: Int32, _ request: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
        request += buffer[..<count]
        guard let head = HoldingServer.completeHead(of: request) else { return request.count < 1 << 16 }
        request = []
        return answer(head, on: descriptor)
    }

    /// The head of a request that has come with its body; `nil` while something is missing.
    static func completeHead(of request: [UInt8]) -> String? {
        let end: [UInt8] = [13, 10, 13, 10]
        guard
            let start = request.indices.dropLast(3).first(where: {
                request[$0] == 13 && request[$0..<$0 + 4].elementsEqual(end)
            })
        else { return nil }
        let head = String(decoding: request[..<start], as: UTF8.self)
        let length = head.split(separator: "\r\n").lazy.compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].drop { $0 == " " })
        }.first
        return request.count >= start + 4 + (length ?? 0) ? head : nil
    }

    private func answer(_ head: String, on descriptor: Int32) -> Bool {
        if head.hasPrefix("POST \(Self.tokenPath) ") { return deliver(Self.token, to: descriptor) }
        if holds {
            counts.withLock { $0.held += 1 }
            return true
        }
        counts.withLock { $0.answered += 1 }
        return deliver(Self.order, to: descriptor)
    }

    private func deliver(_ body: String, to descriptor: Int32) -> Bool {
        let answer = Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                .utf8)
        // So short that a connection without an answer under way always has room for it.
        return answer.withUnsafeBytes { send(descriptor, $0.baseAddress, answer.count, Int32(MSG_NOSIGNAL)) }
            == answer.count
    }
}
