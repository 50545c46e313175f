import JobModel
import OperationCatalogue

/// Checks the time that a report is to cover.
struct ReportWindow {
    /// For so many days Amazon lists reports; their documents are gone sooner.
    static let listedDays = 90
    /// The listing's reach.
    static let listed = Duration.seconds(Int64(listedDays) * 86_400)
    /// What was told as "90 days ago" a moment before it is checked is not refused.
    private static let leeway = Duration.seconds(3600)

    /// Why the report cannot be had.
    private(set) var problems: [String] = []

    /// - Parameters:
    ///   - type: What is known of the type.
    ///   - earliest: When the report is asked for at the earliest.
    init(_ options: ReportOptions, _ type: ReportType?, earliest: Timestamp) {
        for (name, moment) in [("from", options.from), ("to", options.to)] {
            if let moment, moment > earliest {
                problems.append(
                    "The option '\(name)' (\(moment.iso8601)) is later than the call (\(earliest.iso8601) at the "
                        + "earliest), which Amazon refuses; "
                        + (name == "to" ? "leave it out, or end earlier." : "begin earlier."))
            }
        }
        if let type, type.making == .amazon { checkListed(options, type, earliest: earliest) }
        guard let from = options.from else { return }
        let end = options.to ?? earliest
        if let to = options.to, from >= to {
            problems.append(
                "The option 'from' (\(from.iso8601)) is not earlier than 'to' (\(to.iso8601)); swap or correct them.")
        } else if let days = type?.maxRangeDays, end - from > .seconds(Int64(days) * 86_400) {
            problems.append(
                "Reports of this type cover \(days) days at most, and from \(from.iso8601) to \(end.iso8601) are more: "
                    + "enqueue several reports.")
        }
        if let days = type?.lookbackDays, from < earliest - .seconds(Int64(days) * 86_400) {
            problems.append(
                "Reports of this type reach \(days) days back, and 'from' (\(from.iso8601)) is longer ago: begin later."
            )
        }
    }

    /// What Amazon makes by itself is looked for by when it was made.
    private mutating func checkListed(_ options: ReportOptions, _ type: ReportType, earliest: Timestamp) {
        for (name, moment) in [("from", options.from), ("to", options.to)] {
            guard let moment, moment < earliest - Self.listed - Self.leeway else { continue }
            let cure =
                name == "from"
                ? "begin later, or leave it out to look through all that is listed." : "end later, or leave it out."
            problems.append(
                "\(type.name) is made by Amazon, which lists reports for \(Self.listedDays) days, and '\(name)' "
                    + "(\(moment.iso8601)) is longer ago: \(cure)")
        }
    }
}
