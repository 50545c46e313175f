import JobModel
import JobStore
import OperationCatalogue
import Overview
import Sandbox

// The script in words.
extension DemoScript {
    /// The act of a kind, if the script has it.
    func act(_ kind: DemoAct.Kind) -> DemoAct? { acts.first { $0.kind == kind } }

    /// The seller's name.
    func name(_ place: Int) -> String { world.sellers[place].id }

    /// How many jobs these sellers have.
    func jobCount(_ places: some Sequence<Int>) -> Int {
        let places = Set(places)
        return jobs.count { places.contains($0.seller) }
    }

    /// Whether the throttled seller asks often enough to be throttled for certain.
    var isThrottling: Bool { jobs.count { $0.seller == cast.throttled && $0.call == Self.throttledCall } >= 4 }

    /// What the throttled seller is granted of what the catalogue says.
    private var grantedText: String {
        let granted = LanePlan(rate: Self.granted.rate ?? 0, burst: 1).rateText
        let published = LanePlan(rate: Self.throttledCall.entry?.plan?.rate ?? 0, burst: 1).rateText
        return "\(granted) of \(published)"
    }

    /// What the script does to the seller, in a few words; empty for most.
    func note(_ place: Int) -> String {
        var words: [String] = []
        if place == cast.throttled, isThrottling { words.append("granted \(grantedText)") }
        if place == cast.revoked { words.append("revoked, authorized again") }
        if cast.second.contains(place) { words.append("wrong secret, repaired") }
        if place == cast.witness, canaries.contains(where: { $0.seller == cast.revoked }) { words.append("witness") }
        if act(.serverErrors)?.jobs.contains(where: { $0.seller == place }) == true {
            words.append("\(Self.errorsPerSeller) x 503")
        }
        if act(.tokenExpired)?.jobs.contains(where: { $0.seller == place }) == true { words.append("token expired") }
        return words.joined(separator: ", ")
    }

    /// What the audience is told when an act begins.
    func words(_ act: DemoAct) -> String {
        let names = act.jobs.map { name($0.seller) }.joined(separator: ", ")
        return switch act.kind {
        case .serverErrors:
            "Amazon is in trouble: \(Self.errorsPerSeller) calls of \(Self.troubledCall.shortName) answer 503 for \(names)."
        case .tokenExpired: "Amazon calls the access token of \(names) expired before its time (403)."
        case .secretRepaired: "The right client secret is written into secrets/\(Self.secondApplication).json."
        case .authorizedAgain:
            "\(name(cast.revoked)) authorizes again: the new refresh token goes into secrets/\(name(cast.revoked)).json."
        }
    }

    /// What the audience is told when the throttled seller meets the first 429.
    var wordsOfThrottling: String {
        "\(name(cast.throttled)) is throttled (429): Amazon grants it \(grantedText) of \(Self.throttledCall.shortName). "
            + "Only this lane slows down."
    }

    /// What the audience is told first.
    ///
    /// - Parameter scale: How many times as fast time runs.
    func introduction(scale: Double) -> String {
        let applications = cast.second.isEmpty ? "" : " of 2 applications"
        let speed = scale == scale.rounded() ? String(Int(scale)) : String(scale)
        return "\(cast.count) sellers\(applications) in 3 regions, \(counted(jobs.count, "job")). "
            + "A sandbox plays Amazon; time runs \(speed) times as fast."
    }

    /// What the audience is told when Amazon refuses the second application's secret.
    var wordsOfStop: String {
        let count = cast.second.count
        return "Application \(Self.secondApplication) is stopped, its client secret is refused: "
            + "\(counted(jobCount(cast.second), "job")) of \(counted(count, "seller")) wait, no attempt spent."
    }

    /// What the audience is told when the seller is refused for the first time.
    var wordsOfSuspicion: String {
        "\(name(cast.revoked)) is refused. That may be Amazon's trouble, so it is only suspect: it is asked once more, "
            + "between two exchanges of \(name(cast.witness))."
    }

    /// What the audience is told when the seller's revocation is found.
    var wordsOfRevocation: String {
        "\(name(cast.revoked)) is refused again while \(name(cast.witness)) is accepted: it has revoked the "
            + "authorization. \(counted(jobCount([cast.revoked]), "job")) parked, no attempt spent."
    }
}
