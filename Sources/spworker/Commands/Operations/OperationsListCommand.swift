import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker operations list`.
struct OperationsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List operations.", discussion: "Example: spworker operations list orders")

    @Argument(help: ArgumentHelp("Only operations whose name or path holds this.", valueName: "text"))
    var text: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = try Composition(global).console
        let operations = OperationCatalogue.builtIn.all.filter { isWanted($0) }
        if console.isJSON {
            return console.json(.object(["operations": .array(operations.map(\.json))]))
        }
        guard !operations.isEmpty else {
            return console.line(
                "No operation's name or path holds '\(text?.plain ?? "")'. 'spworker operations list' shows all.")
        }
        var table = Table([
            ("NAME", .left), ("METHOD", .left), ("PATH", .left), ("RATE", .right), ("BURST", .right), ("FLAGS", .left),
        ])
        for operation in operations {
            table.add([
                (operation.name, nil), (operation.method, nil), (operation.path, .faint),
                (operation.plan.map { LanePlan(rate: $0.rate, burst: $0.burst).rateText } ?? "-", nil),
                (operation.plan.map { String($0.burst) } ?? "-", nil),
                (operation.flags.joined(separator: " "), operation.deprecation == nil ? nil : .warning),
            ])
        }
        table.print(to: console)
    }

    private func isWanted(_ operation: Operation) -> Bool {
        guard let text = text?.lowercased() else { return true }
        return operation.name.lowercased().contains(text) || operation.path.lowercased().contains(text)
    }
}

extension Operation {
    /// What is special about the operation, a word each.
    var flags: [String] {
        [
            grantlessScope == nil ? nil : "grantless", isRestricted ? "restricted" : nil,
            deprecation == nil ? nil : "deprecated", repetition == .unsafe ? "unsafe" : nil,
            isSandboxOnly ? "sandbox-only" : nil,
        ].compactMap { $0 }
    }
}
