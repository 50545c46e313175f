#if canImport(Glibc)
    import Glibc
#endif

/// How the process's memory is kept by the C library.
enum HeapPolicy {
    /// A setting of glibc's `mallopt`, by the number that malloc.h gives it.
    private enum Setting: Int32 {
        /// From this size on, in bytes, a block is the system's own and goes back to it at once.
        case largeBlock = -3
        /// How many places there are for small blocks.
        case places = -8
    }

    /// Holds glibc to one size for large blocks, and to a few places for small ones.
    ///
    /// Left alone it raises that size with each large block that is freed, up to 32 MB, and opens a place for every thread:
    /// what the start with ten thousand sellers had used then lay idle between small blocks. The size alone took 14 MB off a
    /// worker with these at work.
    static func apply() {
        #if canImport(Glibc)
            // Swift's module for glibc leaves malloc.h out, so the function is asked for by its name.
            guard let address = dlsym(nil, "mallopt") else { return }
            // Its type as malloc.h declares it: int mallopt(int, int).
            let mallopt = unsafeBitCast(address, to: (@convention(c) (Int32, Int32) -> Int32).self)
            _ = mallopt(Setting.largeBlock.rawValue, 256 * 1024)
            _ = mallopt(Setting.places.rawValue, 4)
        #endif
    }
}
