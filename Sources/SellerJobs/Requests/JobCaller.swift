import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Synchronization
import Worker

/// Makes the calls of one job: in whose name, with which permit, and what became of each.
struct JobCaller: Sendable {
    /// What a call came to.
    enum End: Sendable {
        /// It succeeded; the body is still to be read.
        case answered(CallResult)
        /// The run ends here.
        case over(Outcome)
    }

    let services: KindServices
    let job: ClaimedJob
    let context: RunContext
    /// The personal data to ask for, where an operation answers without it too.
    var dataElements: [String] = []
    /// The checkpoint of a job that has made calls before: it outlasts the doubt of the next one.
    var kept: String?

    /// Makes one call when a permit for it can be had soon.
    ///
    /// - Parameters:
    ///   - mayBeRestricted: `false` for a call that is known to be about no personal data although its operation is
    ///     restricted, such as a document of a report without any: it is made with the access token.
    ///   - prepare: Puts the call together from what is known of the seller.
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func make(
        mayBeRestricted: Bool = true, _ prepare: (CallContext) throws -> PreparedCall
    ) async throws -> End {
        let directory = services.keeper.directory.current
        var pass: CallPass
        let call: PreparedCall
        do {
            if let key = job.authorization {
                guard let seller = directory.sellers[key] else {
                    throw CredentialFailure.notConfigured(.seller, "seller \(key)")
                }
                call = try prepare(seller.callContext)
                pass = CallPass(
                    authorization: try await services.keeper.authorization(of: seller),
                    ignoresRateHeader: seller.isSandbox)
                // Before the doubt begins: a call without a token is no call.
                try await takeToken(of: pass.authorization)
                if mayBeRestricted { try await restrict(&pass, call, seller) }
            } else {
                guard let application = directory.applications[job.lane.application] else {
                    throw CredentialFailure.notConfigured(.application, "application '\(job.lane.application)'")
                }
                call = try prepare(CallContext())
                guard let scope = call.operation.grantlessScope else {
                    throw CredentialFailure.notConfigured(.application, "a seller for \(call.operation.name)")
                }
                let place = directory.grantlessPlace(of: application, call.operation)
                pass = CallPass(
                    authorization: try await services.keeper.authorization(of: application, scope: scope, at: place),
                    ignoresRateHeader: place.isSandbox)
                try await takeToken(of: pass.authorization)
            }
        } catch let failure as CredentialFailure {
            try await services.keeper.refused(
                failure, application: job.lane.application, authorization: job.authorization)
            return .over(RequestOutcomes.outcome(of: failure, pause: outagePause))
        } catch let failure as LWAFailure {
            return .over(refused(RequestOutcomes.outcome(of: failure, pause: outagePause), failure))
        } catch let delay as PermitDelay {
            return .over(.snooze(until: delay.until))
        } catch let failure as RestrictedTokenFailure {
            return .over(try await outcome(of: failure))
        }
        return try await send(call, pass)
    }

    private func takeToken(of authorization: CallAuthorization) async throws {
        _ = try await services.keeper.tokens.token(for: authorization.key, exchange: authorization.exchange)
    }

    /// How the run ends when the disk has no room for more, or `nil` when it has.
    func outOfRoom() async -> Outcome? {
        // The worker claims nothing while the disk is full; this run was claimed a moment before, or is a long one.
        guard let obstacle = await services.output.obstacle() else { return nil }
        return .snooze(until: context.now + .seconds(60), JobFailure(kind: "diskFull", message: obstacle))
    }

