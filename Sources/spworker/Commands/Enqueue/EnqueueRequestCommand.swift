import ArgumentParser
import Foundation
import JobModel
import OperationCatalogue
import SellingPartner

/// `spworker enqueue request`: one call of one operation.
struct EnqueueRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Call one operation.",
        discussion: """
            The call is checked before it is queued. 'spworker operations show NAME' tells an operation's parameters.

            Example: spworker enqueue request orders.getOrder --seller acme --param orderId=902-1845936-5435065
            """)

    @Argument(help: ArgumentHelp("The operation, family.operationId[@version].", valueName: "operation"))
    var operation: String

    @Option(
        name: .customLong("param"), parsing: .singleValue,
        help: ArgumentHelp("A parameter; repeat for more, and for lists.", valueName: "name=value"))
    var parameters: [String] = []

    @Option(help: ArgumentHelp("A file with the JSON body, or - for standard input.", valueName: "file"))
    var body: String?

    @Flag(help: "Read all pages of a listing; its items go to a file, one on a line.")
    var allPages = false

    @Option(
        help: ArgumentHelp(
            "Personal data to ask for, separated by commas: \(DataElements.all.joined(separator: ", ")).",
            valueName: "elements"))
    var dataElements: String?

    @OptionGroup var flags: EnqueueFlags
    @OptionGroup var global: GlobalOptions

    mutating func validate() throws { _ = try NamedValues(parameters, flag: "--param") }

    func run() async throws {
        try await EnqueueSession.run(flags, global) { now in
            // A name that is given more than once becomes a list.
            let parameters = try NamedValues(parameters, flag: "--param").values.mapValues { values -> JSONValue in
                values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) })
            }
            var text: String?
            if let body { text = try await ContentText.read(body, what: "the body") }
            return flags.request(
                kind: "request", operation: operation, parameters: JSONValue.object(parameters).text, body: text,
                options: options, now: now)
        }
    }

    private var options: [String: JSONValue] {
        var options: [String: JSONValue] = [:]
        if allPages { options["allPages"] = true }
        if let dataElements {
            let texts = dataElements.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            options["dataElements"] = .array(texts.map { .string($0) })
        }
        return options
    }
}
