import Ports

/// Asks the metadata service of an EC2 instance: with a token, as its second version wants it, or without one where only
/// the first version is there.
struct InstanceMetadata: Sendable {
    /// How long a token is asked for, in seconds: six hours, the most there is. Each round of questions gets its own.
    private static let tokenLifetime = "21600"

    private let settings: InstanceSettings
    private let transport: any HTTPTransport

    init(_ settings: InstanceSettings, transport: any HTTPTransport) {
        self.settings = settings
        self.transport = transport
    }

    /// A token for further questions; `nil` when the service knows none and may be asked without.
    ///
    /// - Throws: `SecretError`: `notFound` when nothing answers, `denied` when only the first version is there and it is
    ///   turned off.
    func token() async throws(SecretError) -> Secret? {
        let answer: WholeAnswer
        do throws(SecretError) {
            answer = try await ask(
                HTTPRequest(
                    method: "PUT", url: settings.endpoint + "/latest/api/token",
                    headers: [HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", Self.tokenLifetime)],
                    timeout: settings.timeout))
        } catch {
            throw .nothing(error.message, cure: error.cure)
        }
        switch answer.status {
        case 200:
            let token = answer.text
            guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw .nothing("\(settings.endpoint) gives no usable token")
            }
            return Secret(token)
        case 403, 404, 405:
            guard settings.allowsVersion1 else {
                throw SecretError(
                    .denied, reference: nil,
                    message: "\(settings.endpoint) gives no token, and asking without one is turned off",
                    cure: "turn the instance's metadata tokens on, or unset AWS_EC2_METADATA_V1_DISABLED")
            }
            return nil
        default: throw .nothing("\(settings.endpoint) answers with status \(answer.status)")
        }
    }

    /// What stands at `path`, which begins with a slash; `nil` when nothing does.
    ///
    /// - Throws: `SecretError` with the code `unavailable` for everything else that is no answer.
    func read(_ path: String, token: Secret?) async throws(SecretError) -> WholeAnswer? {
        let headers = token.map { [HTTPHeader("x-aws-ec2-metadata-token", $0.reveal())] } ?? []
        let answer = try await ask(
            HTTPRequest(method: "GET", url: settings.endpoint + path, headers: headers, timeout: settings.timeout))
        if answer.status == 404 { return nil }
        guard answer.status == 200 else {
            throw SecretError(
                .unavailable, reference: nil, message: "\(settings.endpoint) answers with status \(answer.status)",
                cure: "check the instance's metadata options")
        }
        return answer
    }

    /// The region that the instance runs in; `nil` when the service does not say.
    func region() async throws(SecretError) -> String? {
        let token = try await token()
        if let text = try await read("/latest/meta-data/placement/region", token: token)?.text,
            AWSRegions.isName(text)
        {
            return text
        }
        guard let zone = try await read("/latest/meta-data/placement/availability-zone", token: token)?.text else {
            return nil
        }
        let region = String(zone.dropLast())
        return AWSRegions.isName(region) ? region : nil
    }

    private func ask(_ request: HTTPRequest) async throws(SecretError) -> WholeAnswer {
        var attempt = 1
        while true {
            do throws(SecretError) {
                let answer = try await transport.whole(request)
                guard answer.status >= 500, attempt < settings.attempts else { return answer }
            } catch {
                guard attempt < settings.attempts, !Task.isCancelled else { throw error }
            }
            attempt += 1
        }
    }
}
