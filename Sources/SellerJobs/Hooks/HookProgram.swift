package import Ports
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs programs that are told of events on their standard input. No shell comes between; what they print is dropped.
package struct HookProgram: Sendable {
    /// The variables that a program gets as they are, where they are set. Others may hold secrets.
    private static let passed = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"]
    private static let usualPath = "/usr/local/bin:/usr/bin:/bin"

    private let directory: String
    private let environment: any Ports.Environment

    /// Prepares to run programs.
    ///
    /// - Parameter directory: Where they run, and where relative paths of programs start: the configuration's folder.
    package init(directory: String, environment: any Ports.Environment) {
        self.directory = directory
        self.environment = environment
    }

    /// Runs a program to its end. Returns why it counts as failed, or `nil` when it ended with 0. When the task is
    /// cancelled, it is killed with all that it has started.
    ///
    /// - Parameters:
    ///   - words: The program and its arguments. A name without a slash is looked for in `PATH`.
    ///   - variables: What it gets in its environment beside what every program needs.
    /// - Throws: `CancellationError`.
    package func run(_ words: [String], input: [UInt8], variables: [String: String]) async throws -> String? {
        guard let name = words.first else { return "no program is configured" }
        _ = Self.ignoresBrokenPipes
        var options = PlatformOptions()
        // A session of its own, so that children of the program die with it.
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        do {
            let end = try await Subprocess.run(
                executable(name), arguments: Arguments(Array(words.dropFirst())),
                environment: .custom(self.variables(variables)), workingDirectory: FilePath(directory),
                platformOptions: options, input: .inputWriter, output: .discarded, error: .discarded
            ) { execution in
                // A program that does not care to read may be content all the same: its exit code tells.
                _ = try? await execution.standardInputWriter.write(input)
                try? await execution.standardInputWriter.finish()
            }
            try Task.checkCancellation()
            return switch end.terminationStatus {
            case .exited(0): nil
            case .exited(let code): "it ended with exit code \(code)"
            case .signaled(let signal): "it was ended by signal \(signal)"
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            return
                "it cannot be started: \(Self.words(error)); the program must exist, be executable, and begin with #! if "
                + "it is a script"
        }
    }

    private func executable(_ name: String) -> Executable {
        guard name.contains("/") else { return .name(name) }
        return .path(FilePath(name.hasPrefix("/") ? name : "\(directory)/\(name)"))
    }

    private func variables(_ others: [String: String]) -> [Subprocess.Environment.Key: String] {
        var all: [Subprocess.Environment.Key: String] = ["PATH": Self.usualPath]
        for name in Self.passed {
            if let value = environment.value(name) { all[Subprocess.Environment.Key(stringLiteral: name)] = value }
        }
        for (name, value) in others { all[Subprocess.Environment.Key(stringLiteral: name)] = value }
        return all
    }

    /// What went wrong, without the program's arguments.
    private static func words(_ error: any Error) -> String {
        guard let error = error as? SubprocessError else { return "it failed" }
        switch error.code {
        case .executableNotFound: return "it was not found"
        case .failedToChangeWorkingDirectory: return "the configuration's folder cannot be entered"
        default: return error.underlyingError.map { "\($0)" } ?? "the system refuses"
        }
    }

    /// A program may close its input before it has been told everything, and that must not end this one. The programs
    /// themselves begin with the signal's usual meaning.
    private static let ignoresBrokenPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()
}
