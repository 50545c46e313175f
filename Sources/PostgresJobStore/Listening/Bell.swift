#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Wakes a thread that waits on descriptors.
final class Bell: Sendable {
    /// Readable when it has been rung.
    let descriptor: Int32
    private let button: Int32

    /// `nil` when the system has no descriptor left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, button) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(button)
    }

    func ring() { _ = write(button, [1], 1) }

    /// Waits until it rings, or something arrives at the other descriptor, and is silent again. A pause of -1 has no
    /// end.
    func wait(beside other: Int32? = nil, milliseconds: Int32) {
        var sources = [descriptor, other ?? -1].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&sources, 2, milliseconds)
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
