/// What will happen, in the order of its time.
struct EventQueue<Event> {
    private struct Entry {
        let time: Duration
        let turn: Int
        let event: Event
    }

    /// A heap: each entry is due before those at twice its place and the next.
    private var entries: [Entry] = []
    private var turn = 0

    /// When the first thing happens; `nil` when nothing does.
    var next: Duration? { entries.first?.time }

    /// Adds an event. Of two at the same time the one that was added first comes first.
    mutating func add(_ event: Event, at time: Duration) {
        turn += 1
        entries.append(Entry(time: time, turn: turn, event: event))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isDue(entries[child], before: entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first event if it happens by then.
    mutating func take(upTo time: Duration) -> (event: Event, time: Duration)? {
        guard let first = entries.first, first.time <= time else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if isDue(entries[child], before: entries[least]) { least = child }
            }
            if least == parent { return (first.event, first.time) }
            entries.swapAt(parent, least)
            parent = least
        }
    }

    private func isDue(_ one: Entry, before other: Entry) -> Bool {
        (one.time, one.turn) < (other.time, other.turn)
    }
}
