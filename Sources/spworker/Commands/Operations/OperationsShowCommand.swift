import ArgumentParser
import OperationCatalogue
import Overview

/// `spworker operations show`.
struct OperationsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an operation's parameters, plan and paging, and how to call it.",
        discussion: "Example: spworker operations show orders.getOrder")

    @Argument(
        help: ArgumentHelp(
            "The operation, family.operationId[@version] or the bare operationId.", valueName: "operation"))
    var name: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = try Composition(global).console
        let operation: Operation
        do throws(UnknownOperation) {
            operation = try OperationCatalogue.builtIn.operation(named: name)
        } catch {
            let hint = error.suggestions.isEmpty ? " 'spworker operations list' shows all." : ""
            throw Failure(.usage, "error: \(error.description)\(hint)")
        }
        if console.isJSON {
            console.json(operation.detail)
        } else {
            OperationPicture(operation).print(to: console)
        }
    }
}
