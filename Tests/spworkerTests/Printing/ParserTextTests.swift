import ArgumentParser
import Testing

@testable import spworker

@Suite("What the parser writes")
struct ParserTextTests {
    @Test("Usage names a command's own flags, and stands for the common ones")
    func usage() {
        #expect(help(JobsShowCommand.self).contains("USAGE: spworker jobs show <id> [<options>]\n"))
        #expect(
            help(RunCommand.self).contains(
                "USAGE: spworker run [--drain] [--concurrency <n>] [--no-migrate] [<options>]\n"))
        #expect(help(JobsListCommand.self).contains("USAGE: spworker jobs list [<options>]\n"))
        // The flags themselves are told all the same.
        #expect(help(JobsShowCommand.self).contains("  --log-format <format>"))
    }

    @Test("Help ends with its last line")
    func end() {
        #expect(help(InitCommand.self).hasSuffix("Show help information."))
    }

    @Test("Errors of the parser begin as all errors do")
    func errors() throws {
        let error = try #require(throws: (any Error).self) { try Spworker.parseAsRoot(["jobs", "show", "x"]) }
        let message = try #require(Failure(error, from: Spworker.self).message)
        #expect(message.hasPrefix("error: "))
        #expect(message.contains("\nUsage: spworker jobs show <id> [<options>]\n"))
    }

    private func help(_ command: any ParsableCommand.Type) -> String {
        ParserText.tidy(Spworker.helpMessage(for: command, columns: 80))
    }
}

@Suite("Mistyped commands")
struct MistypedCommandTests {
    private func mistyped(_ words: String...) -> MistypedCommand? { MistypedCommand(words, root: Spworker.self) }

    @Test("A word that names no command is found at any depth, and the nearest names are told")
    func found() throws {
        let top = try #require(mistyped("stauts")).failure
        #expect(top.code == .usage)
        #expect(
            top.message == """
                error: there is no command 'spworker stauts'. Did you mean 'spworker status'?
                'spworker --help' shows all.
                """)
        let below = try #require(mistyped("help", "jobs", "lst")).failure
        #expect(below.message?.contains("Did you mean 'spworker jobs list'?") == true)
        #expect(below.message?.hasSuffix("'spworker jobs --help' shows all.") == true)
    }

    @Test("Commands, their arguments and flags are none")
    func none() {
        #expect(mistyped() == nil && mistyped("status") == nil && mistyped("--version") == nil)
        #expect(mistyped("jobs", "show", "7") == nil && mistyped("jobs", "--limit", "3") == nil)
        #expect(mistyped("migrate", "status") == nil && mistyped("migrate", "up") == nil)
        #expect(mistyped("backup", "copy.db") == nil && mistyped("help", "jobs", "list") == nil)
    }

    @Test("It explains a failure only when the parser stumbled over that word")
    func explains() throws {
        let typo = try #require(mistyped("operations", "orders"))
        #expect(typo.explains(Failure(.usage, "error: Unexpected argument 'orders'\nUsage: x")))
        #expect(!typo.explains(Failure(.usage, "error: Unknown option '--odd'\nUsage: x")))
        #expect(!typo.explains(Failure(.store, "error: Unexpected argument 'orders'")))
    }
}