    private func send(_ call: PreparedCall, _ pass: CallPass) async throws -> End {
        if let until = try await context.permit() { return .over(.snooze(until: until)) }
        let mustNotRepeat = call.operation.repetition != .safe
        let sentAt = context.now
        let note = DoubtNote(sentAt: sentAt, clockOffset: services.keeper.clock?.estimate, kept: kept)
        if mustNotRepeat {
            try await context.beginDoubt(note: note.text)
            services.probe.pass(.doubtBegun)
        }
        let wasSent = Mutex(false)
        let permitUntil = Mutex<Timestamp?>(nil)
        do {
            let result = try await services.caller.perform(
                call, as: pass.authorization, restricted: pass.restricted,
                permitRepeat: {
                    // What was refused for its token has had no effect.
                    wasSent.withLock { $0 = false }
                    guard let until = try await context.permit() else { return true }
                    permitUntil.withLock { $0 = until }
                    return false
                },
                onSend: {
                    wasSent.withLock { $0 = true }
                    context.sent()
                })
            context.answered(
                status: result.answer?.status,
                requestID: result.answer?.requestID.map { services.keeper.redactor.redact($0) },
                rateLimit: result.answer?.rateLimit)
            tellOutage(result, pass.authorization.request.endpoint)
            if let rate = result.answer?.rateLimit, !pass.ignoresRateHeader { context.learned(rate: rate) }
            if case .success = result.verdict {
                services.probe.pass(.answered)
                await accepted(call.operation)
                return .answered(result)
            }
            if result.verdict == .accessDenied, let withheld = pass.withheld, withheld.kind == .missingRole {
                return .over(try await outcome(of: withheld))
            }
            if result.verdict == .accessDenied, let key = job.authorization {
                try await services.keeper.denied(key, call.operation)
            }
            let outcome =
                pass.restricted != nil && result.refusedFreshToken
                ? try await told(
                    RequestOutcomes.refusedRestrictedToken(result), of: result.verdict, pass.authorization.key)
                : try await judge(
                    result, pass.authorization.key, sentAt: sentAt, permitUntil: permitUntil.withLock { $0 },
                    call.operation)
            guard mustNotRepeat else { return .over(outcome) }
            switch result.verdict {
            case .notSent, .tokenRefused, .applicationSecretExpired: return .over(try await withoutDoubt(outcome))
            case .doubtful, .conflict:
                return .over(try await leavingDoubt(outcome, result.verdict, note, call.operation))
            default: return .over(outcome)
            }
        } catch is CancellationError where mustNotRepeat {
            guard wasSent.withLock({ $0 }) else { return .over(try await withoutDoubt(.interrupted)) }
            return .over(unanswered(RequestOutcomes.doubt(call.operation, sentAt: note.sentAt), call.operation))
        } catch let failure as LWAFailure {
            return .over(refused(RequestOutcomes.outcome(of: failure, pause: outagePause), failure))
        } catch let failure as CredentialFailure {
            return .over(RequestOutcomes.outcome(of: failure, pause: outagePause))
        } catch let delay as PermitDelay {
            // The restricted data token was refused, and with it the call; another comes later.
            let outcome = Outcome.snooze(until: delay.until)
            return .over(mustNotRepeat ? try await withoutDoubt(outcome) : outcome)
        } catch let failure as RestrictedTokenFailure {
            let outcome = try await outcome(of: failure)
            return .over(mustNotRepeat ? try await withoutDoubt(outcome) : outcome)
        }
    }

    /// A refusal that would park a seller's job fails a grantless one: it has no authorization that could be parked, and would
    /// come back at once. A wrong client secret stops the application, so its jobs wait all the same.
    private func refused(_ outcome: Outcome, _ failure: LWAFailure) -> Outcome {
        guard job.authorization == nil, case .park(let reason) = outcome, failure.kind != .invalidClient else {
            return outcome
        }
        return .fail(reason)
    }

    /// The call was certainly not made: the doubt that was written down before it ends here, or the next run would believe it.
    private func withoutDoubt(_ outcome: Outcome) async throws -> Outcome {
        try await context.checkpoint(Checkpoint(text: kept ?? job.checkpoint, isStep: false, isDurable: true))
        return outcome
    }

    /// A call of the seller was let through.
    private func accepted(_ operation: Operation) async {
        guard let key = job.authorization else { return }
        do {
            try await services.keeper.accepted(key, operation)
        } catch {
            // The call was made: trouble with the store must not have it made again.
            context.logger.error(
                "That a suspect authorization works could not be stored.", metadata: ["reason": "\(error)"])
        }
    }

    /// What a call that did not succeed means, told to the keeper where it is about the seller or the application.
    private func judge(
        _ result: CallResult, _ key: TokenKey, sentAt: Timestamp, permitUntil: Timestamp?, _ operation: Operation
    ) async throws -> Outcome {
        try await told(
            RequestOutcomes.outcome(
                of: result, operation: operation, permitUntil: permitUntil, pause: outagePause, now: context.now),
            of: result.verdict, key, sentAt: sentAt)
    }

    /// The outcome without secrets, told to the keeper where it is about the seller or the application.
    ///
    /// - Parameters:
    ///   - key: The key of the access token that was used.
    ///   - sentAt: When the call was made, where that is known.
    func told(
        _ outcome: Outcome, of verdict: CallVerdict, _ key: TokenKey, sentAt: Timestamp? = nil
    ) async throws -> Outcome {
        let outcome = outcome.redacted { services.keeper.redactor.redact($0) }
        if case .park(let failure) = outcome {
            if case .tokenRefused = verdict, job.authorization == nil { return .fail(failure) }
            switch (verdict, job.authorization) {
            case (.applicationSecretExpired, _):
                let goesOn = try await services.keeper.refusedApplication(
                    job.lane.application, failure, usedBy: key, sentAt: sentAt)
                if goesOn { return .snooze(until: outagePause, failure) }
            case (.tokenRefused, let seller?):
                try await services.keeper.refusedFreshToken(seller, failure)
            default:
                break
            }
        }
        return outcome
    }
}
