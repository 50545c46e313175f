import JobModel
import JobStore
import SellerJobs

/// Puts the feeds into the queue that a file of messages becomes: a job each, all in one transaction.
struct ListingsEnqueue {
    /// Where the messages come from.
    enum Source: Sendable {
        /// The file of this path: its jobs read it again.
        case file(String)
        /// This text: it goes into the queue with the jobs.
        case text(String)
    }

    let flags: EnqueueFlags
    let global: GlobalOptions

    /// - Parameters:
    ///   - issueLocale: The language that Amazon tells errors in; `nil` for that of the store.
    ///   - request: Puts together what every feed is asked for with, without content; gets the present time.
    /// - Throws: `JobRejection`, `Failure`, `StoreError`, `ConfigurationError`.
    func run(_ source: Source, issueLocale: String?, request: (Timestamp) throws -> JobRequest) async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: true)
        for notice in configuration.notices { Console.printError("note: \(notice).") }
        let directory = DirectoryHolder(composition.directory(configuration))
        let now = composition.now
        let wish = try request(now)
        let feeds = try await Offload.run {
            switch source {
            case .file(let path):
                try ListingsFeeds(file: path, request: wish, issueLocale: issueLocale, directory: directory)
            case .text(let text):
                try ListingsFeeds(text: text, request: wish, issueLocale: issueLocale, directory: directory)
            }
        }
        if flags.unique != nil, feeds.feeds.count > 1 {
            throw Failure(
                .usage,
                "error: --unique is for one job, and the messages make \(feeds.feeds.count). Leave it out, or enqueue files of "
                    + "fewer messages.")
        }
        let admissions = KindAdmissions(directory: directory)
        let admitted = try feeds.feeds.map { try admissions.admit($0.request, now: now) }
        let store = try await composition.openStore(configuration)
        do {
            let enqueued = try await store.enqueue(admitted.map(\.job))
            try await finish(ListingsReport(feeds: feeds, admitted: admitted, enqueued: enqueued), composition, store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    /// Says what became of the messages, and waits for the jobs when that is wanted.
    private func finish(_ report: ListingsReport, _ composition: Composition, _ store: any OpenedStore) async throws {
        for warning in report.warnings { Console.printError("warning: \(warning)") }
        if try await store.workerHolder(now: composition.now) == nil {
            Console.printError("note: no worker is running; start one with 'spworker run'.")
        }
        let console = composition.console
        guard flags.wait else { return console.isJSON ? console.json(report.json) : console.line(report.text) }
        if !console.isJSON { console.line(report.text) }
        let ids = report.ids
        let wait = JobWait(composition: composition) { id in
            guard let record = try await store.job(id) else { throw Failure(.no, "error: job \(id) is gone.") }
            return record
        }
        let limit = flags.waitTimeout.flatMap { Duration(text: $0) }
        try wait.report(try await wait.records(of: ids, limit: limit), ids)
    }
}
