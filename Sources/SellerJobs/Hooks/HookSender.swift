import JobModel
package import JobStore
package import Ports
package import Secrets

/// Tells one target of one event.
package struct HookSender: Sendable {
    /// How long a try may take.
    package struct Limits: Sendable {
        /// 10 s for the answer to a request.
        package var post = Duration.seconds(10)
        /// 30 s for a program.
        package var exec = Duration.seconds(30)
        /// A second for what follows the head of an answer, which has said everything.
        package var rest = Duration.seconds(1)

        /// The usual limits.
        package init() {}
    }

    private static let largestAnswer = 16 * 1024

    private let transport: any HTTPTransport
    private let secrets: CredentialCache
    private let redactor: Redactor
    private let program: HookProgram
    private let timekeeper: any Timekeeper
    private let limits: Limits
    private let userAgent: String

    /// Creates a sender.
    ///
    /// - Parameters:
    ///   - transport: Carries requests; it must not follow redirects.
    ///   - secrets: Keeps what other machines know, so that a source that does not answer silences no hook.
    ///   - redactor: Knows what must not get out.
    ///   - limits: By the timekeeper's clock.
    ///   - userAgent: How requests introduce themselves.
    package init(
        transport: any HTTPTransport, secrets: CredentialCache, redactor: Redactor, program: HookProgram,
        timekeeper: any Timekeeper, limits: Limits = Limits(), userAgent: String
    ) {
        self.transport = transport
        self.secrets = secrets
        self.redactor = redactor
        self.program = program
        self.timekeeper = timekeeper
        self.limits = limits
        self.userAgent = userAgent
    }

    /// Returns why the target does not know, or `nil` when it does. The reason holds no secret.
    ///
    /// - Throws: `CancellationError`.
    package func send(_ notice: NoticeRow, to target: HookTarget) async throws -> String? {
        let body = notice.payload(redact: redactor.redact)
        let reason =
            switch target.way {
            case .post(let address, let secret): try await post(body, of: notice, to: address, secret: secret)
            case .exec(let words): try await run(words, body, of: notice)
            }
        return reason.map(redactor.redact)
    }

    // MARK: Programs

    private func run(_ words: [String], _ body: [UInt8], of notice: NoticeRow) async throws -> String? {
        let variables = ["SPWORKER_HOOK": notice.hook.rawValue, "SPWORKER_EVENT_ID": notice.eventName]
        let reason = try await within(limits.exec) {
            try await program.run(words, input: body, variables: variables)
        }
        return reason ?? Self.tooLong(limits.exec)
    }

    // MARK: Requests

    private func post(
        _ body: [UInt8], of notice: NoticeRow, to address: HookTarget.Address, secret: SecretReference?
    ) async throws -> String? {
        do {
            let answer = try await within(limits.post) {
                try await transport.send(try await request(body, of: notice, to: address, secret: secret))
            }
            guard let answer else { return Self.tooLong(limits.post) }
            // Read, so that the connection can serve the next one. What it says does not matter, nor whether it ends.
            _ = try? await within(limits.rest) { try await answer.body.collect(upTo: Self.largestAnswer) }
            switch answer.status {
            case 200...299: return nil
            case 300...399: return "it answered \(answer.status), and redirects are not followed"
            default: return "it answered \(answer.status)"
            }
        } catch let error as SecretError {
            return "\(error)"
        } catch let error as HookURL.Flaw {
            return "\(error.message); \(error.cure)"
        } catch let error as HTTPTransportError {
            return error.message
        } catch let error as CancellationError {
            throw error
        } catch {
            // A text that nobody has promised to be harmless is not shown.
            return "the request failed"
        }
    }

    private func request(
        _ body: [UInt8], of notice: NoticeRow, to address: HookTarget.Address, secret: SecretReference?
    ) async throws -> HTTPRequest {
        var headers = [
            HTTPHeader("Content-Type", "application/json"), HTTPHeader("User-Agent", userAgent),
            HTTPHeader("Spworker-Event-Id", notice.eventName),
        ]
        if let secret {
            let key = try await self.secret(secret)
            // The instant of this try: a receiver can refuse what is old.
            let seconds = timekeeper.wallMicroseconds() / 1_000_000
            headers.append(
                HTTPHeader("Spworker-Signature", HookSignature.header(key: key, seconds: seconds, body: body)))
        }
        return HTTPRequest(
            method: "POST", url: try await url(address).text, headers: headers, body: body, timeout: Limits().post)
    }

    private func url(_ address: HookTarget.Address) async throws -> HookURL {
        switch address {
        case .url(let url): url
        case .reference(let reference): try await HookURL(secret(reference).reveal())
        }
    }

    /// Nobody watches the files of hooks, and looking at them costs nothing.
    private func secret(_ reference: SecretReference) async throws(SecretError) -> Secret {
        try await secrets.secret(reference, isForced: !reference.isRemote)
    }

    private static func tooLong(_ limit: Duration) -> String {
        "it took longer than \(Int(limit.seconds.rounded())) s"
    }

    /// What the work returns, or `nil` when it took too long.
    private func within<Value: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await timekeeper.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
