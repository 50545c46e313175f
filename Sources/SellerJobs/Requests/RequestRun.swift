import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Synchronization
import Worker

import struct Foundation.Data
import class Foundation.FileHandle

/// One run of a `request` job.
struct RequestRun: Sendable {
    let kind: RequestKind
    let job: ClaimedJob
    let context: RunContext

    /// Runs the job and says how it ended.
    func outcome() async -> Outcome {
        do {
            return try await attempt()
        } catch is CancellationError {
            return .interrupted
        } catch let error as RunLost {
            // Nothing that this run says will be written.
            return .retry(JobFailure(kind: "lost", message: "\(error)"))
        } catch let error as JobRejection {
            return .fail(JobFailure(kind: "invalidRequest", message: error.description))
        } catch let error as InvalidCall {
            return .fail(JobFailure(kind: "invalidRequest", message: error.description))
        } catch let error as StoreError {
            return .snooze(until: context.now + .seconds(5), JobFailure(kind: "store", message: error.message))
        } catch {
            return .retry(JobFailure(kind: "unexpected", message: "\(error)"))
        }
    }

    private func attempt() async throws -> Outcome {
        if job.isInDoubt { return .quarantine(RequestOutcomes.doubt(job.operation)) }
        // The worker claims nothing while the disk is full; this run was claimed a moment before.
        if let obstacle = await kind.output.obstacle() {
            return .snooze(until: context.now + .seconds(60), JobFailure(kind: "diskFull", message: obstacle))
        }
        let directory = kind.keeper.directory.current
        let operation = try operation()
        let body = try await body()
        let authorization: CallAuthorization
        let call: PreparedCall
        var ignoresRateHeader = false
        do {
            if let key = job.authorization {
                guard let seller = directory.sellers[key] else {
                    throw CredentialFailure.notConfigured(.seller, "seller \(key)")
                }
                call = try prepared(operation, body, seller.callContext)
                authorization = try await kind.keeper.authorization(of: seller)
                ignoresRateHeader = seller.isSandbox
            } else {
                guard let application = directory.applications[job.lane.application],
                    let scope = operation.grantlessScope
                else {
                    throw CredentialFailure.notConfigured(.application, "application '\(job.lane.application)'")
                }
                call = try prepared(operation, body, CallContext())
                authorization = try await kind.keeper.authorization(
                    of: application, scope: scope, region: directory.grantlessRegion(of: application))
            }
            // Before the doubt begins: a call without a token is no call.
            _ = try await kind.keeper.tokens.token(for: authorization.key, exchange: authorization.exchange)
        } catch let failure as CredentialFailure {
            try await kind.keeper.refused(
                failure, application: job.lane.application, authorization: job.authorization)
            return RequestOutcomes.outcome(of: failure, pause: loginPause)
        } catch let failure as LWAFailure {
            return refused(RequestOutcomes.outcome(of: failure, pause: loginPause), failure)
        }
        return try await send(call, authorization, ignoresRateHeader: ignoresRateHeader)
    }

