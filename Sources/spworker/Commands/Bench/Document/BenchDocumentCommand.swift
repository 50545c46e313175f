import ArgumentParser

/// `spworker bench document`: how fast a report's document comes in.
struct BenchDocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: DocumentBench.name, abstract: "Measure downloading a document beside curl and gunzip.",
        discussion: """
            Makes a compressed document like a report of listings and serves it on this machine. Round by round, first \
            'curl | gunzip > file' fetches it, then this program does as a report job would: inflated, checked, as \
            UTF-8, with its SHA-256, on the disk. Both come from the same server and go to the same disk, so that their \
            ratio means something on any machine. Needs curl, gzip and gunzip, and twice the size in free space.

            Example: spworker bench document --size 500MiB --directory /var/lib
            """)

    @Option(
        help: ArgumentHelp("How large the document is when inflated, such as 500MB or 2GiB.", valueName: "size"))
    var size = "2GiB"

    @Option(help: ArgumentHelp("How many times both are measured.", valueName: "n"))
    var rounds = DocumentBench().rounds

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        guard let bytes = SizeText.parse(size), (1 << 10...1 << 40).contains(bytes) else {
            throw ValidationError("--size is a size such as 500MB or 2GiB, from 1KiB to 1TiB.")
        }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
    }

    func run() async throws {
        try await options.print(DocumentBench(size: SizeText.parse(size) ?? 0, rounds: rounds))
    }
}
