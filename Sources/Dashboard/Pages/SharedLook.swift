import Ports

/// Something that is looked up once for all who want to see it at the same time, as when a change is told to every open
/// page.
actor SharedLook<Value: Sendable> {
    /// For so long what was seen is good enough for others.
    private static var patience: Duration { .milliseconds(250) }

    private let timekeeper: any Timekeeper
    private var seen: (value: Value, at: Duration)?
    private var underWay: Task<Value, any Error>?

    init(timekeeper: any Timekeeper) { self.timekeeper = timekeeper }

    /// What somebody saw just now or is about to see, or what `look` sees.
    func value(_ look: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let now = timekeeper.monotonic()
        if let seen, now - seen.at < Self.patience { return seen.value }
        if let underWay { return try await underWay.value }
        let task = Task { try await look() }
        underWay = task
        defer { underWay = nil }
        let value = try await task.value
        seen = (value, now)
        return value
    }
}
