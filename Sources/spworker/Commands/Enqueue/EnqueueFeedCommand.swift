import ArgumentParser
import Foundation
import JobModel
import OperationCatalogue
import SellerJobs

/// `spworker enqueue feed`: sends a file, and fetches what became of it.
struct EnqueueFeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Send a feed, wait for it and download its results.",
        discussion: """
            A file is read when the job runs: leave it where it is until then. What comes from standard input goes into the \
            queue with the job.

            With --messages the file has a message of a JSON_LISTINGS_FEED on each line, {"sku": ..., "operationType": ...}; those \
            without a messageId get the number of their line. They become as many feeds as keep each under the size that Amazon \
            advises (10 MiB), a job each, all enqueued or none; a SKU must not be in two of them. A job whose lines \
            have changed meanwhile sends nothing, and fails.

            The job fails when every message of the feed was refused; 'spworker jobs show ID' tells how many were.

            Example: spworker enqueue feed JSON_LISTINGS_FEED listings.json --seller acme --wait
            Example: spworker enqueue feed JSON_LISTINGS_FEED messages.ndjson --messages --seller acme
            """)

    @Argument(help: ArgumentHelp("The feed type, as Amazon writes it.", valueName: "type"))
    var type: String

    @Argument(help: ArgumentHelp("The file with the content, or - for standard input.", valueName: "file"))
    var file: String

    @OptionGroup var stores: MarketplaceFlags

    @Option(
        help: ArgumentHelp(
            "What the content is, with its charset; what the type asks for, in UTF-8, when left out.",
            valueName: "media type"))
    var contentType: String?

    @Option(
        name: .customLong("feed-option"), parsing: .singleValue,
        help: ArgumentHelp("What the type asks for beside the content; repeat for more.", valueName: "name=value"))
    var feedOptions: [String] = []

    @Flag(help: "The file has a message of a JSON_LISTINGS_FEED on each line.")
    var messages = false

    @Option(
        help: ArgumentHelp(
            "With --messages: the language that Amazon tells errors in, for example en_US; that of the store when left out.",
            valueName: "locale"))
    var issueLocale: String?

    @OptionGroup var document: DocumentFlags
    @OptionGroup var flags: EnqueueFlags
    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        _ = try options()
        if messages, type != FeedType.listings {
            throw ValidationError("--messages is for feeds of the type \(FeedType.listings), not '\(type)'.")
        }
        if messages, contentType != nil {
            throw ValidationError("--messages makes JSON of the messages: leave --content-type out.")
        }
        guard let issueLocale else { return }
        if !messages { throw ValidationError("--issue-locale needs --messages.") }
        if issueLocale.wholeMatch(of: /[a-z]{2}_[A-Z]{2}/) == nil {
            throw ValidationError("--issue-locale is a language and a country such as en_US, not '\(issueLocale)'.")
        }
    }

    func run() async throws {
        if messages { return try await enqueueMessages() }
        try await EnqueueSession.run(flags, global) { now in
            var options = try options()
            var body: String?
            if file == "-" {
                body = try await ContentText.read(
                    file, what: "the content", cure: "Write it into a file, and name that instead of -.")
            } else {
                options["file"] = .string(try await checkedFile().path)
            }
            return flags.request(kind: "feed", operation: type, body: body, options: options, now: now)
        }
    }

    private func enqueueMessages() async throws {
        let source: ListingsEnqueue.Source
        if file == "-" {
            source = .text(
                try await ContentText.read(
                    file, what: "the messages", cure: "Write them into a file, and name that instead of -."))
        } else {
            let path = file
            source = .file(
                try await Offload.run { try ContentFile(path, in: FileManager.default.currentDirectoryPath).path })
        }
        try await ListingsEnqueue(flags: flags, global: global).run(source, issueLocale: issueLocale) { now in
            flags.request(kind: "feed", operation: type, options: try options(), now: now)
        }
    }

    /// The file, which is there and not too large.
    private func checkedFile() async throws -> ContentFile {
        let path = file
        let content = try await Offload.run {
            try ContentFile(path, in: FileManager.default.currentDirectoryPath)
        }
        if let problem = FeedSize.problem(content.bytes) { throw Failure(.usage, "error: \(path): \(problem)") }
        if let warning = FeedSize.warning(content.bytes) { Console.printError("warning: \(warning)") }
        return content
    }

    /// The flags as options of the job.
    func options() throws -> [String: JSONValue] {
        var options = document.options
        options["marketplaces"] = stores.option
        options["contentType"] = contentType.map { .string($0) }
        let named = try NamedValues.single(feedOptions, flag: "--feed-option")
        if !named.isEmpty { options["feedOptions"] = .object(named.mapValues { .string($0) }) }
        return options
    }
}
