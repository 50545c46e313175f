/// A role to assume, as a profile describes it.
package struct AssumedRole: Sendable, Equatable {
    /// How long roles may be assumed, in seconds, by AWS's rules.
    static let durations = 900...43_200

    /// The profile that describes it.
    package let profile: String
    /// The role's ARN.
    package let arn: String
    /// The session's name; `nil` has one made.
    package let sessionName: String?
    /// What the role's owner asks for as a proof that the right customer calls.
    package let externalID: String?
    /// How long the keys should last, in seconds; `nil` leaves it to AWS (an hour).
    package let durationSeconds: Int?

    /// Creates a role.
    package init(
        profile: String, arn: String, sessionName: String? = nil, externalID: String? = nil,
        durationSeconds: Int? = nil
    ) {
        self.profile = profile
        self.arn = arn
        self.sessionName = sessionName
        self.externalID = externalID
        self.durationSeconds = durationSeconds
    }

    /// The role of a profile with a `role_arn`.
    ///
    /// - Throws: `SecretError` with the code `invalid` for settings that cannot work.
    init(_ profile: AWSProfile, arn: String) throws(SecretError) {
        guard profile["mfa_serial"] == nil else {
            throw SecretError(
                .invalid, reference: nil,
                message: "profile \(profile.name) asks for a code of a device (mfa_serial), and nobody types it here",
                cure: "choose a profile whose role needs no device, or keep temporary keys in credential_process")
        }
        self.init(
            profile: profile.name, arn: arn, sessionName: profile["role_session_name"],
            externalID: profile["external_id"], durationSeconds: try Self.duration(profile))
    }

    /// The `duration_seconds` of a profile.
    static func duration(_ profile: AWSProfile) throws(SecretError) -> Int? {
        guard let text = profile["duration_seconds"] else { return nil }
        guard let seconds = Int(text), durations.contains(seconds) else {
            throw SecretError(
                .invalid, reference: nil,
                message: "duration_seconds of profile \(profile.name) is not a number of seconds that AWS allows",
                cure: "give one from \(durations.lowerBound) to \(durations.upperBound), or leave it out")
        }
        return seconds
    }
}
