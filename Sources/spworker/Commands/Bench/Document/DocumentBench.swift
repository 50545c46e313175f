import Foundation
import Ports
import Secrets
import SellerJobs
import SellingPartner

/// Measures `curl | gunzip` and this program in turn, round by round, in a temporary folder.
struct DocumentBench: Sendable {
    private let composition: Composition
    private let size: Int64
    private let rounds: Int

    init(_ composition: Composition, size: Int64, rounds: Int) {
        self.composition = composition
        self.size = size
        self.rounds = rounds
    }

    /// Measures everything, in a new folder inside `parent`, which is removed afterwards. Says each round as it ends.
    ///
    /// - Parameter parent: A folder on the disk to measure; the system's temporary folder when it is `nil`.
    /// - Throws: `Failure`, `CancellationError`, and what keeps a document from being fetched.
    func run(in parent: String?) async throws -> DocumentBenchReport {
        let parent = parent.map { URL(filePath: $0).absoluteURL } ?? FileManager.default.temporaryDirectory
        return try await BenchFolder.with("spworker-bench-\(composition.random.identifier().prefix(8))", in: parent) {
            folder in
            if !composition.console.isJSON {
                composition.console.line("making a document of \(SizeText.text(size)) ...")
            }
            let sample = try await SampleReport.make(size: size, in: folder, random: composition.random)
            let figures = try await serve(sample.path) { try await measure($0, sample, in: folder) }
            return DocumentBenchReport(
                figures: figures, compressed: sample.compressed, directory: parent.path, cores: composition.cores)
        }
    }

    /// Serves a file while `body` runs.
    private func serve<Value: Sendable>(
        _ path: String, _ body: @escaping @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        let server = try await Offload.run { try LoopbackFileServer(serving: path) }
        async let serving: Void = Offload.run { server.serve() }
        let result: Result<Value, any Error>
        do { result = .success(try await body(server.url)) } catch { result = .failure(error) }
        server.stop()
        try await serving
        return try result.get()
    }

    private func measure(_ url: String, _ sample: SampleReport, in folder: URL) async throws -> DocumentBenchFigures {
        try await composition.withBenchTransport { transport in
            var figures = DocumentBenchFigures(size: sample.size)
            for number in 1...rounds {
                let pipeline = try await timePipeline(url, sample, in: folder)
                let (fetch, growth) = try await timeFetch(url, sample, in: folder, transport)
                let round = DocumentBenchFigures.Round(pipeline: pipeline, fetch: fetch, growth: growth)
                figures.rounds.append(round)
                if !composition.console.isJSON {
                    composition.console.line(
                        "round \(number) of \(rounds): \(DocumentBenchReport.text(of: round, in: figures))")
                }
            }
            return figures
        }
    }

    /// How long the shell's pipeline takes.
    private func timePipeline(_ url: String, _ sample: SampleReport, in folder: URL) async throws -> Duration {
        let file = folder.appending(path: "pipeline.txt").path
        let start = composition.realTimekeeper.monotonic()
        try await ShellPipeline.run(#"curl -sf --noproxy '*' "$1" | gunzip > "$2""#, [url, file])
        let time = composition.realTimekeeper.monotonic() - start
        try await Self.check(file, sample)
        return time
    }

    /// How long this program takes, and by how many bytes its resident memory grew meanwhile.
    private func timeFetch(
        _ url: String, _ sample: SampleReport, in folder: URL, _ transport: any HTTPTransport
    ) async throws -> (time: Duration, growth: Int64) {
        let output = OutputFolder(path: folder.path, minFree: 0)
        let fetch = DocumentFetch(
            transport: transport, timekeeper: composition.realTimekeeper, form: DocumentForm(), timeout: .seconds(60))
        let memory = ResidentMemory(timekeeper: composition.realTimekeeper)
        let start = composition.realTimekeeper.monotonic()
        let (time, growth) = try await memory.growth {
            _ = try await output.store(fetch, at: "fetched.txt", unique: "bench") { _ in
                DocumentAddress(url: Secret(url), compression: "GZIP")
            }
            return composition.realTimekeeper.monotonic() - start
        }
        try await Self.check(folder.appending(path: "fetched.txt").path, sample)
        return (time, growth)
    }

    /// Makes sure that the whole document has come, and removes it: what lies in memory for the disk must not slow down the next
    /// measurement.
    private static func check(_ path: String, _ sample: SampleReport) async throws {
        try await Offload.run {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
            guard size?.int64Value == sample.size else {
                throw Failure(
                    .no,
                    "error: \(size?.int64Value ?? 0) of \(sample.size) bytes came. Is there room in \(path)? Name another "
                        + "folder with --directory.")
            }
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
