import Ports

/// The region that this machine runs in. It does not change, so it is asked for once; a failure is remembered for a while.
actor MachineRegion {
    private static let retryDelay = Duration.seconds(300)

    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings
    private var known: String?
    private var silentUntil: Duration?

    init(_ profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.surroundings = surroundings
    }

    /// The region; `nil` when the metadata service is not there or does not say.
    func region() async -> String? {
        if let known { return known }
        if let silentUntil, surroundings.timekeeper.monotonic() < silentUntil { return nil }
        known = await ask()
        if known == nil { silentUntil = surroundings.timekeeper.monotonic() + Self.retryDelay }
        return known
    }

    private func ask() async -> String? {
        do throws(SecretError) {
            let found = try await profile.readIfThere(surroundings)
            guard let settings = try InstanceSettings(surroundings, profile: found?.profile) else { return nil }
            return try await InstanceMetadata(settings, transport: surroundings.localTransport).region()
        } catch {
            // Without this region whoever needs one says which others to set.
            return nil
        }
    }
}
