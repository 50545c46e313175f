import ArgumentParser
import Dashboard
import JobModel
import JobStore
import Secrets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a command ends with another exit code than 0.
struct Failure: Error {
    /// The exit codes, the same for every command.
    enum Code: Int32 {
        case done = 0
        /// The answer is no.
        case no = 1
        /// Usage or configuration.
        case usage = 2
        /// The store cannot be used.
        case store = 3
        /// A secret or token could not be had.
        case secret = 4
        /// A wait timed out.
        case timeout = 124
        /// Interrupted.
        case interrupted = 130
    }

    let code: Code
    /// What to print on standard error; `nil` prints nothing.
    let message: String?

    init(_ code: Code, _ message: String? = nil) {
        self.code = code
        self.message = message
    }

    /// Finds the code and the words for any error.
    init(_ error: any Error, from root: any ParsableCommand.Type) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as StoreError:
            self.init(.store, "error: \(error.message)")
        case let error as ConfigurationError:
            self.init(.usage, error.description)
        case let error as JobRejection:
            self.init(.usage, error.problems.map { "error: \($0)" }.joined(separator: "\n"))
        case let error as SecretError:
            self.init(.secret, "error: \(error.description)")
        case let error as DashboardError:
            self.init(error.reason == .address ? .no : .usage, "error: \(error.message).")
        case is CancellationError:
            self.init(.interrupted)
        default:
            // The parser's own: help and version print to standard output and are no failures.
            if root.exitCode(for: error) == .success {
                print(ParserText.tidy(root.message(for: error)))
                self.init(.done)
            } else if error is ExitCode {
                self.init(.no)
            } else {
                self.init(.usage, ParserText.tidy(root.fullMessage(for: error)))
            }
        }
    }

    /// Prints the message and leaves.
    func exit() -> Never {
        fflush(nil)
        if let message { Console.printError(message) }
        #if canImport(Glibc)
            Glibc.exit(code.rawValue)
        #elseif canImport(Musl)
            Musl.exit(code.rawValue)
        #else
            Darwin.exit(code.rawValue)
        #endif
    }
}
