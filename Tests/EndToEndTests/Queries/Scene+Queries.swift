import Foundation
import Testing

extension Scene {
    static let createQuery = "dataKiosk.createQuery@2023-11-15"
    static let getDocument = "dataKiosk.getDocument@2023-11-15"

    /// A query as Data Kiosk takes it. It holds no quotes, so that it may stand in JSON as it is.
    static let queryText =
        "query Sales { analytics_salesAndTraffic_2024_04_24 { salesAndTrafficByDate(aggregateBy: DAY) { startDate } } }"

    /// The file of a query's job holds what the sandbox's documents hold, one behind the other, and nothing else; and the
    /// job knows it.
    ///
    /// - Parameter documents: So many there are.
    func expectPages(_ documents: Int, of job: ProcessingJob, in name: String) async throws {
        let who = job.seller ?? name
        #expect(job.documents.count == documents, "\(who): \(job.steps)")
        let folder = workplace.folder
        let file = try Data(contentsOf: folder.appending(path: "output/\(name)"))
        var rest = file[...]
        for (number, id) in job.documents.enumerated() {
            let document = try await document(id)
            let page = "page-\(job.id)-\(number + 1)"
            try Data(rest.prefix(document.text.bytes)).write(to: folder.appending(path: page))
            #expect(try await sha256(of: page) == document.text.sha256, "\(who): page \(number + 1)")
            rest = rest.dropFirst(document.text.bytes)
        }
        #expect(rest.isEmpty, "\(who): \(rest.count) bytes belong to no page")
        #expect(job.result?.path == name && job.result?.bytes == file.count, "\(who): \(job)")
        #expect(try await sha256(of: "output/\(name)") == job.result?.sha256, "\(who)")
    }
}
