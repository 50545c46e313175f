#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Serves one file on the loopback by plain HTTP, to one client after the other.
final class LoopbackFileServer: Sendable {
    /// The file's URL.
    let url: String

    private static let chunkSize = 1 << 18

    private let listener: Int32
    private let path: String

    /// Begins to listen.
    ///
    /// - Throws: `Failure`.
    init(serving path: String) throws {
        self.path = path
        #if canImport(Glibc)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        // The shell that is measured must not hold it open.
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isReady else { throw Failure(.usage, "error: no port of 127.0.0.1 can be listened on.") }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/report.txt.gz"
    }

    /// Answers requests until ``stop()``. Blocks its thread.
    func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            answer(connection)
            close(connection)
        }
    }

    /// Ends ``serve()`` after the connection that it is at.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func answer(_ connection: Int32) {
        // A client that has stopped reading must not keep the server for ever.
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard hasRequest(connection) else { return }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        let length = lseek(file, 0, SEEK_END)
        lseek(file, 0, SEEK_SET)
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: \(length)\r\n"
            + "Connection: close\r\n\r\n"
        guard deliver(Array(head.utf8)[...], to: connection) else { return }
        var buffer = [UInt8](repeating: 0, count: Self.chunkSize)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count > 0, deliver(buffer[..<count], to: connection) else { return }
        }
    }

    /// Reads a request to the end of its head. Whatever it is, the file is the answer.
    private func hasRequest(_ connection: Int32) -> Bool {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while head.count < 1 << 16 {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            head += buffer[..<count]
            if head.suffix(4).elementsEqual([13, 10, 13, 10]) { return true }
        }
        return false
    }

    private func deliver(_ bytes: ArraySlice<UInt8>, to connection: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = send(
                    connection, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}
