import ArgumentParser
import OperationCatalogue
import Overview

/// A word that stands where a command's name is due and names none.
///
/// The parser calls it an argument too many of whatever command is run by default, which leads people to the wrong help.
struct MistypedCommand {
    private let word: String
    private let path: [String]
    private let known: [String]

    /// Follows the words down the tree of commands. `nil` when each names a command, or none is due.
    init?(_ arguments: [String], root: any ParsableCommand.Type) {
        var words = arguments[...]
        if words.first == "help" { words.removeFirst() }
        var path = [root._commandName]
        var command = root
        while let word = words.popFirst(), !word.hasPrefix("-") {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty else { return nil }
            guard let next = subcommands.first(where: { $0._commandName == word }) else {
                self.word = word
                self.path = path
                known = subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
                return
            }
            path.append(word)
            command = next
        }
        return nil
    }

    /// Whether the parser stumbled over this very word.
    func explains(_ failure: Failure) -> Bool {
        guard failure.code == .usage, let message = failure.message?.lowercased() else { return false }
        return message.hasPrefix("error: unexpected argument '\(word.lowercased())'")
    }

    /// What to say instead.
    var failure: Failure {
        let name = path.joined(separator: " ")
        let near = NearestNames(to: word).nearest(among: known)
        let hint = near.isEmpty ? "" : " Did you mean \(near.map { "'\(name) \($0)'" }.joined(separator: " or "))?"
        return Failure(
            .usage,
            """
            error: there is no command '\(name) \(word.plain)'.\(hint)
            '\(name) --help' shows all.
            """)
    }
}
