import Foundation
import JobModel
import JobStore
import SQLiteJobStore
import Secrets

/// Looks at the database, and opens the queue in it.
struct DatabaseLook {
    /// What came of it.
    struct Opened: Sendable {
        var findings: [DoctorFinding] = []
        /// The queue; `nil` where there is none that can be used.
        var store: SQLiteJobStore?
        /// Whether a worker has the database, whoever can use it beside.
        var hasWorker = false
    }

    let composition: Composition
    let configuration: Configuration

    /// Looks, judges and opens. Whoever gets a store must close it.
    func open() async -> Opened {
        var opened = Opened()
        let path: String
        do {
            path = try await composition.databasePath(configuration)
        } catch let error as Failure {
            opened.findings = [
                .fault(
                    .database, sentence(error.message.map { $0.replacing("error: ", with: "") } ?? "It has no place"),
                    cure: "Correct 'database:'.")
            ]
            return opened
        } catch {
            opened.findings = [.note(.database, "It was not looked at: the secret that tells its place cannot be had.")]
            return opened
        }
        var sight = (try? await sight(path)) ?? DatabaseCondition.Sight(path: path)
        opened.hasWorker = sight.hasWorker
        if sight.file != nil, sight.trouble == nil, sight.schema.map({ $0.applied == $0.known }) ?? false {
            do {
                opened.store = try await composition.openStore(configuration, migrates: false)
            } catch {
                sight.trouble = Self.trouble(error)
                sight.schema = nil
            }
        }
        opened.findings = DatabaseCondition(sight).findings
        if let store = opened.store { opened.findings += await worker(store, path: store.path) }
        return opened
    }

    private func sight(_ path: String) async throws -> DatabaseCondition.Sight {
        let output = configuration.output
        return try await Offload.run {
            // The files beside the database lie where its links lead.
            let real = URL(filePath: path).resolvingSymlinksInPath().path
            let folder = URL(filePath: real).deletingLastPathComponent().path
            var sight = DatabaseCondition.Sight(path: path)
            sight.file = FileFacts(path: real)
            sight.folder = FileFacts(path: folder)
            sight.logSize = FileFacts(path: real + "-wal")?.size ?? 0
            sight.fileSystem = DatabaseInspection.fileSystem(ofFolder: folder)
            sight.library = DatabaseInspection.libraryVersion()
            sight.hasWorker = WorkerLock.holder(databasePath: real) != nil
            sight.free = Self.freeSpace(folder)
            sight.outputFree = Self.freeSpace(output.directory)
            sight.minFree = output.minFree
            guard sight.file != nil else { return sight }
            do {
                let steps = try SchemaInspection.look(at: real).steps
                sight.schema = (steps.count { $0.appliedAt != nil }, steps.count)
            } catch {
                sight.trouble = Self.trouble(error)
            }
            return sight
        }
    }

    private static func trouble(_ error: any Error) -> StoreError {
        error as? StoreError ?? StoreError(.unexpected, "The database could not be opened.")
    }

    /// Free bytes on the disk that holds the folder, or will hold it.
    private static func freeSpace(_ folder: String) -> Int64? {
        var url = URL(filePath: folder)
        while !FileManager.default.fileExists(atPath: url.path), url.path.count > 1 { url.deleteLastPathComponent() }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: url.path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    }

    private func worker(_ store: SQLiteJobStore, path: String) async -> [DoctorFinding] {
        do {
            var sight = WorkerCondition.Sight()
            sight.lockHolder = try await Offload.run { WorkerLock.holder(databasePath: path) }
            sight.workers = try await store.workers()
            sight.counts = try await store.counts()
            sight.newInboxRows = try await store.inboxCount(status: "new")
            sight.oldestInboxRow = try await store.newInboxRows(limit: 1).first?.createdAt
                .flatMap { Timestamp(iso8601: $0) }
            sight.applications = try await store.applications()
            if try await store.notices(limit: 1).first?.lastError != nil {
                sight.lateNotices = try await store.noticeCount()
            }
            return WorkerCondition(sight, now: composition.now).findings
        } catch {
            let trouble = Self.trouble(error)
            return [
                .fault(
                    .worker, "The queue cannot be read: \(sentence(trouble.message))",
                    cure: "See what is said of the database.")
            ]
        }
    }
}
