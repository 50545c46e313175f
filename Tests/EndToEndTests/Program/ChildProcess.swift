import Foundation
import Synchronization

/// A child process, started with `posix_spawn`.
///
/// Foundation's `Process` looks through `/proc/self/fd` and copies 256 bytes for each name it finds, past the end of the
/// buffer when more than a thousand descriptors are open. Tests that run beside each other have that many, and crashed.
final class ChildProcess: Sendable {
    /// It could not be started.
    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    private let id: pid_t
    /// 128 and the signal's number for one that was killed.
    private let code = Mutex<Int32?>(nil)

    /// Starts a program with nothing of this process but three descriptors; the others are closed by the system, since every
    /// one here is opened for this process alone (`O_CLOEXEC`).
    ///
    /// - Throws: `NotStarted`.
    init(
        _ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String], input: Int32,
        output: Int32, errors: Int32
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, so that Ctrl-C in a terminal stops the tests first; and no signal that is blocked here.
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setpgroup(&attributes, 0)
        // Shells let what they start in the background ignore this one.
        var usual = sigset_t()
        sigemptyset(&usual)
        sigaddset(&usual, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // The folder is changed by `env`, which the program then takes the place of: to do so here needs functions that the
        // system's headers hide.
        let launcher = "/usr/bin/env"
        let words = CStrings([launcher, "-C", folder.path, executable.path] + arguments)
        let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
        var id: pid_t = 0
        let error = posix_spawn(&id, launcher, &actions, &attributes, words.pointers, variables.pointers)
        guard error == 0 else {
            throw NotStarted(description: "\(executable.path) cannot be started: \(String(cString: strerror(error)))")
        }
        self.id = id
    }

    /// How it ended: its exit code, or 128 and the signal's number. `nil` while it runs.
    var endCode: Int32? {
        code.withLock { code in
            guard code == nil else { return code }
            var status: Int32 = 0
            guard waitpid(id, &status, WNOHANG) == id else { return nil }
            let signal = status & 0x7F
            code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            return code
        }
    }

    /// Sends a signal, unless it has ended: its number may be another's by then.
    func send(_ signal: Int32) {
        code.withLock { if $0 == nil { kill(id, signal) } }
    }
}

/// Texts as C wants a list of them.
private final class CStrings {
    var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        pointers = texts.map { strdup($0) } + [nil]
    }

    deinit { for pointer in pointers { free(pointer) } }
}
