import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that a test starts beside itself, such as a server that it calls. What it prints goes to a file.
package final class ChildProgram: Sendable {
    /// It could not be started.
    package struct NotStarted: Error, CustomStringConvertible {
        package let description: String
    }

    private let id: pid_t
    /// 128 and the signal's number for one that was killed.
    private let code = Mutex<Int32?>(nil)

    /// Starts a program in a process group of its own, with nothing on its standard input.
    ///
    /// - Parameters:
    ///   - path: The program.
    ///   - output: The file for both of its streams; made anew.
    /// - Throws: `NotStarted`.
    package init(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:], output: String
    ) throws {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))

        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var id: pid_t = 0
        let error = posix_spawn(&id, path, &actions, &attributes, &words, &variables)
        guard error == 0 else {
            throw NotStarted(description: "\(path) cannot be started: \(String(cString: strerror(error)))")
        }
        self.id = id
    }

    deinit { kill() }

    /// How it ended: its exit code, or 128 and the signal's number. `nil` while it runs.
    package var endCode: Int32? {
        code.withLock { code in
            guard code == nil else { return code }
            var status: Int32 = 0
            guard waitpid(id, &status, WNOHANG) == id else { return nil }
            let signal = status & 0x7F
            code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            return code
        }
    }

    /// Kills it and what it started, unless it has ended, and takes it off the list of processes.
    package func kill() {
        code.withLock { code in
            guard code == nil else { return }
            sendSignal(-id, SIGKILL)
            var status: Int32 = 0
            _ = waitpid(id, &status, 0)
            code = 128 + SIGKILL
        }
    }
}

/// `kill(2)` by a name that the method here does not hide.
private func sendSignal(_ id: pid_t, _ signal: Int32) {
    _ = kill(id, signal)
}
