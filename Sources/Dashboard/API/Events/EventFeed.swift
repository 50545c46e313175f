import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// Events as they come, as the text of a stream; something comes at least every 15 s.
struct EventFeed: AsyncSequence, Sendable {
    /// How often the store is asked.
    static let interval = Duration.seconds(1)
    /// Something comes at least once in so many looks.
    static let patience = 15
    private static let batch = 200

    let store: any JobStore
    let timekeeper: any Timekeeper
    /// The last event that the program has seen.
    let last: Int64
    /// Whether whoever follows still may: asked at every look.
    var isWelcome: @Sendable () -> Bool = { true }

    func makeAsyncIterator() -> Iterator { Iterator(feed: self, last: last) }

    struct Iterator: AsyncIteratorProtocol {
        let feed: EventFeed
        var last: Int64
        private var hasMore = true

        init(feed: EventFeed, last: Int64) {
            self.feed = feed
            self.last = last
        }

        /// The next events, or a sign of life. `nil` when the task is cancelled, and when nobody may follow any more.
        mutating func next() async -> String? {
            for _ in 0..<EventFeed.patience {
                if !hasMore {
                    do { try await feed.timekeeper.sleep(for: EventFeed.interval) } catch { return nil }
                }
                if Task.isCancelled || !feed.isWelcome() { return nil }
                // What the store cannot tell now it may tell at the next look.
                let events = (try? await feed.store.events(after: last, limit: EventFeed.batch)) ?? []
                hasMore = events.count == EventFeed.batch
                guard let newest = events.last else { continue }
                last = newest.id
                return events.map(EventFeed.text).joined()
            }
            return ": still here\n\n"
        }
    }

    /// An event as a stream tells it.
    static func text(_ event: EventRow) -> String {
        "id: \(event.id)\nevent: \(event.kind)\ndata: \(event.json.text)\n\n"
    }
}
