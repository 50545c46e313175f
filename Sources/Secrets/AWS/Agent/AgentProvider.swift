package import Ports

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Answers `aws-agent:NAME#key` from the AWS Secrets Manager Agent on this machine, or from the extension of Lambda
/// that does the same. Neither needs AWS keys here.
///
/// The extension also gives parameters of Parameter Store: name one by its full ARN.
package struct AgentProvider: SecretProvider {
    /// The most that an answer may hold: a secret of 64 KiB, written in the least favourable way.
    private static let largestAnswer = 1 << 20

    private let transport: any HTTPTransport
    private let environment: any Environment
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let rules: AWSRetryRules
    private let address: String
    private let isExtension: Bool
    private let tokenFile: String
    private let thread = BlockingQueue(label: "secrets.agent")

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - transport: Asks the agent.
    ///   - environment: Tells the token, and whether this runs in Lambda.
    ///   - timekeeper: Waits between tries.
    ///   - random: Spreads the waiting.
    ///   - rules: How often to try.
    ///   - address: The agent's URL without a path; `http://localhost:2773` unless set, with the port of
    ///     `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT` in Lambda.
    ///   - tokenFile: The agent's token file. `/var/run/awssmatoken` unless set.
    package init(
        transport: any HTTPTransport, environment: any Environment, timekeeper: any Timekeeper,
        random: any RandomSource, rules: AWSRetryRules = AWSRetryRules(), address: String? = nil,
        tokenFile: String? = nil
    ) {
        self.transport = transport
        self.environment = environment
        self.timekeeper = timekeeper
        self.random = random
        self.rules = rules
        self.tokenFile = tokenFile ?? AgentToken.usualFile
        isExtension = environment.value("AWS_LAMBDA_RUNTIME_API").map { !$0.isEmpty } ?? false
        let port = isExtension ? environment.value("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") : nil
        self.address = address ?? "http://localhost:\(port.flatMap(UInt16.init) ?? 2773)"
    }

    package var schemes: Set<SecretReference.Scheme> { [.awsAgent] }

    package func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        try await resolve(reference, anew: false)
    }

    package func resolveAnew(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        try await resolve(reference, anew: true)
    }

    private func resolve(_ reference: SecretReference, anew: Bool) async throws(SecretError) -> ResolvedSecret {
        let isParameter = AmazonResourceName(reference.name)?.service == "ssm"
        let url = address + (isParameter ? Self.parameterPath(reference) : secretPath(reference, anew: anew))
        let body = try await ask(url, reference, isParameter ? ParameterStore.get : SecretsManager.get)
        let text: String
        let version: String?
        let changedAt: Int64?
        if isParameter {
            guard let found = try? JSONDecoder().decode(ParameterAnswer.self, from: Data(body)).parameter else {
                throw stranger(reference, status: 200)
            }
            text = found.value.reveal()
            version = found.version.map { String($0) }
            changedAt = found.changedAt
        } else {
            guard let found = try? JSONDecoder().decode(SecretValue.self, from: Data(body)) else {
                throw stranger(reference, status: 200)
            }
            text = try found.text(reference)
            version = found.version
            changedAt = found.createdAt
        }
        let value = try SecretDocument(text: text, reference: reference.description).value(key: reference.key)
        return ResolvedSecret(
            secret: Secret(value), version: version,
            source: "\(title), \(reference.name)" + (reference.key.map { ", key \($0)" } ?? ""),
            changedAt: changedAt)
    }

    private var title: String { isExtension ? "the Lambda extension for secrets" : "the AWS Secrets Manager Agent" }

    // MARK: Asking

    private func secretPath(_ reference: SecretReference, anew: Bool) -> String {
        var path = "/secretsmanager/get?secretId=\(PercentEncoding.encode(reference.name))"
        if let stage = reference.stage { path += "&versionStage=\(PercentEncoding.encode(stage))" }
        if let version = reference.version { path += "&versionId=\(PercentEncoding.encode(version))" }
        // The extension does not know this one.
        if anew, !isExtension { path += "&refreshNow=true" }
        return path
    }

    private static func parameterPath(_ reference: SecretReference) -> String {
        "/systemsmanager/parameters/get?name=\(PercentEncoding.encode(reference.name))&withDecryption=true"
    }

    private func ask(
        _ url: String, _ reference: SecretReference, _ operation: AWSOperation
    ) async throws(SecretError) -> [UInt8] {
        var attempt = 1
        var refusedToken: AgentToken?
        while true {
            let token = try await AgentToken.find(
                environment: environment, isExtension: isExtension, file: tokenFile, thread: thread,
                reference: reference.description)
            if token == refusedToken { throw wrongToken(token, reference) }
            let answer = await send(url, token)
            let explanation = AWSExplanation(
                reference: reference.description, thing: "what \(reference.name) names", operation: operation,
                region: "the agent's region", asksVersion: reference.stage != nil || reference.version != nil)
            let error: SecretError
            let mayPass: Bool
            switch answer {
            case .success(let body): return body
            case .failure(.unreadable(_, 403)):
                // An agent that started again has a new token, and the file may already hold it.
                guard refusedToken == nil else { throw wrongToken(token, reference) }
                refusedToken = token
                continue
            case .failure(.unreadable(_, let status)):
                error = Self.answered(status, reference) ?? stranger(reference, status: status)
                mayPass = [429, 500, 502, 503, 504].contains(status)
            case .failure(.unreachable(let host, let reason)):
                error = SecretError(
                    .unavailable, reference: reference.description,
                    message: "\(title) does not answer at \(host) (\(reason))",
                    cure: "start it on this machine, or use aws-sm: to ask AWS itself")
                mayPass = true
            case .failure(let failure):
                error = explanation.error(failure)
                mayPass = rules.isPassing(failure)
            }
            guard mayPass, attempt < rules.maxAttempts else { throw error }
            do {
                try await timekeeper.sleep(for: rules.pause(after: attempt, random: random))
            } catch {
                throw explanation.error(.cancelled)
            }
            attempt += 1
        }
    }

    private func send(_ url: String, _ token: AgentToken) async -> Result<[UInt8], AWSFailure> {
        let request = HTTPRequest(
            method: "GET", url: url,
            headers: [HTTPHeader("X-Aws-Parameters-Secrets-Token", token.value.reveal())], timeout: .seconds(10))
        let host = String(address.split(separator: "/").last ?? "")
        do {
            let response = try await transport.send(request)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            if var refusal = AWSRefusalReader.read(status: response.status, headers: response.headers, body: body) {
                refusal.keys = "the agent's own credentials"
                return .failure(.refused(refusal))
            }
            guard response.status == 200 else { return .failure(.unreadable(host: host, status: response.status)) }
            return .success(body)
        } catch is CancellationError {
            return .failure(.cancelled)
        } catch let error as HTTPTransportError {
            return .failure(.unreachable(host: host, reason: error.message))
        } catch {
            return .failure(.unreachable(host: host, reason: "the connection failed"))
        }
    }

    // MARK: Errors

    private func wrongToken(_ token: AgentToken, _ reference: SecretReference) -> SecretError {
        SecretError(
            .denied, reference: reference.description, message: "\(title) does not accept the token of \(token.source)",
            cure: isExtension
                ? "pass the function's own AWS_SESSION_TOKEN on"
                : "set AWS_TOKEN=file://PATH to the token file that the agent was started with")
    }

    private func stranger(_ reference: SecretReference, status: Int) -> SecretError {
        SecretError(
            .unavailable, reference: reference.description,
            message: "something at \(address) answered with status \(status) and not as \(title) does",
            cure: "check what listens on that port")
    }

    /// What the agent says by its status alone, in its own name.
    private static func answered(_ status: Int, _ reference: SecretReference) -> SecretError? {
        let (code, message, cure): (SecretError.Code, String, String)
        switch status {
        case 400:
            (code, message, cure) = (
                .invalid, "the agent does not understand the question",
                "check the name, and that no proxy stands before the agent (NO_PROXY=localhost)"
            )
        case 429: (code, message, cure) = (.unavailable, "the agent has too many callers at once", "wait a little")
        case 502: (code, message, cure) = (.unavailable, "the agent cannot reach AWS", "check the agent's network")
        case 504: (code, message, cure) = (.unavailable, "AWS does not answer the agent in time", "wait a little")
        case 500, 503: (code, message, cure) = (.unavailable, "the agent has a fault", "read the agent's log")
        default: return nil
        }
        return SecretError(code, reference: reference.description, message: message, cure: cure)
    }
}
