import JobModel
import OperationCatalogue
import Sandbox

/// The demo as it is meant to go: who asks for what, what goes wrong, and when. Pure: the same numbers always give the same
/// script, and what it provokes can be counted beforehand.
struct DemoScript: Sendable {
    let cast: DemoCast
    /// What the sandbox pretends.
    let world: World
    /// All jobs, the sellers in turn.
    let jobs: [DemoJob]
    /// Jobs that meet a refusal alone, before any other: one exchange tells what holds for all the others.
    let canaries: [DemoJob]
    /// Most jobs.
    let opening: [DemoJob]
    /// What happens on the way, in order.
    let acts: [DemoAct]
    /// How long the plans make most sellers' jobs take, in accelerated time.
    let length: Duration

    /// Calls of each troubled seller that are answered with 503. Fewer than a job's attempts: even when they all hit one job it
    /// does not fail.
    static let errorsPerSeller = 4
    /// What Amazon grants the throttled seller of `throttledCall`. The catalogue says ten times as much.
    static let granted = PlanOverride(rate: 0.5, burst: 2)
    static let throttledCall = DemoCall.listing
    /// The call that is answered with 503.
    static let troubledCall = DemoCall.prices
    /// The call whose token is refused.
    static let expiringCall = DemoCall.order

    static let mainApplication = "main"
    static let secondApplication = "second"
    /// What stands in the second application's file at first.
    static let wrongSecret = "amzn1.oa2-cs.v1.mistyped"

    /// Writes the script.
    ///
    /// - Parameters:
    ///   - count: How many sellers, at least `DemoCast.least`.
    ///   - total: How many jobs, at least one a seller.
    ///   - timeScale: How many times as fast time runs. Acts are at least a second of real time apart.
    ///   - since: From when on listings ask, in ISO 8601.
    init(sellers count: Int, jobs total: Int, timeScale: Double, since: String) {
        let cast = DemoCast(sellers: count)
        let world = Self.world(cast)
        let jobs = DemoWorkload(world: world, since: since).jobs(total)
        var opening = jobs
        /// Takes the last (or first) job out of the opening that fits.
        func take(last: Bool, where fits: (DemoJob) -> Bool) -> [DemoJob] {
            guard let index = last ? opening.lastIndex(where: fits) : opening.firstIndex(where: fits) else { return [] }
            return [opening.remove(at: index)]
        }
        canaries = [cast.second.first, cast.revoked].compactMap(\.self).flatMap { place in
            let simple = take(last: false) { $0.seller == place && !$0.call.isListing }
            return simple.isEmpty ? take(last: false) { $0.seller == place } : simple
        }
        let late = cast.troubled.flatMap { place in
            take(last: true) { $0.seller == place && $0.call == Self.troubledCall }
        }
        let expired = take(last: true) { $0.seller == cast.expiring && $0.call == Self.expiringCall }
        self.cast = cast
        self.world = world
        self.jobs = jobs
        self.opening = opening
        length = Self.length(of: jobs, cast)
        acts = Self.acts(cast, world, length: length, timeScale: timeScale, late: late, expired: expired)
    }

    private static func world(_ cast: DemoCast) -> World {
        var world = World.standard(sellers: cast.count, orders: DemoWorkload.orders)
        world.latency = .milliseconds(200)
        world.applications[0].id = mainApplication
        if !cast.second.isEmpty {
            world.applications.append(
                World.Application(
                    id: secondApplication, clientId: "amzn1.application-oa2-client.second",
                    clientSecrets: ["amzn1.oa2-cs.v1.second"]))
        }
        for place in world.sellers.indices {
            world.sellers[place].application = cast.second.contains(place) ? secondApplication : mainApplication
        }
        world.sellers[cast.throttled].usagePlans = [throttledCall.operation: granted]
        world.sellers[cast.revoked].isRevoked = true
        return world
    }

    private static func acts(
        _ cast: DemoCast, _ world: World, length: Duration, timeScale: Double, late: [DemoJob], expired: [DemoJob]
    ) -> [DemoAct] {
        // The secret is repaired long before the stopped application would be tried again, a quarter of an hour later.
        let length = min(length, .seconds(2000))
        var acts: [DemoAct] = []
        func add(_ kind: DemoAct.Kind, at share: Double, _ faults: [Fault] = [], _ jobs: [DemoJob] = []) {
            let least = Duration.seconds(Double(acts.count + 1) * timeScale)
            acts.append(DemoAct(kind: kind, after: max(least, length * share), faults: faults, jobs: jobs))
        }
        func match(_ job: DemoJob) -> Fault.Match {
            Fault.Match(operation: job.call.operation, seller: world.sellers[job.seller].id)
        }
        if !late.isEmpty {
            let faults = late.map { Fault(match: match($0), kind: .unavailable, times: errorsPerSeller) }
            add(.serverErrors, at: 0.1, faults, late)
        }
        if !expired.isEmpty {
            add(.tokenExpired, at: 0.2, expired.map { Fault(match: match($0), kind: .expired, times: 1) }, expired)
        }
        if !cast.second.isEmpty { add(.secretRepaired, at: 0.3) }
        add(.authorizedAgain, at: 0.45)
        return acts
    }

    /// The time of the slowest lane.
    private static func length(of jobs: [DemoJob], _ cast: DemoCast) -> Duration {
        struct Lane: Hashable {
            let seller: Int
            let call: DemoCall
        }
        return Dictionary(grouping: jobs) { Lane(seller: $0.seller, call: $0.call) }.map { lane, jobs in
            lane.seller == cast.throttled && lane.call == throttledCall
                ? lane.call.time(for: jobs.count, rate: granted.rate, burst: granted.burst)
                : lane.call.time(for: jobs.reduce(0) { $0 + $1.pages })
        }.max() ?? .zero
    }
}
