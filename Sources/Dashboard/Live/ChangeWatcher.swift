import JobModel
import JobStore
import Logging
import Ports

/// Looks whether anything has changed in the store, once for everybody who wants to know, and not while nobody does.
actor ChangeWatcher {
    /// What a listener is told.
    enum News: Sendable, Hashable {
        /// Something has changed.
        case change
        /// Nothing has, and the connection lives.
        case nothing
    }

    /// The most listeners.
    static let most = 100
    /// How often the store is asked.
    static let interval = Duration.seconds(1)
    /// Changes are told at most once in so many looks.
    private static let restAfterChange = 2
    /// Listeners hear at least once in so many looks.
    private static let patience = 15

    /// What is compared from look to look.
    private struct Sight: Equatable {
        let mark: Int64
        let counts: [JobState: Int]
    }

    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let logger: Logger
    private var listeners: [Int: AsyncStream<News>.Continuation] = [:]
    private var lastNumber = 0
    private var watching: Task<Void, Never>?

    init(store: any JobStore, timekeeper: any Timekeeper, logger: Logger) {
        self.store = store
        self.timekeeper = timekeeper
        self.logger = logger
    }

    /// How many listen.
    var count: Int { listeners.count }

    /// Listens until the stream is no longer read; `nil` when too many do already.
    func listen() -> AsyncStream<News>? {
        guard listeners.count < Self.most else { return nil }
        lastNumber += 1
        let number = lastNumber
        // Whoever reads slowly gets the newest news only.
        let (stream, continuation) = AsyncStream.makeStream(of: News.self, bufferingPolicy: .bufferingNewest(1))
        continuation.onTermination = { [weak self] _ in
            Task { await self?.forget(number) }
        }
        listeners[number] = continuation
        if watching == nil { watching = Task { await watch() } }
        return stream
    }

    private func forget(_ number: Int) {
        listeners[number] = nil
        guard listeners.isEmpty else { return }
        watching?.cancel()
        watching = nil
    }

    private func watch() async {
        var last = await sight()
        var isPending = false
        var (sinceChange, sinceNews) = (Self.restAfterChange, 0)
        while !Task.isCancelled {
            do { try await timekeeper.sleep(for: Self.interval) } catch { return }
            sinceChange += 1
            sinceNews += 1
            if let now = await sight(), now != last {
                last = now
                isPending = true
            }
            if isPending, sinceChange >= Self.restAfterChange {
                (isPending, sinceChange, sinceNews) = (false, 0, 0)
                tell(.change)
            } else if sinceNews >= Self.patience {
                sinceNews = 0
                tell(.nothing)
            }
        }
    }

    private func sight() async -> Sight? {
        do {
            return Sight(mark: try await store.changeMark(), counts: try await store.counts())
        } catch {
            // Whoever opens a page is told; here it passes.
            logger.debug("The dashboard could not look for changes.", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func tell(_ news: News) {
        for listener in listeners.values { listener.yield(news) }
    }
}
