import ArgumentParser
import Foundation
import JobModel
import JobStore
import OperationCatalogue
import SQLiteJobStore
import SellerJobs
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

    mutating func validate() throws {
        for parameter in parameters where !parameter.contains("=") || parameter.hasPrefix("=") {
            throw ValidationError("--param '\(parameter)' is not NAME=VALUE.")
        }
    }

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: true)
        for notice in configuration.notices { Console.printError("note: \(notice).") }
        let admission = RequestAdmission(directory: DirectoryHolder(composition.directory(configuration)))
        let admitted = try admission.admit(try await request(now: composition.now), now: composition.now)
        let store = try await composition.openStore(configuration)
        do {
            let enqueued = try await store.enqueue([admitted.job])[0]
            try await EnqueueReport(composition, store, admitted, enqueued, flags).finish()
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private func request(now: Timestamp) async throws -> JobRequest {
        var options: [String: JSONValue] = [:]
        if let timeout = flags.timeout { options["timeout"] = .string(timeout) }
        if allPages { options["allPages"] = true }
        if let dataElements {
            let texts = dataElements.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            options["dataElements"] = .array(texts.map { .string($0) })
        }
        if let window = flags.uniqueFor { options["uniqueFor"] = .string(window) }
        return JobRequest(
            kind: "request", seller: flags.seller, region: flags.region, operation: operation,
            parameters: parameterObject.text, body: try await bodyText(), options: JSONValue.object(options).text,
            runAt: flags.start(now: now), priority: flags.priority, uniqueKey: flags.unique,
            maxAttempts: flags.maxAttempts, deadline: flags.deadline.flatMap { Timestamp(iso8601: $0) },
            output: flags.output)
    }

    /// `name=value` pairs as an object; a name that is given more than once becomes a list.
    private var parameterObject: JSONValue {
        var members: [String: [JSONValue]] = [:]
        for parameter in parameters {
            guard let equals = parameter.firstIndex(of: "=") else { continue }
            members[String(parameter[..<equals]), default: []].append(
                .string(String(parameter[parameter.index(after: equals)...])))
        }
        return .object(members.mapValues { $0.count == 1 ? $0[0] : .array($0) })
    }

    private func bodyText() async throws -> String? {
        guard let body else { return nil }
        let bytes = try await Offload.run { () throws -> Data in
            if body == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
            guard let data = FileManager.default.contents(atPath: body) else {
                throw Failure(.usage, "error: the body's file \(body) cannot be read.")
            }
            return data
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, "error: the body must be UTF-8 text.")
        }
        return text
    }
}
