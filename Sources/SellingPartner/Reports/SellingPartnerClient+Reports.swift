extension SellingPartnerClient {
    /// Creates a report, waits until it is done and begins to download it.
    ///
    /// It takes minutes to hours. Nothing is kept: after a crash the report is there and its id is lost, so for anything
    /// that must not be asked for twice, create the report yourself and keep its id, or use spworker's queue.
    ///
    /// - Parameters:
    ///   - order: Which report.
    ///   - polling: How often to look.
    /// - Returns: The document.
    /// - Throws: ``CallFailure`` with the code `noDocument` when the report ends without one (most often there is no
    ///   data), is fatal or takes too long, with `storageRefused` when the document cannot be had; otherwise as
    ///   ``createReport(_:)``, ``report(_:)`` and `CancellationError`.
    public func downloadReport(_ order: ReportOrder, polling: Polling = Polling()) async throws -> DocumentDownload {
        let record = try await waitForReport(try await createReport(order), polling: polling)
        guard record.processingStatus == .done, let document = record.reportDocumentId else {
            let status = record.processingStatus?.rawValue ?? "without a status"
            let explanation = record.reportDocumentId.map { "; document \($0) explains it" } ?? ""
            throw CallFailure(
                .noDocument, operation: "reports.getReport@2021-06-30",
                detail: "report \(record.reportId ?? "") of type \(order.reportType) ended \(status)\(explanation)")
        }
        return try await reportDocument(document)
    }

    /// Asks for a report, by `reports.createReport`.
    ///
    /// - Returns: The report's id.
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer. The code
    ///   `doubtful` means that the report may have been created: look with `reports.getReports` before you ask again.
    public func createReport(_ order: ReportOrder) async throws -> String {
        struct Answer: Decodable { var reportId: String }
        return try await core.value("reports.createReport@2021-06-30", body: order, as: Answer.self).reportId
    }

    /// Looks how far a report is, by `reports.getReport`.
    ///
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func report(_ id: String) async throws -> ReportRecord {
        try await core.value(
            "reports.getReport@2021-06-30", ["reportId": CallParameter(id)], as: ReportRecord.self)
    }

    /// Looks at a report until it has ended, well or not.
    ///
    /// - Parameters:
    ///   - id: The report's id.
    ///   - polling: How often to look.
    /// - Throws: ``CallFailure`` with the code `noDocument` when it takes too long, otherwise as ``report(_:)``.
    public func waitForReport(_ id: String, polling: Polling = Polling()) async throws -> ReportRecord {
        try await core.wait("reports.getReport@2021-06-30", polling, status: \.processingStatus) {
            try await report(id)
        }
    }

    /// Begins to download a report's document, by `reports.getReportDocument`.
    ///
    /// A restricted data token for the document is asked for first. Amazon gives none for a report that holds no
    /// personal data: that one is fetched with the access token.
    ///
    /// - Throws: ``CallFailure`` with the code `storageRefused` when the storage does not hand it out; otherwise as
    ///   ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func reportDocument(_ id: String) async throws -> DocumentDownload {
        try await core.download("reports.getReportDocument@2021-06-30", "reportDocumentId", id)
    }
}
