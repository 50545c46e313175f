import Foundation
import JobModel
import JobStore
import Ports
import PostgresJobStore
import SQLiteJobStore
import Secrets

/// Looks at the database, and opens the queue in it.
struct DatabaseLook {
    /// What came of it.
    struct Opened: Sendable {
        var findings: [DoctorFinding] = []
        /// The queue; `nil` where there is none that can be used.
        var store: (any OpenedStore)?
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
            switch try await composition.databaseLocation(configuration) {
            case .sqlite(let file): path = file
            case .postgres(let url): return await openServer(url)
            case .reference: return opened
            }
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
        if let store = opened.store { opened.findings += await worker(store) }
        return opened
    }

    private func openServer(_ url: Secret) async -> Opened {
        var opened = Opened()
        let clock = composition.timekeeper
        do {
            let address = try ServerAddress(url.reveal())
            let (facts, steps) = try await Offload.run {
                let facts = try ServerFacts.ask(address) { Timestamp(microseconds: clock.wallMicroseconds()) }
                return (facts, try ServerSchema.look(at: address).steps)
            }
            let schema = (applied: steps.count { $0.appliedAt != nil }, known: steps.count)
            opened.findings = ServerCondition(place: address.shown, facts: facts, schema: schema).findings
            guard schema.applied >= schema.known else { return opened }
            let store = try await composition.openStore(configuration, migrates: false)
            opened.store = store
            opened.findings += await worker(store)
            opened.hasWorker = (try? await store.workerHolder(now: composition.now)) != nil
        } catch {
            opened.findings.append(
                .fault(
                    .database, sentence(Self.trouble(error).message),
                    cure: "Correct 'database:', or start the server; 'psql' with the same address tells more."))
        }
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

    private func worker(_ store: any OpenedStore) async -> [DoctorFinding] {
        do {
            var sight = WorkerCondition.Sight()
            sight.lockHolder = try await store.workerHolder(now: composition.now)
            sight.isShared = store.isShared
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
