package import JobModel
package import JobStore
package import OperationCatalogue

/// One application: what is configured and what the store knows.
package struct ApplicationOverview: Sendable {
    package let name: String
    /// Its configuration; `nil` when only the store knows it any more.
    package let configured: ConfiguredApplication?
    /// What became of its calls; `nil` before its first job.
    package let row: ApplicationRow?
    /// How many sellers are configured for it, each region for itself.
    package let sellers: Int
    /// How old its client secret is; `nil` when that is not known, or nobody has looked.
    package var age: ClientSecretAge?

    package init(
        name: String, configured: ConfiguredApplication?, row: ApplicationRow?, sellers: Int,
        age: ClientSecretAge? = nil
    ) {
        self.name = name
        self.configured = configured
        self.row = row
        self.sellers = sellers
        self.age = age
    }

    /// Brings configuration and store together: every configured application, and those that only the store knows, by name.
    ///
    /// - Parameter sellers: The names of the applications of all configured sellers, one for each seller and region.
    package static func all(
        _ applications: [ConfiguredApplication], _ rows: [ApplicationRow], sellers: [String]
    ) -> [ApplicationOverview] {
        let configured = Dictionary(applications.map { ($0.name, $0) }) { $1 }
        let known = Dictionary(rows.map { ($0.name, $0) }) { $1 }
        let counts = Dictionary(sellers.map { ($0, 1) }, uniquingKeysWith: +)
        return Set(configured.keys).union(known.keys).sorted().map { name in
            ApplicationOverview(
                name: name, configured: configured[name], row: known[name], sellers: counts[name] ?? 0)
        }
    }

    /// The state; an application without a job is ok, as nothing is known against it.
    package var state: ApplicationState { row?.state ?? .ok }

    /// The state with what qualifies it.
    package var stateText: String {
        var words = [state.word]
        if row?.pauseReason != nil { words.append("paused") }
        if configured == nil { words.append("not configured") }
        return words.joined(separator: ", ")
    }

    /// How the state looks.
    package var style: Style? { row?.pauseReason != nil ? .warning : state.style }

    /// When Amazon is asked again whether it works, for people; `nil` when the application does not wait for that.
    package func askedAgain(_ now: Timestamp) -> String? {
        guard let row, row.state == .suspect else { return nil }
        let time = row.blockedUntil.map { $0 > now ? $0.told(now) : "now" } ?? "soon"
        return row.pauses == 0 ? time : "\(time), after \(counted(row.pauses, "pause")) in vain"
    }

    /// Why it does not work.
    package var reason: String? { row?.pauseReason ?? row?.failure?.message }

    /// The application as programs read it: references to its secrets, never the secrets.
    package func json(_ now: Timestamp) -> JSONValue {
        .object([
            "application": .string(name), "configured": .bool(configured != nil), "state": .string(state.word),
            "since": .time(row?.since), "error": row?.failure?.json ?? .null, "pauseReason": .text(row?.pauseReason),
            "blockedUntil": .time(row?.blockedUntil), "pauses": .count(row?.pauses ?? 0),
            "sellers": .count(sellers), "clientId": .text(configured?.clientID),
            "clientSecret": .text(configured?.clientSecret),
            "clientSecretCreatedAt": .time(age?.createdAt), "clientSecretEndsAt": .time(age?.endsAt),
            "clientSecretAge": .seconds(age.map { max(.zero, now - $0.createdAt) }),
            "clientSecretAgeSource": .text(age?.source),
        ])
    }
}
