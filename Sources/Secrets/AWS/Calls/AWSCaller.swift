package import Ports
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Calls operations of AWS: signs each try anew, repeats what may pass, and tells failures apart by their kind.
package final class AWSCaller: Sendable {
    /// The most that an answer may hold: twenty secrets of 64 KiB, written in the least favourable way.
    private static let largestAnswer = 16 << 20

    private let transport: any HTTPTransport
    private let source: any AWSCredentialSource
    private let endpoints: AWSEndpoints
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let rules: AWSRetryRules
    private let timeout: Duration
    private let signer = RequestSigner()
    private let clock = Mutex(SigningClock())

    /// Creates a caller.
    ///
    /// - Parameters:
    ///   - transport: Sends the calls.
    ///   - credentials: Gives the keys, at every try.
    ///   - endpoints: Where the services are.
    ///   - timekeeper: Dates the signatures and waits between tries.
    ///   - random: Spreads the waiting.
    ///   - rules: How often to try.
    ///   - timeout: How long one try may take. 10 seconds unless set.
    package init(
        transport: any HTTPTransport, credentials: any AWSCredentialSource, endpoints: AWSEndpoints,
        timekeeper: any Timekeeper, random: any RandomSource, rules: AWSRetryRules = AWSRetryRules(),
        timeout: Duration = .seconds(10)
    ) {
        self.transport = transport
        source = credentials
        self.endpoints = endpoints
        self.timekeeper = timekeeper
        self.random = random
        self.rules = rules
        self.timeout = timeout
    }

    /// How far AWS's clock is ahead of this machine's by its refusals, in microseconds; 0 while none was about the
    /// time.
    package var clockOffset: Int64 { clock.withLock { $0.offset } }

    /// Calls an operation in JSON, as Secrets Manager and Systems Manager speak it.
    ///
    /// - Throws: `AWSFailure`.
    package func json<Answer: Decodable & Sendable>(
        _ operation: AWSOperation, _ input: [String: AWSInput], region: String, as type: Answer.Type
    ) async throws(AWSFailure) -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(input) else {
            throw .unsent(
                SecretError(
                    .invalid, reference: nil, message: "the call cannot be written as JSON",
                    cure: "use a name of ordinary characters"))
        }
        let headers = [
            HTTPHeader("Content-Type", "application/x-amz-json-1.1"), HTTPHeader("X-Amz-Target", operation.target),
        ]
        return try await call(operation, headers, Array(body), region: region) { answer in
            try? JSONDecoder().decode(type, from: Data(answer))
        }
    }

    /// Calls an operation by the query protocol, as the Security Token Service speaks it.
    ///
    /// - Parameters:
    ///   - version: The version of the service's interface.
    ///   - isSigned: Whether it is signed. Operations that trade another proof for keys are not.
    /// - Throws: `AWSFailure`.
    package func query(
        _ operation: AWSOperation, version: String = "2011-06-15", _ parameters: [(name: String, value: String)] = [],
        region: String, isSigned: Bool = true
    ) async throws(AWSFailure) -> XMLAnswer {
        let all = [(name: "Action", value: operation.name), (name: "Version", value: version)] + parameters
        let form = all.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
        return try await call(
            operation, headers, Array(form.joined(separator: "&").utf8), region: region, isSigned: isSigned
        ) { answer in
            guard let answer = XMLAnswer(answer), answer.name == operation.name + "Response" else { return nil }
            return answer
        }
    }

    // MARK: Trying

    private func call<Answer: Sendable>(
        _ operation: AWSOperation, _ headers: [HTTPHeader], _ body: [UInt8], region: String, isSigned: Bool = true,
        read: @Sendable ([UInt8]) -> Answer?
    ) async throws(AWSFailure) -> Answer {
        let request = HTTPRequest(
            method: "POST", url: try address(operation.service, region), headers: headers, body: body, timeout: timeout)
        var attempt = 1
        var mayCorrectClock = true
        var mayRenewKeys = true
        while true {
            let keys = isSigned ? try await keys() : nil
            let offset = clockOffset
            let tried = await send(request, operation.service, region, keys, read)
            guard case .failure(let failure) = tried.result else { return try tried.result.get() }
            if let refusal = failure.refusal, let keys {
                if mayCorrectClock, refusal.isSignature, correctClock(tried.date, from: offset) {
                    mayCorrectClock = false
                    continue
                }
                if mayRenewKeys, refusal.isExpiredKey {
                    mayRenewKeys = false
                    await source.refused(keys)
                    if try await self.keys() != keys { continue }
                }
            }
            guard attempt < rules.maxAttempts, rules.isPassing(failure) else { throw failure }
            do {
                try await timekeeper.sleep(for: rules.pause(after: attempt, random: random))
            } catch {
                throw .cancelled
            }
            attempt += 1
        }
    }

    private struct Tried<Answer: Sendable>: Sendable {
        var result: Result<Answer, AWSFailure>
        /// The answer's `Date` header.
        var date: String?
    }

    private func send<Answer: Sendable>(
        _ request: HTTPRequest, _ service: AWSService, _ region: String, _ keys: AWSCredentials?,
        _ read: @Sendable ([UInt8]) -> Answer?
    ) async -> Tried<Answer> {
        var signed = request
        if let keys {
            let now = timekeeper.wallMicroseconds()
            signed = signer.sign(
                request, with: keys, service: service.signingName, region: region,
                at: clock.withLock { $0.time(wallMicroseconds: now) })
        }
        let host = String(request.url.split(separator: "/").dropFirst().first ?? "")
        do {
            let response = try await transport.send(signed)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            let date = response.headers.first("date")
            if var refusal = AWSRefusalReader.read(status: response.status, headers: response.headers, body: body) {
                refusal.keys = keys?.source
                return Tried(result: .failure(.refused(refusal)), date: date)
            }
            guard (200...299).contains(response.status), let answer = read(body) else {
                return Tried(result: .failure(.unreadable(host: host, status: response.status)), date: date)
            }
            return Tried(result: .success(answer))
        } catch is CancellationError {
            return Tried(result: .failure(.cancelled))
        } catch let error as HTTPTransportError {
            return Tried(result: .failure(.unreachable(host: host, reason: error.message)))
        } catch {
            return Tried(result: .failure(.unreachable(host: host, reason: "the connection failed")))
        }
    }

    /// Whether the clock is another one than the try was signed with: another call may have corrected it meanwhile.
    private func correctClock(_ date: String?, from offset: Int64) -> Bool {
        let now = timekeeper.wallMicroseconds()
        return clock.withLock { clock in
            clock.correct(dateHeader: date, wallMicroseconds: now) || clock.offset != offset
        }
    }

    private func keys() async throws(AWSFailure) -> AWSCredentials {
        do {
            return try await source.credentials()
        } catch {
            throw .unsent(error)
        }
    }

    private func address(_ service: AWSService, _ region: String) throws(AWSFailure) -> String {
        do {
            return try endpoints.url(service, region: region) + "/"
        } catch {
            throw .unsent(error)
        }
    }
}
