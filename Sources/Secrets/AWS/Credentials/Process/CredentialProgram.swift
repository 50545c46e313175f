package import Ports
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that prints keys.
package protocol CredentialProgram: Sendable {
    /// Runs the program with its arguments, without a shell, and gives how it ended and what it printed.
    ///
    /// - Throws: `SecretError` when it cannot be run or prints too much.
    func run(_ arguments: [String]) async throws(SecretError) -> (exitCode: Int32, output: [UInt8])
}

/// Runs programs as processes of this machine, with the process environment.
///
/// What a program prints is read while it runs, up to 64 KiB; what it says of errors goes nowhere, because it may hold
/// keys. A cancelled task kills it.
package struct LocalCredentialProgram: CredentialProgram {
    private static let limit = 1 << 16

    private let environment: any Ports.Environment

    /// Creates a runner.
    ///
    /// - Parameter environment: What programs find in their environment.
    package init(environment: any Ports.Environment) {
        self.environment = environment
    }

    package func run(_ arguments: [String]) async throws(SecretError) -> (exitCode: Int32, output: [UInt8]) {
        guard let program = arguments.first, !program.isEmpty,
            arguments.allSatisfy({ !$0.utf8.contains(0) })
        else {
            throw SecretError(.invalid, reference: nil, message: "there is no program to run", cure: "name one")
        }
        var variables: [Subprocess.Environment.Key: String] = [:]
        for name in environment.names {
            guard let key = Subprocess.Environment.Key(rawValue: name) else { continue }
            variables[key] = environment.value(name)
        }
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(arguments.dropFirst())), environment: .custom(variables),
                platformOptions: Self.options, input: .none, output: .bytes(limit: Self.limit), error: .discarded)
            switch result.terminationStatus {
            case .exited(let code): return (code, result.standardOutput)
            case .signaled(let signal): return (128 + signal, result.standardOutput)
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw SecretError(
                .invalid, reference: nil, message: "\(program) cannot be run",
                cure: "check that it exists and may be run, or write its whole path")
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw SecretError(
                .invalid, reference: nil, message: "\(program) prints more than \(Self.limit) bytes",
                cure: "let it print one JSON object")
        } catch {
            throw SecretError(
                .unavailable, reference: nil, message: "\(program) did not run to its end", cure: "try again")
        }
    }

    /// A session of its own, so that what the program starts ends with it.
    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
        ]
        return options
    }
}
