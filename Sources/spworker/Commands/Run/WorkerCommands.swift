import JobModel
import JobStore
import Logging
import OperationCatalogue
import Overview
import SellerJobs
import Worker

/// What other processes may ask of a worker, beside draining, which the engine knows by itself.
struct WorkerCommands: Sendable {
    private let composition: Composition
    private let keeper: AuthorizationKeeper
    private let sellers: SellerWatch
    private let store: any JobStore

    init(_ composition: Composition, keeper: AuthorizationKeeper, sellers: SellerWatch, store: any JobStore) {
        self.composition = composition
        self.keeper = keeper
        self.sellers = sellers
        self.store = store
    }

    /// What is done for each verb.
    var handlers: [String: CommandHandler] {
        TokenCommands(keeper: keeper).handlers.merging([
            "reload": { _ in await self.reload() }, "probe": { await self.probe($0) },
        ]) { $1 }
    }

    /// Reads configuration and secrets again; what cannot be read leaves everything as it was. What SIGHUP does too.
    @discardableResult
    func reload() async -> CommandAnswer {
        do {
            let configuration = try await composition.configuration()
            try await sellers.adopt(ConfigurationBook(composition, configuration))
            keeper.cache.forgetAll()
            do {
                try await keeper.review()
            } catch {
                // The configuration counts already; the next review is at most minutes away.
                composition.logger.error("Parked sellers could not be reviewed.", metadata: ["reason": "\(error)"])
            }
            let count = keeper.directory.current.sellers.count
            composition.logger.info("Configuration and secrets were read again.", metadata: ["sellers": "\(count)"])
            return .done(JSONValue.object(["sellers": .count(count)]).text)
        } catch {
            let reason = Self.words(error)
            composition.logger.error(
                "The configuration could not be read again; the old one stays.", metadata: ["reason": "\(reason)"])
            return .failed(reason)
        }
    }

    /// Tries a seller's credentials anew. The argument is `{"seller": "acme", "region": "EU", "application": "main"}`;
    /// what is left out must be unambiguous. `operator` and `why` may say who asks for it, and why: that is written into the
    /// seller's history.
    private func probe(_ row: CommandRow) async -> CommandAnswer {
        let argument = (try? JSONValue(parsing: row.argument.utf8)) ?? .null
        guard let seller = argument["seller"]?.string else {
            return .failed(#"'probe' needs an argument as {"seller": "acme", "region": "EU"}."#)
        }
        do {
            let key: AuthorizationKey
            if let application = argument["application"]?.string, let region = argument["region"]?.string {
                key = AuthorizationKey(application: application, seller: seller, region: region)
            } else {
                key = try keeper.directory.current.seller(seller, region: argument["region"]?.string).key
            }
            let probe = try await keeper.probe(key)
            if let person = argument["operator"]?.string {
                let end = probe.reason.map { "it is \(probe.state.word): \($0)" } ?? "it works."
                let why = argument["why"]?.string ?? "no reason given"
                try await store.tell(
                    SellerRemark(
                        key: key, kind: "sellerProbed", message: "\(why); \(end)", actor: person, repeats: true))
            }
            var members: [String: JSONValue] = ["state": .string(probe.state.word)]
            if let reason = probe.reason { members["reason"] = .string(reason) }
            return .done(JSONValue.object(members).text)
        } catch is CancellationError {
            return .failed("The worker stopped before the seller was tried.")
        } catch {
            return .failed(Self.words(error))
        }
    }

    /// The error as commands print it.
    static func words(_ error: any Error) -> String {
        let message = Failure(error, from: Spworker.self).message ?? "\(error)"
        return message.hasPrefix("error: ") ? String(message.dropFirst("error: ".count)) : message
    }
}
