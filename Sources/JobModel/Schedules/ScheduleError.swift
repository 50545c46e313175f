/// Why a schedule's text cannot be used.
package struct ScheduleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the fault is and what it is, for example `the hour '25': 25 is not between 0 and 23`.
    package let message: String
    /// What to do about it, for example `write a number from 0 to 23`.
    package let cure: String

    /// Longer texts are cut where they are quoted.
    private static let longest = 60

    init(_ message: String, cure: String) {
        self.message = message
        self.cure = cure
    }

    /// A fault in one field of a cron expression.
    init(_ field: CronField, _ text: some StringProtocol, _ problem: String, cure: String) {
        self.init("the \(field.name) '\(Self.cut(text))': \(problem)", cure: cure)
    }

    package var description: String { "\(message); \(cure)" }

    /// The text, short enough for a message.
    static func cut(_ text: some StringProtocol) -> String {
        text.count > longest ? "\(text.prefix(longest))..." : String(text)
    }
}
