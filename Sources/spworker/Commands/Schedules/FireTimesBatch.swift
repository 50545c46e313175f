import Foundation
import JobModel
import OperationCatalogue
import Overview
import Worker

/// Answers a file of questions, for programs that compare the answers with others.
struct FireTimesBatch {
    let path: String

    /// Prints an answer for each line: `times`, or `error`. Blocks.
    ///
    /// - Throws: `Failure` when the file cannot be read or a line is no question.
    func answer(_ zones: some ZoneSource, now: Timestamp, to console: Console) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.usage, "error: \(path.plain) cannot be read.")
        }
        for (index, line) in data.split(separator: 0x0A).enumerated() {
            guard let question = try? JSONValue(parsing: line), let expression = question["expr"]?.string,
                case .integer(let count)? = question["count"], (1...Int64(FireTimes.most)).contains(count)
            else {
                throw Failure(
                    .usage,
                    "error: line \(index + 1) of \(path.plain) is not {\"expr\", \"tz\", \"from\", \"count\"}.")
            }
            let request = FireTimes.Request(
                schedule: expression, zone: question["tz"]?.string ?? "UTC", from: question["from"]?.string,
                count: Int(count))
            do throws(FireTimes.Problem) {
                console.json(try request.times(zones, now: now).json)
            } catch {
                console.json(.object(["error": .string(error.description)]))
            }
        }
    }
}
