/// At which times of a day a cron expression fires.
struct CronTimes: Sendable, Hashable {
    private let seconds: NumberSet
    private let minutes: NumberSet
    private let hours: NumberSet

    /// Takes three sets, none of them empty.
    init(seconds: NumberSet, minutes: NumberSet, hours: NumberSet) {
        self.seconds = seconds
        self.minutes = minutes
        self.hours = hours
    }

    /// Whether it fires in every hour.
    var hasEveryHour: Bool { hours == NumberSet(CronField.hour.range) }

    /// The first time of a day, in seconds since midnight.
    var first: Int64? { next(from: 0) }

    /// The first time at or after `second`, both in seconds since midnight; `nil` when the day has no more.
    func next(from second: Int64) -> Int64? {
        let start = Int(second)
        let (hour, minute) = (start / 3600, start / 60 % 60)
        if hours.contains(hour) {
            if minutes.contains(minute), let second = seconds.first(from: start % 60) {
                return Self.time(hour, minute, second)
            }
            if let minute = minutes.first(from: minute + 1), let second = seconds.first() {
                return Self.time(hour, minute, second)
            }
        }
        guard let hour = hours.first(from: hour + 1), let minute = minutes.first(), let second = seconds.first() else {
            return nil
        }
        return Self.time(hour, minute, second)
    }

    private static func time(_ hour: Int, _ minute: Int, _ second: Int) -> Int64 {
        Int64(hour * 3600 + minute * 60 + second)
    }
}
