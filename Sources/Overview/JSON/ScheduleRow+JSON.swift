import JobModel
package import JobStore
package import OperationCatalogue

extension ScheduleRow {
    /// The row for programs.
    package var json: JSONValue {
        .object([
            "definition": .string(key.definition), "seller": .string(key.seller), "region": .string(key.region),
            "application": .string(application), "nextFireAt": .time(nextFireAt), "lastFireAt": .time(lastFireAt),
            "lastSuccessAt": .time(lastSuccessAt), "cursor": cursor.map { .string($0) } ?? .null,
            "paused": pauseReason.map { .string($0) } ?? .null,
            "lastJob": lastJob.map { .integer($0.value) } ?? .null, "isActive": .bool(isActive),
        ])
    }
}
