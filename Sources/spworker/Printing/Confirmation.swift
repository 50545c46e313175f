#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Asks before something that cannot be undone.
struct Confirmation {
    private init() {}

    /// Returns when the user agrees, or has agreed by `--yes`.
    ///
    /// - Throws: `Failure` when the user declines, or when nobody can be asked.
    static func require(_ question: String, yes: Bool) async throws {
        if yes { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw Failure(.usage, "error: \(question) Nobody can be asked here: say --yes to go on.")
        }
        Console.printError("\(question) Type 'yes' to go on:")
        let answer = try await Offload.run { readLine() }
        guard let answer, ["y", "yes"].contains(answer.lowercased()) else { throw Failure(.no, "Nothing was changed.") }
    }
}
