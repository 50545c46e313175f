import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension Scene {
    static let createReport = "reports.createReport@2021-06-30"
    static let getReport = "reports.getReport@2021-06-30"
    static let getReportDocument = "reports.getReportDocument@2021-06-30"
    static let download = "documents.get"

    /// Puts report jobs in, each a line as `enqueue --file` reads it, and says what went wrong.
    func enqueueReports(_ lines: [String]) async throws -> String? {
        try workplace.write("reports.ndjson", lines.joined(separator: "\n") + "\n")
        let end = try await workplace.start(["enqueue", "--file", "reports.ndjson"] + world.clock).end()
        return end.code == 0 ? nil : end.errors
    }

    /// Runs a worker by the scene's clock until nothing is left to do.
    func drain(_ more: [String] = [], environment: [String: String] = [:]) async throws -> Program.Ended {
        try await workplace.start(["run", "--drain"] + more + world.clock, environment: environment).end()
    }

    /// Everything that is known of a report's job.
    func report(_ id: Int) async throws -> ReportJob {
        let end = try await workplace.start(["jobs", "show", String(id), "--json"] + world.clock).end()
        guard end.code == 0 else { throw NeverHappened(description: "Job \(id) is shown: \(end.errors)") }
        return try end.json(ReportJob.self)
    }

    /// The jobs of all reports, in the order in which they were put in.
    func reports() async throws -> [ReportJob] {
        var reports: [ReportJob] = []
        for job in try await queue.jobs("kind = 'report'") { reports.append(try await report(job.id)) }
        return reports
    }

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
}

extension SandboxLedger {
    /// When reports were created in the same words, for each wording.
    func createdReports(of seller: String? = nil) -> [Created.Detail] {
        created.details.filter { $0.operation == Scene.createReport && (seller == nil || $0.seller == seller) }
    }

    /// Calls of one operation of a seller with a status.
    func calls(_ operation: String, of seller: String, status: Int) -> Int {
        calls.filter { $0.operation == operation && $0.seller == seller && $0.status == status }
            .reduce(0) { $0 + $1.count }
    }
}
