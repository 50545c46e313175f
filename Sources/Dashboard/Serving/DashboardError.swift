/// Why there is no dashboard: what is wrong and what to do about it.
package struct DashboardError: Error, Sendable, CustomStringConvertible {
    /// What kind of thing is wrong.
    package enum Reason: Sendable {
        /// What is configured is not allowed.
        case refused
        /// The address cannot be listened on.
        case address
        /// A page is wrong, which the program's own tests should have found.
        case page
    }

    /// What kind of thing is wrong.
    package let reason: Reason
    /// In words, with the cure.
    package let message: String

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    package var description: String { message }
}
