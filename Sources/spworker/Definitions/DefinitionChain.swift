import Overview
import SellerJobs

/// What is done for the same seller when a job of a definition has succeeded.
struct DefinitionChain: Sendable, Hashable {
    /// The definition that is run next. Its own schedule, if it has one, goes on beside it.
    let run: String
    /// Whether it is run once for every line of the result, or once.
    let forEach: Bool
    /// The member of a line that `{item}` stands for; `nil` for the whole line's text.
    let item: String?
    /// The most jobs that one result may lead to.
    let limit: Int

    /// The default of `limit`.
    static let usualLimit = 10_000

    /// What a schedule's row carries.
    var text: String { ChainOrder(run: run, isForEach: forEach, item: item, limit: limit).text }

    /// For those who look.
    var followUp: FollowUp { FollowUp(run: run, forEach: forEach ? item ?? "line" : nil, limit: limit) }

    /// Why a definition with a cursor cannot follow another one.
    static func noCursor(_ name: String) -> String {
        "The definition '\(name)' has a cursor, which the jobs of one result would all share: only the first would ask for "
            + "anything. Remove its cursor."
    }

    /// The definitions that follow each other in a circle, which would never end, from the one named `start` on; `nil` when
    /// what follows it comes to an end.
    static func circle(from start: String, among definitions: [String: JobDefinition]) -> [String]? {
        var path = [start]
        while let last = path.last, let next = definitions[last]?.then?.run {
            if path.contains(next) { return path + [next] }
            path.append(next)
        }
        return nil
    }
}
