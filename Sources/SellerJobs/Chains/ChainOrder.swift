import JobModel
import OperationCatalogue

/// What is to follow the success of a job, as the schedule's row carries it.
package struct ChainOrder: Sendable, Hashable {
    /// The definition that is run next.
    package let run: String
    /// Whether it is run once for every item of the result, or once.
    package let isForEach: Bool
    /// The member of an item that `{item}` stands for; `nil` for the whole item's text.
    package let item: String?
    /// The most jobs that one result may lead to.
    package let limit: Int

    package init(run: String, isForEach: Bool, item: String?, limit: Int) {
        self.run = run
        self.isForEach = isForEach
        self.item = item
        self.limit = limit
    }

    /// Reads what a row carries.
    init?(_ value: JSONValue) {
        guard let run = value["run"]?.string, case .integer(let limit)? = value["limit"] else { return nil }
        self.init(
            run: run, isForEach: value["forEach"] == .bool(true), item: value["item"]?.string, limit: Int(limit))
    }

    /// The order as a row carries it.
    package var text: String {
        var members: [String: JSONValue] = [
            "run": .string(run), "forEach": .bool(isForEach), "limit": .integer(Int64(limit)),
        ]
        if let item { members["item"] = .string(item) }
        return JSONValue.object(members).text
    }
}
