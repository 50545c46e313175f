#if canImport(Glibc)
    import Glibc
#endif

/// How the process's memory is kept by the C library.
enum HeapPolicy {
    /// From this size on, in bytes, a block is the system's own and goes back to it at once.
    private static let largeBlock: Int32 = 256 * 1024

    /// Holds glibc to one size for large blocks, and to a few places for small ones.
    ///
    /// Left alone it raises that size with each large block that is freed, up to 32 MB, and opens a place for every thread:
    /// what the start with ten thousand sellers had used then lay idle between small blocks. A worker with these and a
    /// million jobs takes 14 MB less.
    static func apply() {
        #if canImport(Glibc)
            _ = mallopt(M_MMAP_THRESHOLD, largeBlock)
            _ = mallopt(M_ARENA_MAX, 4)
        #endif
    }
}
