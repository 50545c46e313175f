/// How old an application's client secret is. Amazon accepts one for 180 days.
package struct ClientSecretAge: Sendable, Hashable {
    private static let day = Duration.seconds(86_400)
    /// How long Amazon accepts a client secret, in days.
    package static let lifetime = 180
    /// How long it accepts one that was replaced, in days.
    static let overlap = 7
    /// From which ages on, in days, people are told.
    static let warnings = [150, 170]

    /// When it was made.
    package let createdAt: Timestamp
    /// Who says so, in words for people.
    package let source: String

    /// - Parameters:
    ///   - createdAt: When it was made.
    ///   - source: Who says so, in words that go on after "by".
    package init(createdAt: Timestamp, source: String) {
        self.createdAt = createdAt
        self.source = source
    }

    /// When Amazon ceases to accept it.
    package var endsAt: Timestamp { createdAt + Self.day * Self.lifetime }

    /// Its age in whole days.
    package func days(at now: Timestamp) -> Int { Int(max(.zero, now - createdAt) / Self.day) }

    /// How urgent a new one is.
    package enum Urgency: Int, Sendable, Hashable, Comparable {
        case none, soon, now

        package static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
    }

    /// How urgent a new one is.
    package func urgency(at now: Timestamp) -> Urgency {
        switch Self.warnings.count(where: { days(at: now) >= $0 }) {
        case 0: .none
        case 1: .soon
        default: .now
        }
    }

    /// What people are to be told; the same sentence as long as nothing more urgent is to be said.
    ///
    /// - Parameter isConfigured: Whether the configuration says the age. Files and other sources may show a day long before the
    ///   secret was made, so that ages at which it could not work any more are not told.
    package func warning(at now: Timestamp, isConfigured: Bool) -> String? {
        guard isConfigured || days(at: now) <= Self.lifetime + Self.overlap else { return nil }
        let cure = "Make a new one in the developer console and put it where the old one is"
        let facts = "It was made on \(createdAt.day), and Amazon accepts it until \(endsAt.day)."
        return switch urgency(at: now) {
        case .none: nil
        case .soon: "The client secret must be replaced within a month. \(facts) \(cure)."
        case .now: "The client secret must be replaced now. \(facts) \(cure); the old one works for seven more days."
        }
    }
}

extension Timestamp {
    /// The day in UTC, such as `2026-02-01`.
    package var day: String { String(iso8601.prefix(10)) }
}
