import JobModel
package import Ports
import Secrets
import Synchronization

/// Calls S3: signs each try anew, repeats what may pass, and goes where the bucket is.
package final class ObjectStore: Sendable {
    private struct State {
        var identity: ObjectIdentity?
        var clock = SigningClock()
        /// Where buckets are, as S3 has told.
        var regions: [String: String] = [:]
        /// The buckets that are known to be there.
        var found: Set<String> = []
    }

    /// What one try came to.
    private enum Tried {
        case answer(ObjectAnswer)
        case failure(AWSFailure, movedTo: String?, date: String?)
    }

    /// How often a call is made at most.
    private static let tries = 5
    private static let pauses = RetryPolicy(backoff: .seconds(1), maxBackoff: .seconds(20))
    private static let largestAnswer = 1 << 20

    let settings: ObjectSettings
    let sizes: ObjectSizes
    private let transport: any HTTPTransport
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let identify: @Sendable () async throws -> ObjectIdentity
    private let signer = RequestSigner()
    private let state = Mutex(State())

    /// Creates a store. Nothing is read or asked before it is needed.
    ///
    /// - Parameters:
    ///   - transport: Carries the calls.
    ///   - timekeeper: Dates signatures and waits between tries, in real time.
    ///   - random: Spreads the waiting.
    ///   - identify: Tells who this program is to AWS, or throws a `SecretError`; asked until it has told.
    package init(
        _ settings: ObjectSettings, sizes: ObjectSizes = ObjectSizes(), transport: any HTTPTransport,
        timekeeper: any Timekeeper, random: any RandomSource,
        identify: @escaping @Sendable () async throws -> ObjectIdentity
    ) {
        self.settings = settings
        self.sizes = sizes
        self.transport = transport
        self.timekeeper = timekeeper
        self.random = random
        self.identify = identify
    }

    // MARK: Buckets

    /// Makes sure, once, that a bucket can be reached and is there.
    ///
    /// - Throws: `OutputError`.
    func check(bucket: String) async throws {
        if state.withLock({ $0.found.contains(bucket) }) { return }
        do {
            _ = try await call(ObjectCall(method: "HEAD", bucket: bucket, right: "s3:ListBucket"))
        } catch let failure as AWSFailure {
            // Who may only write may not look, and answers to looks give no reasons; whether writing is allowed shows in
            // time.
            guard let status = failure.refusal?.status, status == 400 || status == 403 else {
                throw try ObjectExplanation(place: "s3://\(bucket)", bucket: bucket, right: "s3:ListBucket")
                    .error(failure, ofBucket: true)
            }
        }
        state.withLock { _ = $0.found.insert(bucket) }
    }

    // MARK: Calling

    /// Makes a call, and again while the reason may pass.
    ///
    /// - Throws: `AWSFailure`, `CancellationError`.
    func call(_ call: ObjectCall) async throws -> ObjectAnswer {
        let identity = try await identity()
        var attempt = 1
        var mayMove = true
        var mayCorrectClock = true
        var mayRenewKeys = true
        while true {
            try Task.checkCancellation()
            let keys = try await keys(identity)
            let region = region(of: call.bucket, identity)
            let offset = state.withLock { $0.clock.offset }
            let failure: AWSFailure
            let place: String?
            let date: String?
            switch try await send(call, region, keys, identity) {
            case .answer(let answer): return answer
            case .failure(let reason, let movedTo, let at): (failure, place, date) = (reason, movedTo, at)
            }
            if mayMove, let place, place != region {
                mayMove = false
                state.withLock { $0.regions[call.bucket] = place }
                continue
            }
            if let refusal = failure.refusal {
                if mayCorrectClock, refusal.isSignature, correctClock(date, from: offset) {
                    mayCorrectClock = false
                    continue
                }
                if mayRenewKeys, refusal.isExpiredKey {
                    mayRenewKeys = false
                    await identity.credentials.refused(keys)
                    if try await self.keys(identity) != keys { continue }
                }
            }
            guard attempt < Self.tries, failure.mayPass else { throw failure }
            try await timekeeper.sleep(for: Self.pauses.pause(afterFailures: attempt, unit: random.unit()))
            attempt += 1
        }
    }

    private func send(
        _ call: ObjectCall, _ region: String, _ keys: AWSCredentials, _ identity: ObjectIdentity
    ) async throws -> Tried {
        let now = timekeeper.wallMicroseconds()
        let request = signer.sign(
            try request(call, region, identity), with: keys, service: AWSService.storage.signingName, region: region,
            at: state.withLock { $0.clock.time(wallMicroseconds: now) })
        let host = String(request.url.split(separator: "/").dropFirst().first ?? "")
        let head: HTTPResponse
        let body: [UInt8]
        do {
            head = try await transport.send(request)
            body = try await head.body.collect(upTo: Self.largestAnswer)
        } catch let error as HTTPTransportError {
            return .failure(.unreachable(host: host, reason: error.message), movedTo: nil, date: nil)
        }
        let document = XMLAnswer(body)
        // The end of an upload is promised before it is reached: its failure comes with status 200.
        let isError = !(200...299).contains(head.status) || document?.name == "Error"
        guard isError else { return .answer(ObjectAnswer(headers: head.headers, body: body)) }
        var refusal: AWSRefusal
        if let type = document?.text("Code") {
            refusal = AWSRefusal(
                type: type, message: document?.text("Message") ?? "", status: head.status,
                requestID: head.headers.first("x-amz-request-id"))
        } else if let type = Self.type(ofBare: head.status), body.isEmpty {
            refusal = AWSRefusal(
                type: type, message: "", status: head.status, requestID: head.headers.first("x-amz-request-id"))
        } else {
            return .failure(.unreadable(host: host, status: head.status), movedTo: nil, date: nil)
        }
        refusal.keys = keys.source
        let place = head.headers.first("x-amz-bucket-region") ?? document?.text("Region")
        return .failure(
            .refused(refusal), movedTo: place.flatMap { AWSRegions.isName($0) ? $0 : nil },
            date: head.headers.first("date"))
    }

    /// What an answer without a body means: those to `HEAD` have none.
    private static func type(ofBare status: Int) -> String? {
        switch status {
        case 301: "PermanentRedirect"
        case 307: "TemporaryRedirect"
        case 400: "BadRequest"
        case 403: "AccessDenied"
        case 404: "NotFound"
        case 409: "OperationAborted"
        case 412: "PreconditionFailed"
        case 429: "SlowDown"
        case 500...: "ServiceUnavailable"
        default: nil
        }
    }

    private func request(_ call: ObjectCall, _ region: String, _ identity: ObjectIdentity) throws -> HTTPRequest {
        if let endpoint = settings.endpoint { return call.request(endpoint: endpoint, namesBucketInHost: false) }
        do {
            let url = try identity.endpoints.url(.storage, region: region)
            // A certificate for *.s3.REGION covers no names with more dots.
            let isPlain = identity.endpoints.isOverridden(.storage) || call.bucket.contains(".")
            return call.request(endpoint: url, namesBucketInHost: !isPlain)
        } catch {
            throw AWSFailure.unsent(error)
        }
    }

    // MARK: Who and where

    private func identity() async throws -> ObjectIdentity {
        if let known = state.withLock({ $0.identity }) { return known }
        do {
            let identity = try await identify()
            state.withLock { $0.identity = identity }
            return identity
        } catch let error as SecretError {
            throw AWSFailure.unsent(error)
        }
    }

    private func keys(_ identity: ObjectIdentity) async throws -> AWSCredentials {
        do throws(SecretError) {
            return try await identity.credentials.credentials()
        } catch {
            throw AWSFailure.unsent(error)
        }
    }

    private func region(of bucket: String, _ identity: ObjectIdentity) -> String {
        // Where nobody says one: S3 answers there for all buckets, if only with where they are.
        state.withLock { $0.regions[bucket] } ?? settings.region ?? identity.region ?? "us-east-1"
    }

    /// Whether the clock is another one than the try was signed with: another call may have corrected it meanwhile.
    private func correctClock(_ date: String?, from offset: Int64) -> Bool {
        let now = timekeeper.wallMicroseconds()
        return state.withLock { state in
            state.clock.correct(dateHeader: date, wallMicroseconds: now) || state.clock.offset != offset
        }
    }
}

extension AWSFailure {
    /// Whether the same call to S3 may have an answer a little later.
    var mayPass: Bool {
        switch self {
        case .refused(let refusal):
            refusal.isThrottling || refusal.isOutage
                // Others write the same key at this moment, or bytes were changed on the way.
                || ["ConditionalRequestConflict", "OperationAborted", "BadDigest", "XAmzContentSHA256Mismatch"]
                    .contains(refusal.type)
        case .unreadable(_, let status): status >= 500 || status == 429
        case .unreachable: true
        case .unsent, .cancelled: false
        }
    }
}
