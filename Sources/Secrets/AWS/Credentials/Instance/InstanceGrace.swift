/// Stretches the life of an instance's keys while its metadata service cannot give newer ones.
///
/// AWS itself honours keys for longer then, so it is better to go on with them than to stop. A pure value.
struct InstanceGrace: Sendable {
    /// How long past their end keys are used at most, in microseconds: an hour.
    static let longest: Int64 = 3_600_000_000
    /// How long one stretch is at least, in microseconds: five minutes. A random part of as much again is added.
    static let step: Int64 = 300_000_000

    private var last: AWSCredentials?

    /// The keys to use after the service gave `keys`: those, or if they have ended already, the same with a later end.
    ///
    /// - Parameter spread: A random number of `0 ..< 1`.
    mutating func received(_ keys: AWSCredentials, now: Int64, spread: Double) -> AWSCredentials {
        last = keys
        guard let end = keys.expiresAt, end <= now else { return keys }
        return stretched(keys, now: now, spread: spread) ?? keys
    }

    /// The keys to use after the service failed: the last ones with a later end; `nil` when there are none, when they
    /// have not ended yet and so serve as they are, or when they are too old.
    func afterFailure(now: Int64, spread: Double) -> AWSCredentials? {
        guard let last, let end = last.expiresAt, end <= now else { return nil }
        return stretched(last, now: now, spread: spread)
    }

    private func stretched(_ keys: AWSCredentials, now: Int64, spread: Double) -> AWSCredentials? {
        guard let end = keys.expiresAt, now - end < Self.longest else { return nil }
        let extra = Self.step + Int64(Double(Self.step) * min(max(spread, 0), 1))
        return AWSCredentials(
            accessKeyID: keys.accessKeyID, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
            expiresAt: now + extra, source: keys.source)
    }
}
