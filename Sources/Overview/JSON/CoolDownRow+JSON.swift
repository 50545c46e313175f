import JobModel
package import JobStore
package import OperationCatalogue

extension CoolDownRow {
    /// The cool-down as programs read it.
    package var json: JSONValue {
        .object([
            "application": .string(authorization.application),
            "seller": .string(authorization.seller),
            "region": .string(authorization.region),
            "scope": .string(scope),
            "until": .time(until),
            "reason": .string(reason),
        ])
    }
}
