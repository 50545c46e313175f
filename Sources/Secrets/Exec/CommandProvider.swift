package import Ports
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Answers `exec:["program", "argument"]#key` with what a program prints: one line, or content with keys.
///
/// No shell stands between: each argument reaches the program as it is written. What the program says on its standard
/// error is thrown away, because it may repeat the secret.
package struct CommandProvider: SecretProvider {
    /// The most that a program may print, in bytes.
    package static let largestOutput = 1 << 20
    /// How many programs run at once.
    private static let atOnce = 4

    private let directory: String
    private let environment: any Ports.Environment
    private let timekeeper: any Timekeeper
    private let timeLimit: Duration
    private let gate = CommandGate(limit: Self.atOnce)

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - directory: The folder that programs run in, and that a program's path starts from when it holds a slash and
    ///     does not begin with one.
    ///   - environment: The variables that programs are given; `PATH` also tells where they are looked for.
    ///   - timekeeper: Measures the time limit.
    ///   - timeLimit: How long a program may take, after which it is ended. 30 seconds unless set.
    package init(
        directory: String, environment: any Ports.Environment, timekeeper: any Timekeeper,
        timeLimit: Duration = .seconds(30)
    ) {
        self.directory = directory
        self.environment = environment
        self.timekeeper = timekeeper
        self.timeLimit = timeLimit
    }

    package var schemes: Set<SecretReference.Scheme> { [.exec] }

    package func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        guard let program = reference.arguments.first, !reference.arguments.contains(where: { $0.contains("\0") })
        else {
            throw SecretError(
                .invalid, reference: reference.description, message: "an argument holds a zero byte",
                cure: "leave it out")
        }
        await gate.enter()
        let ended = await run(program, Array(reference.arguments.dropFirst()))
        await gate.leave()
        let text = try text(ended, program, reference)
        let value = try SecretDocument(text: text, reference: reference.description).value(key: reference.key)
        if reference.key == nil, value.contains(where: \.isNewline) {
            throw SecretError(
                .invalid, reference: reference.description, message: "\(program) printed several lines",
                cure: "let it print the secret alone, or JSON, and name the key after #")
        }
        return ResolvedSecret(
            secret: Secret(value), source: "the output of \(program)" + (reference.key.map { ", key \($0)" } ?? ""))
    }

    // MARK: Running

    private enum Ended: Sendable {
        case exited(TerminationStatus, output: [UInt8])
        case failed(SubprocessError)
        case tookTooLong
        case cancelled
    }

    private func run(_ program: String, _ arguments: [String]) async -> Ended {
        await withTaskGroup(of: Ended.self) { group in
            group.addTask { await self.start(program, arguments) }
            group.addTask {
                do {
                    try await timekeeper.sleep(for: timeLimit)
                    return .tookTooLong
                } catch {
                    return .cancelled
                }
            }
            let first = await group.next() ?? .cancelled
            // Ends the program when it still runs; the group waits until it is gone.
            group.cancelAll()
            return first
        }
    }

    private func start(_ program: String, _ arguments: [String]) async -> Ended {
        var variables: [Subprocess.Environment.Key: String] = [:]
        for name in environment.names {
            if let key = Subprocess.Environment.Key(rawValue: name) { variables[key] = environment.value(name) }
        }
        var options = PlatformOptions()
        // A session of its own: what the program starts ends with it.
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
        ]
        let executable: Executable =
            if !program.contains("/") {
                .name(program)
            } else {
                .path(FilePath(program.hasPrefix("/") ? program : directory + "/" + program))
            }
        do {
            let result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), environment: .custom(variables),
                workingDirectory: FilePath(directory), platformOptions: options, input: .none,
                output: .bytes(limit: Self.largestOutput), error: .discarded)
            if Task.isCancelled { return .cancelled }
            return .exited(result.terminationStatus, output: result.standardOutput)
        } catch let error as SubprocessError {
            return .failed(error)
        } catch {
            return .cancelled
        }
    }

    // MARK: What it means

    private func text(
        _ ended: Ended, _ program: String, _ reference: SecretReference
    ) throws(SecretError) -> String {
        func error(_ code: SecretError.Code, _ message: String, _ cure: String) -> SecretError {
            SecretError(code, reference: reference.description, message: message, cure: cure)
        }
        let byHand = "run it by hand as this user to see why"
        let bytes: [UInt8]
        switch ended {
        case .exited(.exited(0), let output): bytes = output
        case .exited(.exited(let code), _):
            throw error(.unavailable, "\(program) ended with exit code \(code)", byHand)
        case .exited(.signaled(let signal), _):
            throw error(.unavailable, "\(program) was ended by signal \(signal)", byHand)
        case .tookTooLong:
            throw error(.unavailable, "\(program) took longer than \(timeLimit) and was ended", byHand)
        case .cancelled: throw error(.unavailable, "the question was cancelled", "ask again")
        case .failed(let failure) where failure.code == .outputLimitExceeded:
            throw error(.invalid, "\(program) printed more than 1 MiB", "let it print the secret alone")
        case .failed(let failure) where failure.code == .executableNotFound:
            throw error(
                .invalid, "there is no program \(program) that this user may run",
                "install it, or write its whole path; PATH is \(environment.value("PATH") ?? "not set")")
        case .failed(let failure) where failure.code == .failedToChangeWorkingDirectory:
            throw error(.invalid, "the folder \(directory) cannot be entered", "check that it exists")
        case .failed: throw error(.unavailable, "\(program) could not be started or read", byHand)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
            throw error(.invalid, "\(program) printed something that is not text", "let it print UTF-8 text or base64")
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            throw error(.invalid, "\(program) printed nothing", byHand)
        }
        return text
    }
}
