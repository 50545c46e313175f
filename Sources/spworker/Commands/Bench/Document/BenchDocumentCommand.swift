import ArgumentParser
import UnixSignals

/// `spworker bench document`: how fast a report's document comes in.
struct BenchDocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Measure downloading a document beside curl and gunzip.",
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
    var rounds = 3

    @Option(
        help: ArgumentHelp(
            "A folder on the disk to measure; a temporary folder is made in it and removed.", valueName: "dir"))
    var directory: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard let bytes = SizeText.parse(size), (1 << 10...1 << 40).contains(bytes) else {
            throw ValidationError("--size is a size such as 500MB or 2GiB, from 1KiB to 1TiB.")
        }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
        if global.timeScale != nil {
            throw ValidationError("What is measured needs real time: leave --time-scale out.")
        }
    }

    func run() async throws {
        let composition = try Composition(global)
        let bench = DocumentBench(composition, size: SizeText.parse(size) ?? 0, rounds: rounds)
        let report = try await withThrowingTaskGroup(of: DocumentBenchReport?.self) { group in
            group.addTask { try await bench.run(in: directory) }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { return nil }
                return nil
            }
            defer { group.cancelAll() }
            // A signal comes first: the bench is cancelled, and the group waits until its folder is gone.
            guard let report = try await group.next() ?? nil else { throw Failure(.interrupted) }
            return report
        }
        report.print(to: composition.console)
    }
}
