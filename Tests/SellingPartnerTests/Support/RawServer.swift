import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server on the loopback that reads one request per connection and writes back raw bytes.
///
/// It shares nothing with the client under test, not even a parser, so that both cannot be wrong together.
final class RawServer: Sendable {
    let port: Int
    private let listener: Int32
    private let seen = Mutex<[String]>([])

    /// The requests so far, as text.
    var requests: [String] { seen.withLock { $0 } }

    var url: String { "http://127.0.0.1:\(port)" }

    struct CannotListen: Error {}

    /// Answers each connection with `parts`, then closes it. The answer begins when a whole request has come.
    /// With `nil` nobody answers: connections stay silent or, unless `isListening`, are refused; the port is taken all
    /// the same, so that no other test can get it.
    init(answering parts: [[UInt8]]?, isListening: Bool = true) throws {
        signal(SIGPIPE, SIG_IGN)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && (!isListening || listen(listener, 16) == 0)
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isReady else { throw CannotListen() }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard let parts else { return }
        // Accepting blocks, so it has a thread of its own. It ends when the listener is closed.
        let serve = Serving { [self] in self.serve(parts) }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Serving>.fromOpaque(context).takeRetainedValue().work()
                return nil
            }, Unmanaged.passRetained(serve).toOpaque())
        pthread_detach(thread)
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ parts: [[UInt8]]) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let text = Self.readRequest(connection)
            seen.withLock { $0.append(text) }
            for part in parts { _ = part.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) } }
            close(connection)
        }
    }

    private static func readRequest(_ connection: Int32) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return text }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let length =
                text.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst("content-length:".count).filter(\.isNumber)) } ?? 0
            if text[end.upperBound...].utf8.count >= length { return text }
        }
    }

    private final class Serving: Sendable {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
}
