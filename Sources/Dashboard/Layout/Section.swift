/// The places in the menu.
package enum Section: String, Sendable, Hashable, CaseIterable {
    case overview, sellers, jobs, lanes, schedules, workers, events, applications

    /// What the menu calls it.
    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// Where it is.
    package var path: String { self == .overview ? "/" : "/\(rawValue)" }
}
