import ArgumentParser
import JobModel
import OperationCatalogue

/// `spworker enqueue report`: orders a report, waits for it and downloads it.
struct EnqueueReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Order a report, wait for it and download it.",
        discussion: """
            A report that an open job of the seller orders already is not ordered again: the command prints that job. \
            Reports that Amazon makes by itself, such as settlements, are looked up instead.

            Example: spworker enqueue report GET_MERCHANT_LISTINGS_ALL_DATA --seller acme --from 7d --wait
            """)

    @Argument(help: ArgumentHelp("The report type, as Amazon writes it.", valueName: "type"))
    var type: String

    @OptionGroup var stores: MarketplaceFlags

    @Option(
        help: ArgumentHelp(
            "The period's begin: ISO 8601 with a zone, a date for midnight UTC, or how long ago, for example 7d.",
            valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("The period's end, likewise.", valueName: "time"))
    var to: String?

    @Option(
        name: .customLong("option"), parsing: .singleValue,
        help: ArgumentHelp("What the type asks for beside that; repeat for more.", valueName: "name=value"))
    var reportOptions: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take a report of the same kind that Amazon has and that is no older than this, for example 2h.",
            valueName: "duration"))
    var reuse: String?

    @Flag(help: "Fail when there is nothing to report; otherwise that succeeds without a file.")
    var emptyFails = false

    @OptionGroup var document: DocumentFlags
    @OptionGroup var conversion: ConversionFlags
    @OptionGroup var flags: EnqueueFlags
    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        _ = try options(now: .distantPast)
        if let reuse, Duration(text: reuse) == nil {
            throw ValidationError("--reuse '\(reuse)' is not a duration such as 30m, 2h or 1d.")
        }
    }

    func run() async throws {
        try await EnqueueSession.run(flags, global) { now in
            flags.request(kind: "report", operation: type, options: try options(now: now), now: now)
        }
    }

    /// The flags as options of the job.
    func options(now: Timestamp) throws -> [String: JSONValue] {
        var options = document.options.merging(conversion.options) { $1 }
        options["marketplaces"] = stores.option
        for (name, text) in [("from", from), ("to", to)] {
            options[name] = try text.map { .string(try PastTime($0, flag: "--\(name)").instant(now: now).iso8601) }
        }
        let named = try NamedValues.single(reportOptions, flag: "--option")
        if !named.isEmpty { options["reportOptions"] = .object(named.mapValues { .string($0) }) }
        options["reuse"] = reuse.map { .string($0) }
        if emptyFails { options["emptyFails"] = true }
        return options
    }
}
