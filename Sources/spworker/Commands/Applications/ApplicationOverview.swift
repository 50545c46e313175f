import JobModel
import JobStore
import OperationCatalogue
import Secrets
import SellerJobs

/// One application: what is configured and what the store knows.
struct ApplicationOverview {
    let name: String
    /// Its configuration; `nil` when only the store knows it any more.
    let settings: ApplicationSettings?
    /// What became of its calls; `nil` before its first job.
    let row: ApplicationRow?
    /// How many sellers are configured for it, each region for itself.
    let sellers: Int
    /// How old its client secret is; `nil` when that is not known, or nobody has looked.
    var age: ClientSecretAge?

    /// Every configured application, and those that only the store knows, by name.
    static func all(_ configuration: Configuration, store: any QueueReading) async throws -> [ApplicationOverview] {
        let known = Dictionary(try await store.applications().map { ($0.name, $0) }) { $1 }
        return Set(configuration.applications.map(\.id)).union(known.keys).sorted().map { name in
            ApplicationOverview(
                name: name, settings: configuration.application(name), row: known[name],
                sellers: configuration.sellers.filter { $0.application == name }.count)
        }
    }

    /// The state; an application without a job is ok, as nothing is known against it.
    var state: ApplicationState { row?.state ?? .ok }

    /// The state with what qualifies it.
    var stateText: String {
        var words = [state.word]
        if row?.pauseReason != nil { words.append("paused") }
        if settings == nil { words.append("not configured") }
        return words.joined(separator: ", ")
    }

    /// How the state looks.
    var style: Style? { row?.pauseReason != nil ? .warning : state.style }

    /// When Amazon is asked again whether it works, for people; `nil` when the application does not wait for that.
    func askedAgain(_ now: Timestamp) -> String? {
        guard let row, row.state == .suspect else { return nil }
        let time = row.blockedUntil.map { $0 > now ? $0.told(now) : "now" } ?? "soon"
        return row.pauses == 0 ? time : "\(time), after \(counted(row.pauses, "pause")) in vain"
    }

    /// Why it does not work.
    var reason: String? { row?.pauseReason ?? row?.failure?.message }

    /// The application as programs read it: references to its secrets, never the secrets.
    func json(_ now: Timestamp) -> JSONValue {
        .object([
            "application": .string(name), "configured": .bool(settings != nil), "state": .string(state.word),
            "since": .time(row?.since), "error": row?.failure?.json ?? .null, "pauseReason": .text(row?.pauseReason),
            "blockedUntil": .time(row?.blockedUntil), "pauses": .count(row?.pauses ?? 0),
            "sellers": .count(sellers), "clientId": .text(settings?.clientId.description),
            "clientSecret": .text(settings?.clientSecret.description),
            "clientSecretCreatedAt": .time(age?.createdAt), "clientSecretEndsAt": .time(age?.endsAt),
            "clientSecretAge": .seconds(age.map { max(.zero, now - $0.createdAt) }),
            "clientSecretAgeSource": .text(age?.source),
        ])
    }
}

extension QueueSession {
    /// The application with this name.
    ///
    /// - Throws: `Failure` when there is none.
    func application(_ name: String) async throws -> ApplicationOverview {
        let all = try await ApplicationOverview.all(try await configurationWithSellers(), store: store)
        if let found = all.first(where: { $0.name == name }) { return found }
        let near = NearestNames(to: name).nearest(among: all.map(\.name))
        let hint =
            near.isEmpty ? "'spworker applications list' shows all." : "Did you mean \(near.joined(separator: " or "))?"
        throw Failure(.no, "error: there is no application '\(name.plain)'. \(hint)")
    }
}
