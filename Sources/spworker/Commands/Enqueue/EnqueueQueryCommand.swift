import ArgumentParser
import OperationCatalogue

/// `spworker enqueue query`: asks Data Kiosk, and downloads the answer.
struct EnqueueQueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Ask Data Kiosk, wait for the answer and download it.",
        discussion: """
            The query goes into the queue without its comments and white space, in which form it may have 8000 characters. \
            All pages of the answer go into one file, an object a line.

            Example: spworker enqueue query sales.graphql --seller acme --wait
            """)

    @Argument(help: ArgumentHelp("The file with the query in GraphQL, or - for standard input.", valueName: "file"))
    var file: String

    @OptionGroup var document: DocumentFlags
    @OptionGroup var flags: EnqueueFlags
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await EnqueueSession.run(flags, global) { now in
            flags.request(
                kind: "query", body: try await ContentText.read(file, what: "the query"), options: document.options,
                now: now)
        }
    }
}
