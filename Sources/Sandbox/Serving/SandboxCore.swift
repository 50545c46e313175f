import OperationCatalogue

/// Everything about the sandbox that changes while it runs. Held under one lock, for a few microseconds at a time.
struct SandboxCore {
    let world: World
    var tokens: TokenRegistry
    var plans: PlanBook
    var faults: FaultPlan
    var creations = Creations()
    var workshop = Workshop()
    var ledger = Ledger()
    var latency: Duration
    var sellerLatency: [Int: Duration] = [:]
    private var secrets: [[String]]
    private var effectNumber = 0
    private var dateSecond: Int64 = .min
    private var dateText = ""

    init(world: World) {
        self.world = world
        tokens = TokenRegistry(world: world)
        plans = PlanBook(world: world)
        faults = FaultPlan(world.faults)
        latency = world.latency
        secrets = world.applications.map(\.clientSecrets)
        for (index, seller) in world.sellers.enumerated() { sellerLatency[index] = seller.latency }
    }

    /// The place of the application with a client id, when the secret fits too.
    func application(clientId: String, clientSecret: String) -> Int? {
        guard let index = world.applications.firstIndex(where: { $0.clientId == clientId }),
            secrets[index].contains(clientSecret)
        else { return nil }
        return index
    }

    mutating func setSecrets(_ values: [String], ofApplicationAt index: Int) { secrets[index] = values }

    /// The places of the sellers with an id, in one region or in all.
    func sellers(_ id: String, region: Region?) -> [Int] {
        world.sellers.indices.filter {
            world.sellers[$0].id == id && (region == nil || world.sellers[$0].region == region)
        }
    }

    func delay(forSeller seller: Int?) -> Duration {
        seller.flatMap { sellerLatency[$0] } ?? latency
    }

    mutating func nextEffectId() -> String {
        effectNumber += 1
        return "effect-\(effectNumber)"
    }

    /// The `Date` header. Written once a second, not once a request.
    mutating func date(at now: Instant) -> String {
        let second = now.microseconds / 1_000_000
        if second != dateSecond {
            dateSecond = second
            dateText = now.httpDate
        }
        return dateText
    }
}
