import Foundation
import Ports
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that is started to be measured, with nothing of this process but an almost empty environment.
///
/// Foundation's `Process` would do, but it notices the end of a program late, and a start is a matter of milliseconds.
final class BenchProgram: Sendable {
    /// The process's number.
    let id: pid_t
    private let errors: URL
    /// Its end, once somebody has waited for it: the number must not be used any more.
    private let code = Mutex<Int32?>(nil)

    /// Starts a program. What it prints is thrown away; what it says on standard error goes to a file. Blocks for a
    /// moment.
    ///
    /// - Parameter folder: Where that file lies.
    /// - Throws: `Failure`.
    init(_ path: String, _ arguments: [String], in folder: URL) throws {
        errors = folder.appending(path: "errors.txt")
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // Signals that this program listens for are neither blocked nor passed over there.
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in [SIGTERM, SIGINT] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
        var words = copies([path] + arguments)
        var variables = copies(["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(folder.path)"])
        defer { for word in words + variables { free(word) } }
        var id: pid_t = 0
        let error = posix_spawn(&id, path, &actions, &attributes, &words, &variables)
        guard error == 0 else {
            throw Failure(.usage, "error: \(path) cannot be started (\(String(cString: strerror(error)))).")
        }
        self.id = id
    }

    /// Whether it still runs.
    var isRunning: Bool { look(WNOHANG) == nil }

    /// Waits until it has ended, and returns its exit code, or 128 and the signal's number. Blocks its thread.
    func wait() -> Int32 {
        // Left for `look` to take away: whoever wants to send a signal meanwhile must not wait for the end.
        var info = siginfo_t()
        while code.withLock({ $0 == nil }), waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        return look(0) ?? -1
    }

    /// Sends a signal, unless its end is known.
    func send(_ signal: Int32) {
        code.withLock { if $0 == nil { kill(id, signal) } }
    }

    /// The bytes of it that lie in memory; zero where the system does not tell. Blocks for a moment.
    var residentBytes: Int64 {
        (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)).map(ResidentMemory.bytes) ?? 0
    }

    /// The first whole line that it has said on standard error and that holds the text. Blocks for a moment.
    func line(holding text: String) -> String? {
        (try? String(contentsOf: errors, encoding: .utf8))?.split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().first { $0.contains(text) }.map(String.init)
    }

    /// Why its figures mean nothing, with the last line that it said.
    func failure(_ words: String) -> Failure {
        let said = (try? String(contentsOf: errors, encoding: .utf8))?.split(separator: "\n").last.map { " (\($0))" }
        return Failure(.no, "error: \(words)\(said ?? ""); the figures mean nothing.")
    }

    private func look(_ flags: Int32) -> Int32? {
        code.withLock { code in
            guard code == nil else { return code }
            var status: Int32 = 0
            var found: pid_t
            repeat { found = waitpid(id, &status, flags) } while found == -1 && errno == EINTR
            guard found == id else { return nil }
            let signal = status & 0x7F
            code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            return code
        }
    }
}

extension BenchProgram {
    /// Starts a program, and ends it when `body` has ended, however that was: asked twice it stops at once.
    ///
    /// - Throws: `Failure`, and what `body` throws.
    static func with<Value: Sendable>(
        _ path: String, _ arguments: [String], in folder: URL, _ body: (BenchProgram) async throws -> Value
    ) async throws -> Value {
        let program = try await Offload.run { try BenchProgram(path, arguments, in: folder) }
        let result: Result<Value, any Error>
        do { result = .success(try await body(program)) } catch { result = .failure(error) }
        await program.stop()
        return try result.get()
    }

    /// Asks it to end, then makes it.
    private func stop() async {
        _ = try? await Offload.run {
            for signal in [SIGTERM, SIGTERM, SIGKILL] {
                self.send(signal)
                for _ in 0..<100 where self.isRunning { usleep(10_000) }
            }
            _ = self.wait()
        }
    }
}
