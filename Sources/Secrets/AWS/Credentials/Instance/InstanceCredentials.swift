import Ports
import Synchronization

/// The keys of the role that an EC2 instance has, from its metadata service.
final class InstanceCredentials: AWSCredentialProvider {
    private static let path = "/latest/meta-data/iam/security-credentials/"

    let name = "instance metadata"
    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings
    private let grace = Mutex(InstanceGrace())

    init(_ profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        do throws(SecretError) {
            let keys = try await fetch()
            let (now, spread) = (surroundings.timekeeper.wallMicroseconds(), surroundings.random.unit())
            return grace.withLock { $0.received(keys, now: now, spread: spread) }
        } catch {
            let (now, spread) = (surroundings.timekeeper.wallMicroseconds(), surroundings.random.unit())
            guard let keys = grace.withLock({ $0.afterFailure(now: now, spread: spread) }) else { throw error }
            return keys
        }
    }

    private func fetch() async throws(SecretError) -> AWSCredentials {
        let found = try await profile.readIfThere(surroundings)
        guard let settings = try InstanceSettings(surroundings, profile: found?.profile) else {
            throw .nothing("AWS_EC2_METADATA_DISABLED is true")
        }
        let service = InstanceMetadata(settings, transport: surroundings.localTransport)
        let token = try await service.token()
        let roles = try await service.read(Self.path, token: token)
        guard let role = roles?.text.split(whereSeparator: \.isNewline).first else {
            throw .nothing("the instance has no role", cure: "give the instance a role")
        }
        let answer = try await service.read(Self.path + PercentEncoding.encode(role), token: token)
        guard let fields = answer.flatMap({ JSONFields($0.body) }) else {
            throw .nothing("the instance metadata service gives nothing for the role \(role)")
        }
        if let code = fields["Code"], code != "Success" {
            throw .nothing("the instance metadata service has no keys of the role \(role) (\(code.prefix(60)))")
        }
        guard let expiry = fields["Expiration"].flatMap(AWSTime.iso8601) else {
            throw .nothing("the instance metadata service gives no keys of the role \(role)")
        }
        return try AWSCredentials(
            checking: fields["AccessKeyId"], secret: fields["SecretAccessKey"], token: fields["Token"],
            expiresAt: expiry, source: "role \(role) of the instance")
    }
}
