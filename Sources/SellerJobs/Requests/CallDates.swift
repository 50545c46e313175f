import JobModel
import OperationCatalogue

/// Checks the times in a call against each other and against the instant of the call.
///
/// Only times that name their zone, and dates, are looked at; whether a value is a time at all is the catalogue's
/// matter.
struct CallDates {
    /// Order searches must end so long before they are made.
    private static let orderDelay = Duration.seconds(120)
    /// Which operations those are, with the parameters that end a search.
    private static let orderEnds = [
        "orders.getOrders@v0": ["CreatedBefore", "LastUpdatedBefore"],
        "orders.searchOrders@2026-01-01": ["createdBefore", "lastUpdatedBefore"],
    ]
    /// How the two ends of a period are named.
    private static let periods = [("after", "before"), ("since", "until")]

    private let operation: Operation
    /// The earliest instant at which the call can be made.
    private let earliest: Timestamp
    /// Why the call makes no sense.
    private(set) var problems: [String] = []

    /// Checks a call.
    ///
    /// - Parameters:
    ///   - parameters: What was given, in any case of the names.
    ///   - body: The body, if there is one already.
    ///   - earliest: When the call will be made at the earliest.
    init(_ operation: Operation, parameters: [String: JSONValue], body: [UInt8]?, earliest: Timestamp) {
        self.operation = operation
        self.earliest = earliest
        let given = operation.parameters.compactMap { parameter -> (name: String, time: Timestamp)? in
            let value = parameters.first { $0.key.lowercased() == parameter.name.lowercased() }?.value
            guard let time = value?.string.flatMap({ Timestamp(iso8601: $0) }) else { return nil }
            return (parameter.name, time)
        }
        checkPeriods(given)
        for end in given where Self.orderEnds[operation.name]?.contains(end.name) ?? false { checkOrderEnd(end) }
        if operation.name.hasPrefix("reports.createReport@"), let body { checkReport(body) }
    }

    private mutating func checkPeriods(_ given: [(name: String, time: Timestamp)]) {
        for start in given {
            for (first, last) in Self.periods where start.name.lowercased().hasSuffix(first) {
                let wanted = start.name.lowercased().dropLast(first.count) + last
                if let end = given.first(where: { $0.name.lowercased() == wanted }) { checkOrder(start, end) }
            }
        }
    }

    private mutating func checkOrder(_ start: (name: String, time: Timestamp), _ end: (name: String, time: Timestamp)) {
        guard start.time > end.time else { return }
        problems.append(
            "\(start.name) (\(start.time.iso8601)) is later than \(end.name) (\(end.time.iso8601)); swap them.")
    }

    private mutating func checkOrderEnd(_ end: (name: String, time: Timestamp)) {
        guard end.time > earliest - Self.orderDelay else { return }
        problems.append(
            "\(end.name) (\(end.time.iso8601)) is less than two minutes before the call (\(earliest.iso8601) at the "
                + "earliest), which Amazon refuses; leave it out, or use {now-2m} in a job definition.")
    }

    private mutating func checkReport(_ body: [UInt8]) {
        guard let json = try? JSONValue(parsing: body) else { return }
        func time(_ name: String) -> (name: String, time: Timestamp)? {
            json[name]?.string.flatMap { Timestamp(iso8601: $0) }.map { (name, $0) }
        }
        let start = time("dataStartTime")
        let end = time("dataEndTime")
        for moment in [start, end].compactMap(\.self) where moment.time > earliest {
            problems.append(
                "\(moment.name) (\(moment.time.iso8601)) is later than the call (\(earliest.iso8601) at the earliest); "
                    + "\(moment.name == "dataEndTime" ? "leave it out, or end the report earlier." : "begin earlier.")")
        }
        if let start, let end { checkOrder(start, end) }
    }
}