    private func send(
        _ call: PreparedCall, _ authorization: CallAuthorization, ignoresRateHeader: Bool
    ) async throws -> Outcome {
        if let until = try await context.permit() { return .snooze(until: until) }
        let mustNotRepeat = call.operation.repetition != .safe
        if mustNotRepeat { try await context.beginDoubt() }
        let wasSent = Mutex(false)
        let permitUntil = Mutex<Timestamp?>(nil)
        do {
            let result = try await kind.caller.perform(
                call, as: authorization,
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
            if let rate = result.answer?.rateLimit, !ignoresRateHeader { context.learned(rate: rate) }
            if case .success = result.verdict { return try await keep(result) }
            let outcome = try await judge(
                result, authorization.key, permitUntil: permitUntil.withLock { $0 }, call.operation)
            if mustNotRepeat, case .notSent = result.verdict { return try await withoutDoubt(outcome) }
            return outcome
        } catch is CancellationError where mustNotRepeat {
            if wasSent.withLock({ $0 }) { return .quarantine(RequestOutcomes.doubt(job.operation)) }
            return try await withoutDoubt(.interrupted)
        } catch let failure as LWAFailure {
            return refused(RequestOutcomes.outcome(of: failure, pause: loginPause), failure)
        } catch let failure as CredentialFailure {
            return RequestOutcomes.outcome(of: failure, pause: loginPause)
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
        try await context.checkpoint(Checkpoint(text: job.checkpoint, isDurable: true))
        return outcome
    }

    /// What a call that did not succeed means, told to the keeper where it is about the seller or the application.
    private func judge(
        _ result: CallResult, _ key: TokenKey, permitUntil: Timestamp?, _ operation: Operation
    ) async throws -> Outcome {
        let outcome = RequestOutcomes.outcome(
            of: result, operation: operation, permitUntil: permitUntil, now: context.now
        ).redacted { kind.keeper.redactor.redact($0) }
        if case .park(let failure) = outcome {
            if case .tokenRefused = result.verdict, job.authorization == nil { return .fail(failure) }
            switch (result.verdict, job.authorization) {
            case (.applicationSecretExpired, _):
                try await kind.keeper.refusedApplication(job.lane.application, failure, usedBy: key)
            case (.tokenRefused, let seller?):
                try await kind.keeper.refusedFreshToken(seller, failure)
            default:
                break
            }
        }
        return outcome
    }

    /// Keeps the answer's body: with the job when it is small and may be stored, in a file otherwise.
    private func keep(_ result: CallResult) async throws -> Outcome {
        let operation = try operation()
        if let key = job.authorization {
            do {
                try await kind.keeper.accepted(key)
            } catch {
                // The call was made: trouble with the store must not have it made again.
                context.logger.error(
                    "That a suspect authorization works could not be stored.", metadata: ["reason": "\(error)"])
            }
        }
        do {
            let kept = try await RequestResult(
                output: kind.output,
                template: try job.output.map { text throws(JobRejection) in try OutputTemplate(text) },
                isRestricted: operation.isRestricted || operation.answersWithToken
            ).keep(result.body, status: result.answer?.status, job: job, now: context.now)
            return .succeeded(kept)
        } catch let error as OutputError {
            // The call was made and its answer is lost: only a harmless call may be made again.
            let failure = JobFailure(kind: "output", message: error.description, requestID: result.answer?.requestID)
            return operation.repetition == .safe ? .retry(failure) : .quarantine(failure)
        } catch let error as HTTPTransportError {
            let failure = JobFailure(
                kind: "doubtful", message: "The answer broke off: \(error.message).", status: result.answer?.status,
                requestID: result.answer?.requestID)
            return operation.repetition == .safe ? .retry(failure) : .quarantine(failure)
        } catch is CancellationError where operation.repetition != .safe {
            return .quarantine(RequestOutcomes.doubt(job.operation))
        }
    }

    // MARK: Putting the call together

    private func operation() throws -> Operation {
        do throws(UnknownOperation) {
            return try OperationCatalogue.builtIn.operation(named: job.operation)
        } catch {
            throw JobRejection(error.description)
        }
    }

    private func prepared(_ operation: Operation, _ body: [UInt8]?, _ place: CallContext) throws -> PreparedCall {
        try CallRequest(
            operation: operation, parameters: try RequestAdmission.parameters(job.parameters), body: body
        ).prepared(in: place)
    }

    private func body() async throws -> [UInt8]? {
        var problems: [String] = []
        let options = JobOptions(parsing: job.options, problems: &problems)
        guard let file = options.file else { return job.body.map { Array($0.utf8) } }
        let limit = RequestAdmission.largestBody
        let bytes = try await FileExecutor().run { () throws -> [UInt8] in
            guard let handle = FileHandle(forReadingAtPath: file) else {
                throw JobRejection("The body's file \(file) cannot be read.")
            }
            defer { try? handle.close() }
            return Array(try handle.read(upToCount: limit + 1) ?? Data())
        }
        guard bytes.count <= limit else {
            throw JobRejection("The body's file \(file) is larger than \(limit / 1_048_576) MiB.")
        }
        return bytes
    }

    /// How long to stay away from Login with Amazon or a secret's source: growing with the runs that were spent on it.
    private var loginPause: Timestamp {
        let policy = RetryPolicy(backoff: .seconds(5), maxBackoff: .seconds(300))
        return context.now
            + max(.milliseconds(200), policy.pause(afterFailures: job.fence.run, unit: kind.random.unit()))
    }
}

extension Operation {
    /// Whether the answer is a token: a secret, which never enters the database.
    fileprivate var answersWithToken: Bool { family == "tokens" }
}
