#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Waits on a thread of one's own.
enum Pause {
    static func wait(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }
}
