import JobModel
import OperationCatalogue
import Sandbox

/// The demo's second part: one night in which the definitions that `spworker init` writes run for sellers in Japan.
///
/// Japan, because its clocks are never changed: every night is as long, and all that is due at night falls into it.
struct DemoNight: Sendable, Hashable {
    /// How many sellers there are.
    static let sellers = 3
    /// How many times as fast time runs: an hour is a second.
    static let scale = 3600.0
    /// From twenty past one in the morning, more than an hour before most is due, until all that is due is done.
    static let length = Duration.seconds(5 * 3600 + 20 * 60)
    /// That time in Japan, in UTC, on the day before.
    private static let bedtime = Duration.seconds(16 * 3600 + 20 * 60)
    /// How many orders each seller has had in the month before.
    private static let orders = 1500

    /// When it begins.
    let start: Timestamp
    /// When it ends, but for what is still running.
    var end: Timestamp { start + Self.length }

    /// The last night that is over at `now`.
    init(before now: Timestamp) {
        let day = Int64(86_400_000_000)
        let yesterday = (now.microseconds / day - 1) * day
        start = Timestamp(microseconds: yesterday) + Self.bedtime
    }

    /// What the sandbox pretends. Nothing goes wrong, and the plans are so wide that they never matter: on so fast a
    /// clock calls are minutes apart that nobody meant to hold back.
    var world: World {
        var world = World.standard(sellers: Self.sellers * Region.allCases.count, orders: Self.orders)
        world.sellers.removeAll { $0.region != .farEast }
        world.usagePlans = ["*": PlanOverride(scale: 200)]
        // An hour would be over in a second.
        world.accessTokenLifetime = .seconds(7 * 86_400)
        // The thirty seconds that some page tokens live would be over in eight milliseconds.
        world.pageTokenLifetime = .seconds(7 * 86_400)
        return world
    }

    /// Further lines of the configuration, for the same reasons.
    static let settings = ["worker: {lease: 12h, drain: 6h}"]
    static let usagePlans = "usagePlans: {\"*\": {scale: 200}}"

    /// Where the accelerated clock meets the wall's, so that it shows the night's beginning at `now`.
    func origin(now: Timestamp) -> Timestamp {
        now + .seconds((now - start).seconds / (Self.scale - 1))
    }

    /// What the audience is told.
    func introduction(definitions: Int) -> String {
        "One night in Japan: \(Self.sellers) sellers, the \(definitions) definitions that 'spworker init' writes, "
            + "an hour a second."
    }
}
