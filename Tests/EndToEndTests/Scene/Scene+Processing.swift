import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What scenes have in common whose jobs wait for Amazon's work: reports, feeds and queries.
extension Scene {
    static let download = "documents.get"

    // MARK: Jobs

    /// Puts jobs in, each a line as `enqueue --file` reads it, and says what went wrong.
    func enqueueLines(_ lines: [String]) async throws -> String? {
        try workplace.write("jobs.ndjson", lines.joined(separator: "\n") + "\n")
        let end = try await workplace.start(["enqueue", "--file", "jobs.ndjson"] + world.clock).end()
        return end.code == 0 ? nil : end.errors
    }

    /// Runs a worker by the scene's clock until nothing is left to do.
    func drain(_ more: [String] = [], environment: [String: String] = [:]) async throws -> Program.Ended {
        try await workplace.start(["run", "--drain"] + more + world.clock, environment: environment).end()
    }

    /// Has the worker die at a point, and the next one end what was left.
    func drainTwice(dyingAt point: String) async throws {
        let killed = try await drain(environment: ["SPWORKER_CRASH_AT": point])
        #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
        let drained = try await drain()
        #expect(drained.code == 0, "\(drained.errors)")
    }

    /// Everything that is known of a job.
    func processingJob(_ id: Int) async throws -> ProcessingJob {
        let end = try await workplace.start(["jobs", "show", String(id), "--json"] + world.clock).end()
        guard end.code == 0 else { throw NeverHappened(description: "Job \(id) is shown: \(end.errors)") }
        return try end.json(ProcessingJob.self)
    }

    /// The jobs of a kind, in the order in which they were put in.
    func processingJobs(_ kind: String) async throws -> [ProcessingJob] {
        var jobs: [ProcessingJob] = []
        for job in try await queue.jobs("kind = '\(kind)'") { jobs.append(try await processingJob(job.id)) }
        return jobs
    }

    // MARK: Documents

    /// What the sandbox knows of a document.
    func document(_ id: String) async throws -> SandboxDocument {
        guard let url = URL(string: "\(sandbox.control)/documents/\(id)") else { throw URLError(.badURL) }
        let (data, response) = try await URLSession.shared.data(from: url)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw NeverHappened(description: "The sandbox knows \(id): \(String(decoding: data, as: UTF8.self))")
        }
        return try JSONDecoder().decode(SandboxDocument.self, from: data)
    }

    /// The SHA-256 of a file in the workplace, as another program sees it.
    func sha256(of name: String) async throws -> String {
        let end = try await workplace.start(URL(filePath: "/usr/bin/env"), ["sha256sum", name]).end()
        guard end.code == 0 else { throw NeverHappened(description: "\(name) has a checksum: \(end.errors)") }
        return String(end.output.prefix(64))
    }

    /// Every file below the output directory, half ones too.
    func outputs() throws -> Set<String> {
        let folder = workplace.folder.appending(path: "output").path
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return Set(try FileManager.default.subpathsOfDirectory(atPath: folder))
    }

    /// Whoever has an address can read or write the document, so none stands in the database, the logs or the files.
    ///
    /// - Parameter files: So many files are there to look into, at least.
    func expectNoAddress(inMoreThan files: Int) throws {
        let root = workplace.folder.path
        var looked: [String] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
            guard let data = FileManager.default.contents(atPath: root + "/" + name), !data.isEmpty else { continue }
            looked.append(name)
            for sign in ["X-Amz-Signature", "X-Amz-Credential", "AKIASANDBOX"]
            where data.range(of: Data(sign.utf8)) != nil {
                Issue.record("\(name) holds '\(sign)'")
            }
        }
        #expect(looked.contains("spworker.db") && looked.count > files)
    }
}

extension SandboxLedger {
    /// What calls of an operation have created, for each wording.
    func creations(_ operation: String, of seller: String? = nil) -> [Created.Detail] {
        created.details.filter { $0.operation == operation && (seller == nil || $0.seller == seller) }
    }

    /// Calls of one operation of a seller with a status.
    func calls(_ operation: String, of seller: String, status: Int) -> Int {
        calls.filter { $0.operation == operation && $0.seller == seller && $0.status == status }
            .reduce(0) { $0 + $1.count }
    }
}
