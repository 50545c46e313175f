import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs
import Worker

/// What other processes may ask of a worker's token cache.
///
/// The argument of both verbs is `{"seller": "acme", "region": "EU", "application": "main"}`, where region and
/// application may be left out to mean all of the seller's, or `{"all": true}`.
struct TokenCommands: Sendable {
    private let keeper: AuthorizationKeeper

    /// The most problems that one answer tells.
    private static let problems = 100

    init(keeper: AuthorizationKeeper) {
        self.keeper = keeper
    }

    /// What is done for each verb.
    var handlers: [String: CommandHandler] {
        ["warm": { await self.warm($0) }, "forget": { await self.forget($0) }]
    }

    /// Gets tokens. When there are too many sellers for one answer it says after which one to go on: the argument of
    /// the next request has that as `after`.
    private func warm(_ row: CommandRow) async -> CommandAnswer {
        guard let choice = Choice(row.argument) else { return Self.misunderstood(row) }
        let keys = keeper.directory.current.sellers.keys.filter(choice.includes).sorted(by: AuthorizationKey.isBefore)
        if keys.isEmpty, let seller = choice.seller {
            return .failed(
                "The seller '\(seller)' is not in the worker's configuration. If it was added since the worker started, "
                    + "run 'spworker workers reload'.")
        }
        let rest = keys.filter { key in choice.after.map { AuthorizationKey.isBefore($0, key) } ?? true }
        do {
            let warming = try await keeper.warm(rest, patience: CommandRow.lifetime / 3)
            return .done(Self.json(warming).text)
        } catch is CancellationError {
            return .failed("The worker stopped before all tokens were there.")
        } catch {
            return .failed(WorkerCommands.words(error))
        }
    }

    private func forget(_ row: CommandRow) async -> CommandAnswer {
        guard let choice = Choice(row.argument) else { return Self.misunderstood(row) }
        let count =
            choice.isEverything ? await keeper.forgetTokens() : await keeper.forgetTokens(where: choice.includes)
        return .done(JSONValue.object(["forgotten": .count(count)]).text)
    }

    private static func misunderstood(_ row: CommandRow) -> CommandAnswer {
        .failed("'\(row.verb)' needs an argument as {\"seller\": \"acme\", \"region\": \"EU\"} or {\"all\": true}.")
    }

    private static func json(_ warming: TokenWarming) -> JSONValue {
        func problem(_ refusal: TokenWarming.Refusal, isParked: Bool) -> JSONValue {
            refusal.key.json.adding(["reason": .string(refusal.reason), "parked": .bool(isParked)])
        }
        let all =
            warming.refused.map { problem($0, isParked: false) } + warming.parked.map { problem($0, isParked: true) }
        return .object([
            "exchanged": .count(warming.exchanged), "held": .count(warming.held),
            "parked": .count(warming.parked.count), "refused": .count(warming.refused.count),
            "problems": .array(Array(all.prefix(problems))), "after": warming.last?.json ?? .null,
        ])
    }
}

extension TokenCommands {
    /// Whose tokens are meant.
    private struct Choice: Sendable {
        /// `nil` means all sellers.
        let seller: String?
        let region: String?
        let application: String?
        let after: AuthorizationKey?

        /// Reads an argument; `nil` when it names neither a seller nor all.
        init?(_ argument: String) {
            guard let value = try? JSONValue(parsing: argument.utf8) else { return nil }
            seller = value["seller"]?.string
            guard seller != nil || value["all"] == .bool(true) else { return nil }
            region = value["region"]?.string?.uppercased()
            application = value["application"]?.string
            after = value["after"].flatMap(AuthorizationKey.init(json:))
        }

        /// Whether grantless tokens are meant too.
        var isEverything: Bool { seller == nil && region == nil && application == nil }

        @Sendable func includes(_ key: AuthorizationKey) -> Bool {
            (seller == nil || key.seller == seller) && (region == nil || key.region == region)
                && (application == nil || key.application == application)
        }
    }
}

extension AuthorizationKey {
    /// The seller as programs read it.
    var json: JSONValue {
        .object(["seller": .string(seller), "region": .string(region), "application": .string(application)])
    }

    /// Reads what `json` says.
    init?(json: JSONValue) {
        guard let application = json["application"]?.string, let seller = json["seller"]?.string,
            let region = json["region"]?.string
        else { return nil }
        self.init(application: application, seller: seller, region: region)
    }
}
