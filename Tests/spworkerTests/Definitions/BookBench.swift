import ArgumentParser
import Foundation
import JobModel
import JobStore
import Logging
import SellerJobs

@testable import spworker

/// A folder of definitions with the book that reads it.
final class BookBench: Sendable {
    let folder: URL
    let holder: DirectoryHolder
    let book: DefinitionBook

    /// - Parameters:
    ///   - files: The files of the folder, by name.
    ///   - configuration: The sellers; those of `DefinitionSellers` unless told otherwise.
    init(_ files: [String: String] = [:], _ configuration: Configuration? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "spworker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let composition = try Composition(try GlobalOptions.parse([]))
        holder = DirectoryHolder(composition.directory(try configuration ?? DefinitionSellers.configuration()))
        book = Self.book(folder, holder)
        for (name, text) in files { try write(name, text) }
    }

    /// Another book of the same folder and sellers, as the next start of a worker has it.
    static func book(_ folder: URL, _ holder: DirectoryHolder) -> DefinitionBook {
        DefinitionBook(
            DefinitionFolder(path: folder.path, zones: testZones), directory: holder,
            admission: DefinitionAdmission(admissions: KindAdmissions(directory: holder), environment: { _ in nil }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: folder.appending(path: name)) }

    /// The plans by definition and seller, as they stand now.
    func plans(now: Timestamp = DefinitionSellers.now) async -> [String: SchedulePlan] {
        _ = await book.edition()
        let plans = await book.plans(now: now).plans
        return Dictionary(plans.map { ("\($0.key.definition) \($0.key.seller)", $0) }) { first, _ in first }
    }

    /// A row of the definition `sync` for a seller, as it stands when its time has come.
    func row(
        due: Timestamp, last: Timestamp? = nil, cursor: Timestamp? = nil, seller: String = "acme",
        region: String = "EU"
    ) -> ScheduleRow {
        ScheduleRow(
            id: 1, key: ScheduleKey(definition: "sync", seller: seller, region: region), application: "main",
            signature: "any", nextFireAt: due, lastFireAt: last, cursor: cursor?.iso8601)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
