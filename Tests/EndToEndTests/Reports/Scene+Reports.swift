extension Scene {
    static let createReport = "reports.createReport@2021-06-30"
    static let getReport = "reports.getReport@2021-06-30"
    static let getReportDocument = "reports.getReportDocument@2021-06-30"

    /// Puts report jobs in, each a line as `enqueue --file` reads it, and says what went wrong.
    func enqueueReports(_ lines: [String]) async throws -> String? { try await enqueueLines(lines) }

    /// Everything that is known of a report's job.
    func report(_ id: Int) async throws -> ProcessingJob { try await processingJob(id) }

    /// The jobs of all reports, in the order in which they were put in.
    func reports() async throws -> [ProcessingJob] { try await processingJobs("report") }
}

extension SandboxLedger {
    /// When reports were created in the same words, for each wording.
    func createdReports(of seller: String? = nil) -> [Created.Detail] { creations(Scene.createReport, of: seller) }
}
