/// Decides whose turn it is to be told something.
///
/// A target is told one thing at a time, so that one that is slow takes one place and no more; and one that fails again and
/// again rests, however many notices wait for it. Instants are those of a monotonic clock.
package struct NoticeDesk: Sendable {
    /// How many targets are told something at a time.
    package static let width = 4
    /// A target with so many failures in a row is taken for dead: its notices are not tried one after the other.
    package static let fatalFailures = 3
    private static let firstRest = Duration.seconds(1)
    private static let longestRest = Duration.seconds(60)

    /// What a try says about its target.
    package enum News: Sendable, Hashable {
        /// It failed, after it had worked or at first.
        case beganToFail
        /// It works again.
        case recovered
    }

    /// The targets; those that have waited longest for a turn stand first.
    private var order: [String]
    private var busy: Set<String> = []
    private var failures: [String: Int] = [:]
    private var restsUntil: [String: Duration] = [:]

    /// A desk at which nobody has been served yet.
    package init(targets: [String]) { order = targets }

    /// How many more targets may be served at the moment.
    package var room: Int { Self.width - busy.count }

    /// Whether nobody is being served.
    package var isIdle: Bool { busy.isEmpty }

    /// The targets that may be served, those that have waited longest first; none when there is no room.
    package func free(at now: Duration) -> [String] {
        guard room > 0 else { return [] }
        return order.filter { !busy.contains($0) && (restsUntil[$0] ?? .zero) <= now }
    }

    /// Whether the target fails again and again.
    package func isDead(_ target: String) -> Bool { (failures[target] ?? 0) >= Self.fatalFailures }

    /// A target is being served.
    package mutating func begin(_ target: String) {
        busy.insert(target)
        order.removeAll { $0 == target }
        order.append(target)
    }

    /// A target has been served, well or not.
    package mutating func end(_ target: String, isDelivered: Bool, at now: Duration) -> News? {
        busy.remove(target)
        let before = failures[target] ?? 0
        if isDelivered {
            failures[target] = nil
            restsUntil[target] = nil
            return before > 0 ? .recovered : nil
        }
        failures[target] = before + 1
        if isDead(target) {
            let doublings = min(before + 1 - Self.fatalFailures, 10)
            restsUntil[target] = now + min(Self.firstRest * (1 << doublings), Self.longestRest)
        }
        return before == 0 ? .beganToFail : nil
    }
}
