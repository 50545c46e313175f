/// A field of a cron expression.
enum CronField: Sendable, CaseIterable {
    case second, minute, hour, dayOfMonth, month, dayOfWeek

    /// What messages call it.
    var name: String {
        switch self {
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of month"
        case .month: "month"
        case .dayOfWeek: "day of week"
        }
    }

    /// The numbers that it may hold. A day of the week may also be 7, which is Sunday once more.
    var range: ClosedRange<Int> {
        switch self {
        case .second, .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...6
        }
    }

    /// Names that stand for the numbers from the range's beginning on.
    var names: [String] {
        switch self {
        case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        case .dayOfWeek: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        case .second, .minute, .hour, .dayOfMonth: []
        }
    }

    /// Whether `?` may stand for `*`.
    var takesQuestionMark: Bool { self == .dayOfMonth || self == .dayOfWeek }

    /// The cure for a value that does not exist.
    var cure: String {
        switch self {
        case .second, .minute, .hour: "write a number from \(range.lowerBound) to \(range.upperBound)"
        case .dayOfMonth: "write a number from 1 to 31, or L for the last day"
        case .month: "write a number from 1 to 12 or JAN to DEC"
        case .dayOfWeek: "write a number from 0 to 7 (0 and 7 are Sunday) or SUN to SAT"
        }
    }
}
