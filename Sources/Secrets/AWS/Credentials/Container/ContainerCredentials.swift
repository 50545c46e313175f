import Ports

/// The keys of a container's role, from the endpoint of ECS, EKS Pod Identity and their like.
struct ContainerCredentials: AWSCredentialProvider {
    private static let attempts = 3

    let name = "container endpoint"
    private let surroundings: AWSSurroundings

    init(_ surroundings: AWSSurroundings) {
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let endpoint = try ContainerEndpoint(
            relative: surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
            full: surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
        guard let endpoint else {
            throw .nothing("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set")
        }
        var headers = [HTTPHeader("Accept", "application/json")]
        if let token = try await token() { headers.append(HTTPHeader("Authorization", token.reveal())) }
        let request = HTTPRequest(method: "GET", url: endpoint.url, headers: headers, timeout: .seconds(2))
        var attempt = 1
        while true {
            do throws(SecretError) {
                return try keys(try await surroundings.localTransport.whole(request))
            } catch {
                guard error.code == .unavailable, attempt < Self.attempts, await pause() else { throw error }
                attempt += 1
            }
        }
    }

    private func keys(_ answer: WholeAnswer) throws(SecretError) -> AWSCredentials {
        guard answer.status == 200 else {
            if answer.status == 429 || answer.status >= 500 {
                throw SecretError(
                    .unavailable, reference: nil, message: "the endpoint is in trouble (status \(answer.status))",
                    cure: "try again later")
            }
            throw SecretError(
                .denied, reference: nil, message: "the endpoint refuses (status \(answer.status))",
                cure: "check the role of the task or the pod's identity association, and the authorization token")
        }
        guard let fields = JSONFields(answer.body) else {
            throw SecretError(
                .unavailable, reference: nil, message: "the endpoint answered with something that is not JSON",
                cure: "check the address in AWS_CONTAINER_CREDENTIALS_FULL_URI")
        }
        var expiresAt: Int64?
        if let text = fields["Expiration"] {
            guard let instant = AWSTime.iso8601(text) else {
                throw SecretError(
                    .invalid, reference: nil, message: "the endpoint's Expiration is no instant of ISO 8601",
                    cure: "check what answers at the endpoint")
            }
            expiresAt = instant
        }
        return try AWSCredentials(
            checking: fields["AccessKeyId"], secret: fields["SecretAccessKey"], token: fields["Token"],
            expiresAt: expiresAt, source: name)
    }

    /// The token that the endpoint wants to see. Its file is read each time, because it is replaced before it ends.
    private func token() async throws(SecretError) -> Secret? {
        let (fileName, valueName) = ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN")
        let value: String
        if let path = surroundings.path(fileName) {
            do throws(SecretError) {
                value = try await surroundings.files.read(path).text.trimmingTrailingLineBreaks()
            } catch {
                throw error.about(fileName, code: error.code == .notFound ? .unavailable : error.code)
            }
        } else if let text = surroundings.variable(valueName) {
            value = text
        } else {
            return nil
        }
        // A line break would end the header, and what follows it could be a header of somebody else's choice.
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw SecretError(
                .invalid, reference: nil,
                message: "the authorization token of the container is empty or holds line breaks or control characters",
                cure: "check \(fileName) and \(valueName)")
        }
        return Secret(value)
    }

    private func pause() async -> Bool {
        do {
            try await surroundings.timekeeper.sleep(for: .seconds(1) * surroundings.random.unit())
            return true
        } catch {
            return false
        }
    }
}
