import JobModel
package import JobStore
package import Logging
package import Ports
package import Secrets
import ServiceLifecycle
import Synchronization

/// Lets sellers come and go while the worker runs: files that change at once, places in AWS every five minutes.
package final class SellerWatch: Service {
    /// How often it looks.
    package struct Pace: Sendable {
        /// At files.
        package var files: Duration
        /// At places in AWS.
        package var places: Duration

        package init(files: Duration = .seconds(1), places: Duration = .seconds(300)) {
            self.files = files
            self.places = places
        }

        /// The pace on a clock that runs so many times as fast. Files lie in real time, and no place is asked more than once
        /// in two real seconds.
        package func scaled(by factor: Double) -> Pace {
            guard factor > 1 else { return self }
            return Pace(files: files * factor, places: max(places, .seconds(2) * factor))
        }
    }

    struct State {
        var book: any SellerBook
        var places: [SellerSource: SellerPlace] = [:]
        /// Listings that the store has not got yet.
        var unsaved: [SellerSource: SellerListingRow] = [:]
        var files = SecretWatch()
        /// When the places were last listed, by the monotonic clock.
        var listedAt: Duration?
        /// Whether something was found that is not in force yet.
        var isBehind = false
        /// Whether trying again may help without any news.
        var mayRetry = false
        /// What was last said about names and files that cannot be used: it is said once.
        var complaint = ""
    }

    let keeper: AuthorizationKeeper
    let store: any JobStore
    let listing: (any SellerListing)?
    private let files: FileProvider
    let timekeeper: any Timekeeper
    let pace: Pace
    let logger: Logger
    let state: Mutex<State>
    /// A reload and a look of the watch's own do not mix.
    let turnstile = Turnstile()

    /// Creates a watch.
    ///
    /// - Parameters:
    ///   - book: Who is served.
    ///   - keeper: Has the directory that is kept up to date.
    ///   - listing: Lists places; `nil` where there are none.
    ///   - files: Looks at files.
    package init(
        book: any SellerBook, keeper: AuthorizationKeeper, store: any JobStore, listing: (any SellerListing)?,
        files: FileProvider, timekeeper: any Timekeeper, pace: Pace = Pace(), logger: Logger
    ) {
        state = Mutex(State(book: book))
        self.keeper = keeper
        self.store = store
        self.listing = listing
        self.files = files
        self.timekeeper = timekeeper
        self.pace = pace
        self.logger = logger
    }

    /// Finds out who is there; to be awaited before jobs are claimed.
    ///
    /// Where nobody answers, the sellers count that an earlier process found.
    ///
    /// - Throws: `StoreError`, and what is wrong in files.
    package func begin() async throws {
        try await turnstile.pass {
            let book = state.withLock { $0.book }
            _ = await changedFiles(book)
            guard !book.sources.isEmpty else { return }
            let kept = try await kept(for: book)
            state.withLock { $0.places = kept }
            _ = await list(book)
            // What changed while no worker ran is told too, but not that there was a first time.
            let before = kept.merging(state.withLock { $0.places }) { $0.row == nil ? $1 : $0 }
            keeper.directory.replace(with: try await book.roll(before.mapValues(\.names)).directory)
            try await putInForce(book)
        }
    }

    /// Puts another configuration in force; places are listed anew. An error leaves everything as it was.
    ///
    /// - Throws: `StoreError`, and what is wrong in files.
    package func adopt(_ book: any SellerBook) async throws {
        try await turnstile.pass {
            let old = state.withLock { $0 }
            let before = keeper.directory.current
            do {
                let kept = try await kept(for: book).merging(old.places.filter { book.sources.contains($0.key) }) { $1 }
                state.withLock { state in
                    state.book = book
                    state.places = kept
                }
                _ = await changedFiles(book)
                _ = await list(book)
                try await putInForce(book)
                let directory = keeper.directory
                // Wakes the worker too.
                try await store.replan { directory.current.plan(of: $0) }
            } catch {
                state.withLock { $0 = old }
                keeper.directory.replace(with: before)
                throw error
            }
        }
    }

    /// Watches until the task is cancelled or the service is asked to stop.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.watch() }
        } catch is CancellationError {
            // The normal end.
        }
    }

    private func watch() async throws {
        while true {
            try await timekeeper.sleep(for: pace.files)
            try await turnstile.pass { try await look() }
        }
    }

    private func look() async throws {
        let before = state.withLock { $0 }
        let book = before.book
        var isNew = await changedFiles(book)
        // Whoever waits for a first listing waits for nothing else.
        let wait = before.places.values.contains { $0.row == nil } ? pace.places / 10 : pace.places
        if !book.sources.isEmpty, before.listedAt.map({ timekeeper.monotonic() - $0 >= wait }) ?? true {
            isNew = await list(book) || isNew
        }
        do {
            if isNew || before.mayRetry {
                state.withLock { $0.isBehind = true }
                try await putInForce(book)
                // Jobs that waited for a seller that is back go on.
                try await keeper.review()
            } else if !before.isBehind {
                try await save([])
            }
        } catch let error as StoreError {
            logger.error("What is known of sellers could not be written down.", metadata: ["reason": "\(error)"])
            state.withLock { $0.mayRetry = $0.isBehind }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            state.withLock { $0.mayRetry = false }
            complain("The sellers stay as they are: a file that names them cannot be used.", ["reason": "\(error)"])
        }
    }

    private func changedFiles(_ book: any SellerBook) async -> Bool {
        guard !book.files.isEmpty else { return false }
        let snapshots = await files.snapshots(of: book.files)
        return state.withLock { !$0.files.changes(in: snapshots).isEmpty }
    }
}
