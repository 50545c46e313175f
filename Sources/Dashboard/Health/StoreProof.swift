package import JobStore
package import Ports

/// Proves now and then that the store takes writes. However often it is asked, it writes once in a while and by one at a
/// time: whoever asks may be anybody.
package actor StoreProof {
    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let interval: Duration
    private var last: (at: Duration, fault: String?)?
    private var running: Task<String?, Never>?

    /// - Parameter interval: How long an answer stands. 5 s.
    package init(store: any JobStore, timekeeper: any Timekeeper, interval: Duration = .seconds(5)) {
        self.store = store
        self.timekeeper = timekeeper
        self.interval = interval
    }

    /// What keeps the store from taking writes, in words; `nil` when nothing does. Takes as long as a write takes.
    package func fault() async -> String? {
        if let running { return await running.value }
        if let last, timekeeper.monotonic() - last.at < interval { return last.fault }
        let store = store
        // It belongs to all who wait for it, so none of them can break it off; a write ends by itself.
        let task = Task<String?, Never> {
            do {
                try await store.prove()
                return nil
            } catch let error as StoreError {
                return error.message
            } catch {
                return "The store cannot be written: \(error)"
            }
        }
        running = task
        let fault = await task.value
        running = nil
        last = (timekeeper.monotonic(), fault)
        return fault
    }
}
