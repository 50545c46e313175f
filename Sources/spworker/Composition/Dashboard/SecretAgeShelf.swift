import JobModel
import Ports
import Secrets
import SellerJobs

/// How old client secrets are, as it was last found out, for those who look often: a source may be far away.
actor SecretAgeShelf {
    private struct Finding {
        let reference: SecretReference
        let age: ClientSecretAge?
        /// By the real clock.
        let foundAt: Duration
    }

    /// How long what was found counts.
    private static let patience = Duration.seconds(600)
    /// How long somebody waits for what is not known yet. Whoever comes later finds it here.
    private static let wait = Duration.milliseconds(60)
    private static let look = Duration.milliseconds(5)

    private let ages: ClientSecretAges
    private let timekeeper: any Timekeeper
    private var held: [String: Finding] = [:]
    private var asked: Set<String> = []

    init(_ ages: ClientSecretAges, timekeeper: any Timekeeper) {
        self.ages = ages
        self.timekeeper = timekeeper
    }

    /// The ages that are known, by application.
    func ages(of applications: some Collection<SellerDirectory.Application>) async -> [String: ClientSecretAge] {
        let start = timekeeper.monotonic()
        for application in applications where isStale(application, at: start) { ask(application) }
        let names = Set(applications.map(\.id))
        while !asked.isDisjoint(with: names), timekeeper.monotonic() - start < Self.wait {
            guard (try? await timekeeper.sleep(for: Self.look)) != nil else { break }
        }
        return held.filter { names.contains($0.key) }.compactMapValues(\.age)
    }

    private func isStale(_ application: SellerDirectory.Application, at now: Duration) -> Bool {
        guard let found = held[application.id], found.reference == application.clientSecret else { return true }
        return now - found.foundAt > Self.patience
    }

    private func ask(_ application: SellerDirectory.Application) {
        guard asked.insert(application.id).inserted else { return }
        Task {
            let age = await ages.age(of: application.clientSecret, createdAt: application.secretCreatedAt)
            held[application.id] = Finding(
                reference: application.clientSecret, age: age, foundAt: timekeeper.monotonic())
            asked.remove(application.id)
        }
    }
}
