import Foundation
import Ports
import Secrets
import SellerJobs
import SellingPartner

/// Measures `curl | gunzip` and this program in turn, round by round.
struct DocumentBench: Bench {
    static let name = "document"

    /// The document's bytes when it is inflated.
    var size: Int64 = 2 << 30
    /// How many times both are measured.
    var rounds = 3

    func run(in site: BenchSite) async throws -> BenchReport {
        try await site.with("document") { folder in
            site.say("making a document of \(SizeText.text(size)) ...")
            let sample = try await SampleReport.make(size: size, in: folder, random: site.composition.random)
            let figures = try await serve(sample.path) { try await measure($0, sample, in: folder, of: site) }
            return BenchReport(
                bench: Self.name, lines: figures.lines,
                conditions: [
                    (
                        "document",
                        "\(SizeText.text(size)), gzip of \(SizeText.text(sample.compressed)), in each of \(rounds) rounds"
                    ),
                    ("memory", "resident size, how much it grew while fetching"),
                    ("server", "this program, plain HTTP on 127.0.0.1"), ("disk", site.disk), ("machine", site.machine),
                ],
                note:
                    "The ratio compares a report job's download, with its checks, to the shell's, which leaves the file in "
                    + "memory for the system to write; 1.00 is as fast. It is taken within each round; the median counts."
            )
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

    private func measure(
        _ url: String, _ sample: SampleReport, in folder: URL, of site: BenchSite
    ) async throws -> DocumentBenchFigures {
        let timekeeper = site.composition.realTimekeeper
        return try await site.composition.withBenchTransport { transport in
            var figures = DocumentBenchFigures(size: sample.size)
            for number in 1...rounds {
                let pipeline = try await timePipeline(url, sample, in: folder, timekeeper)
                let (fetch, growth) = try await timeFetch(url, sample, in: folder, transport, timekeeper)
                let round = DocumentBenchFigures.Round(pipeline: pipeline, fetch: fetch, growth: growth)
                figures.rounds.append(round)
                site.say("round \(number) of \(rounds): \(figures.text(of: round))")
            }
            return figures
        }
    }

    /// How long the shell's pipeline takes.
    private func timePipeline(
        _ url: String, _ sample: SampleReport, in folder: URL, _ timekeeper: any Timekeeper
    ) async throws -> Duration {
        let file = folder.appending(path: "pipeline.txt").path
        let start = timekeeper.monotonic()
        try await ShellPipeline.run(#"curl -sf --noproxy '*' "$1" | gunzip > "$2""#, [url, file])
        let time = timekeeper.monotonic() - start
        try await Self.check(file, sample)
        return time
    }

    /// How long this program takes, and by how many bytes its resident memory grew meanwhile.
    private func timeFetch(
        _ url: String, _ sample: SampleReport, in folder: URL, _ transport: any HTTPTransport,
        _ timekeeper: any Timekeeper
    ) async throws -> (time: Duration, growth: Int64) {
        let output = OutputFolder(path: folder.path, minFree: 0)
        let fetch = DocumentFetch(
            transport: transport, timekeeper: timekeeper, form: DocumentForm(), timeout: .seconds(60))
        let memory = ResidentMemory(timekeeper: timekeeper)
        let start = timekeeper.monotonic()
        let (time, growth) = try await memory.growth {
            _ = try await output.store(fetch, at: "fetched.txt", unique: "bench") { _ in
                DocumentAddress(url: Secret(url), compression: "GZIP")
            }
            return timekeeper.monotonic() - start
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
