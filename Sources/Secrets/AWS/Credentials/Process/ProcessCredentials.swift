import Ports

/// Keys that a program prints: `credential_process` of a profile.
struct ProcessCredentials: AWSCredentialProvider {
    /// How long a program may run. People who approve a sign-in on a telephone need some time.
    static let timeLimit = Duration.seconds(60)

    let name = "credential_process"
    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings

    init(of profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let (profile, _) = try await profile.read(surroundings)
        guard let line = profile["credential_process"] else {
            throw .nothing("profile \(profile.name) has no credential_process")
        }
        guard let arguments = ArgumentSplitter.split(line), let program = arguments.first else {
            throw failure(.invalid, "a quote is not closed in the command", "correct the line", profile)
        }
        let (code, output) = try await run(arguments, profile)
        guard code == 0 else {
            throw failure(
                .unavailable, "\(program) ended with code \(code)", "run it by hand to see what it says", profile)
        }
        guard let fields = JSONFields(output) else {
            throw failure(.invalid, "\(program) printed no JSON object", "run it by hand to see what it says", profile)
        }
        guard fields["Version"] == "1" else {
            throw failure(
                .invalid, "\(program) printed keys of another version than 1", "let it print \"Version\": 1", profile)
        }
        return try AWSCredentials(
            checking: fields["AccessKeyId"], secret: fields["SecretAccessKey"], token: fields["SessionToken"],
            expiresAt: try expiry(fields["Expiration"], program, profile),
            source: "credential_process of profile \(profile.name)")
    }

    private func expiry(_ text: String?, _ program: String, _ profile: AWSProfile) throws(SecretError) -> Int64? {
        guard let text else { return nil }
        guard let instant = AWSTime.iso8601(text) else {
            throw failure(
                .invalid, "\(program) printed an Expiration that is no instant of ISO 8601",
                "let it print one like 2026-01-31T12:00:00Z", profile)
        }
        guard instant > surroundings.timekeeper.wallMicroseconds() else {
            throw failure(
                .unavailable, "\(program) printed keys that have ended", "renew what it takes them from", profile)
        }
        return instant
    }

    private func run(
        _ arguments: [String], _ profile: AWSProfile
    ) async throws(SecretError) -> (Int32, [UInt8]) {
        let (program, timekeeper) = (surroundings.program, surroundings.timekeeper)
        let outcome = await withTaskGroup(of: Result<(Int32, [UInt8]), SecretError>?.self) { group in
            group.addTask {
                do throws(SecretError) {
                    let (code, output) = try await program.run(arguments)
                    return .success((code, output))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await timekeeper.sleep(for: Self.timeLimit)
                return nil
            }
            // Whoever is second is stopped: the program is killed, or the waiting ends.
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let outcome else {
            throw failure(
                .unavailable, "\(arguments[0]) did not end within \(Self.timeLimit.components.seconds) seconds",
                "run it by hand to see what it waits for", profile)
        }
        return try outcome.get()
    }

    private func failure(
        _ code: SecretError.Code, _ message: String, _ cure: String, _ profile: AWSProfile
    ) -> SecretError {
        SecretError(
            code, reference: nil, message: "credential_process of profile \(profile.name): \(message)", cure: cure)
    }
}
