import JobModel
import JobStore
import SellerJobs

/// What every kind of 'enqueue' does with its request: checks it, puts it into the queue, and says what became of it.
enum EnqueueSession {
    /// - Parameter request: Puts the request together; gets the present time.
    /// - Throws: `JobRejection`, `Failure`, `StoreError`, `ConfigurationError`.
    static func run(
        _ flags: EnqueueFlags, _ global: GlobalOptions, request: (Timestamp) async throws -> JobRequest
    ) async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: true)
        for notice in configuration.notices { Console.printError("note: \(notice).") }
        let admissions = KindAdmissions(directory: DirectoryHolder(composition.directory(configuration)))
        let now = composition.now
        let admitted = try admissions.admit(try await request(now), now: now)
        let store = try await composition.openStore(configuration)
        do {
            let enqueued = try await store.enqueue([admitted.job])[0]
            try await EnqueueReport(composition, store, admitted, enqueued, flags).finish()
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}
