import JobModel
import OperationCatalogue

/// What looking for a call's effect has shown.
enum Finding: Sendable, Hashable {
    /// It took effect. The body is what the call itself would have answered, as far as it can be told; `nil` for calls
    /// that answer with none.
    case found(JSONValue?)
    /// There is no trace of it.
    case absent
    /// It cannot be told: what was seen, a sentence.
    case unclear(String)
}

/// What the reading operation answered.
struct LookupAnswer: Sendable {
    /// Its pages in order; empty when it said that there is nothing (404).
    var pages: [JSONValue] = []
    /// When something must have been created to be the call's work.
    var window: CreationWindow
    /// Jobs that may have made what the answer shows.
    var neighbours: [Neighbour] = []

    /// The first page, or the only one.
    var only: JSONValue? { pages.first }

    /// The items of all pages, each page's being in the list at a dotted path.
    func items(at path: String) -> [JSONValue] {
        pages.flatMap { $0.value(at: path)?.items ?? [] }
    }
}

/// The time in which something must have been created to be a call's work, by the clock that dates what was created.
struct CreationWindow: Sendable, Hashable {
    let from: Timestamp
    let until: Timestamp

    /// What a call does is done this long after it was sent at the latest: requests are given up after a minute, unless
    /// the configuration has more patience.
    static let longestCall = Duration.seconds(120)

    /// - Parameters:
    ///   - offset: By how much Amazon's clock is ahead of this machine's, a second or so at most too low;
    ///   `nil` when it is not known.
    init(sentAt: Timestamp, offset: Duration?, longest: Duration = longestCall) {
        let slack: Duration = offset == nil ? .seconds(60) : .seconds(1)
        let instant = sentAt + (offset ?? .zero)
        from = instant - slack
        until = instant + longest + slack
    }

    /// The window of a call in doubt. Should the clocks have moved against each other since it was sent, both readings
    /// count: what is overlooked would be made twice.
    ///
    /// - Parameters:
    ///   - offset: As it is now.
    ///   - longest: How long after it was sent a call may still take effect.
    init(of note: DoubtNote, offset: Duration?, longest: Duration = longestCall) {
        let seen = CreationWindow(sentAt: note.sentAt, offset: offset, longest: longest)
        guard let known = note.clockOffset else {
            self = seen
            return
        }
        // That one is an estimate in the middle of what is possible.
        let then = CreationWindow(sentAt: note.sentAt, offset: known - .seconds(1), longest: longest)
        from = min(seen.from, then.from)
        until = max(seen.until, then.until)
    }

    /// Whether the instant is within. One that cannot be read may be.
    func holds(_ text: String?) -> Bool {
        guard let instant = text.flatMap({ Timestamp(iso8601: $0) }) else { return true }
        return (from...until).contains(instant)
    }
}

/// Another job of the same seller that made, or may have made, such a call at about the same time.
struct Neighbour: Sendable, Hashable {
    /// What identifies the thing that it made, when that is known.
    var identity: String?
    /// What it sent.
    var body: JSONValue?
}
