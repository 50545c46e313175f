/// Something that a test waited for did not happen.
struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Looks again and again until there is a value. The only place where tests wait.
///
/// The number of looks is generous on purpose: it bounds a test that hangs and says nothing about speed.
///
/// - Parameters:
///   - what: What is waited for, for the message.
///   - pause: The time between two looks; longer where a look costs something.
/// - Throws: `NeverHappened`.
@discardableResult
func eventually<Value>(
    _ what: String, looks: Int = 3000, pause: Duration = .milliseconds(20), _ look: () async throws -> Value?
) async throws -> Value {
    for _ in 0..<looks {
        if let value = try await look() { return value }
        try await Task.sleep(for: pause)
    }
    throw NeverHappened(description: "It never happened that \(what).")
}

/// Looks again and again until the condition holds.
///
/// - Throws: `NeverHappened`.
func eventually(
    _ what: String, looks: Int = 3000, pause: Duration = .milliseconds(20), holds condition: () async throws -> Bool
) async throws {
    try await eventually(what, looks: looks, pause: pause) { try await condition() ? () : nil }
}
