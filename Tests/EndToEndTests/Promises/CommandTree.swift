import Foundation

/// The commands of the program, as it tells them itself.
struct CommandTree: Decodable {
    private struct Dump: Decodable {
        let command: CommandTree
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            let name: String
        }
        let names: [Name]?
    }

    private let commandName: String
    private let shouldDisplay: Bool
    private let subcommands: [CommandTree]?
    private let arguments: [Argument]?

    /// One command.
    struct Command {
        /// The words that lead to it, without the program's name; empty for the program itself.
        let words: [String]
        /// Whether it can print JSON.
        let hasJSON: Bool

        /// The name of its golden files.
        var name: String { words.isEmpty ? "spworker" : words.joined(separator: "-") }
    }

    /// Every command and subcommand that people are shown, but for the parser's own `help`.
    static func all(in workplace: Workplace) async throws -> [Command] {
        let dump = try await workplace.run("--experimental-dump-help").json(Dump.self)
        return dump.command.commands(below: [])
    }

    private func commands(below words: [String]) -> [Command] {
        let hasJSON = arguments?.contains { $0.names?.contains { $0.name == "json" } ?? false } ?? false
        return [Command(words: words, hasJSON: hasJSON)]
            + (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay }.flatMap {
                $0.commands(below: words + [$0.commandName])
            }
    }
}
