package import OperationCatalogue

/// What is run for the same seller when a job of a definition has succeeded.
package struct FollowUp: Sendable, Hashable {
    /// The definition that is run next.
    package var run: String
    /// What it is run for, once each: a member's name, or `line`; `nil` when it is run once.
    package var forEach: String?
    /// The most jobs that one result may lead to.
    package var limit: Int

    package init(run: String, forEach: String?, limit: Int) {
        self.run = run
        self.forEach = forEach
        self.limit = limit
    }

    /// For people: `order-items for each AmazonOrderId`.
    package var told: String { forEach.map { "\(run) for each \($0)" } ?? run }

    /// For programs.
    package var json: JSONValue {
        .object(["run": .string(run), "forEach": .text(forEach), "limit": .count(limit)])
    }
}
