/// The roles that lead to a profile's keys: whose keys are used first, and which roles are assumed with them in turn.
package struct RoleChain: Sendable, Equatable {
    /// Where the first keys come from.
    package enum Base: Sendable, Equatable {
        /// A profile's own keys, of whatever kind.
        case profile(String)
        /// The environment variables.
        case environment
        /// The endpoint of the container.
        case container
        /// The instance's metadata service.
        case instance
    }

    /// Where the first keys come from.
    package let base: Base
    /// The roles in the order of assuming; the last one is the profile's own.
    package let roles: [AssumedRole]

    /// Creates a chain.
    package init(base: Base, roles: [AssumedRole]) {
        self.base = base
        self.roles = roles
    }

    /// Follows `role_arn`, `source_profile` and `credential_source` from the profile `name` on.
    ///
    /// A profile that holds keys of its own ends the chain with them, and so it may name itself as its source.
    ///
    /// - Returns: `nil` when the profile assumes no role, or assumes one by web identity.
    /// - Throws: `SecretError` with the code `invalid` for cycles, missing profiles and settings that contradict.
    package static func leading(to name: String, in profiles: AWSProfiles) throws(SecretError) -> RoleChain? {
        var roles: [AssumedRole] = []
        var visited: [String] = []
        var next = name
        while true {
            guard let profile = profiles.profile(next) else {
                guard let via = visited.last else { return nil }
                let missing = profiles.missing(next)
                throw SecretError(
                    .invalid, reference: nil, message: "source_profile of profile \(via): \(missing.message)",
                    cure: missing.cure)
            }
            if !visited.isEmpty, profile.hasKeys { return RoleChain(base: .profile(next), roles: roles.reversed()) }
            guard let arn = roleARN(profile) else {
                return roles.isEmpty ? nil : RoleChain(base: .profile(next), roles: roles.reversed())
            }
            guard !visited.contains(next) else { throw cycle(visited + [next]) }
            visited.append(next)
            roles.append(try AssumedRole(profile, arn: arn))
            switch try source(of: profile) {
            case .base(let base): return RoleChain(base: base, roles: roles.reversed())
            case .profile(let source): next = source
            }
        }
    }

    private enum Source {
        case profile(String)
        case base(Base)
    }

    /// The role that a profile assumes with other keys. Web identity is another provider's.
    private static func roleARN(_ profile: AWSProfile) -> String? {
        profile["web_identity_token_file"] == nil ? profile["role_arn"] : nil
    }

    private static func source(of profile: AWSProfile) throws(SecretError) -> Source {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let name?, nil): return .profile(name)
        case (nil, "Environment"?): return .base(.environment)
        case (nil, "EcsContainer"?): return .base(.container)
        case (nil, "Ec2InstanceMetadata"?): return .base(.instance)
        case (nil, .some):
            throw SecretError(
                .invalid, reference: nil, message: "profile \(profile.name) has an unknown credential_source",
                cure: "write Environment, Ec2InstanceMetadata or EcsContainer")
        case (nil, nil):
            throw SecretError(
                .invalid, reference: nil,
                message: "profile \(profile.name) has a role_arn and does not say with whose keys to assume it",
                cure: "add source_profile or credential_source")
        case (.some, .some):
            throw SecretError(
                .invalid, reference: nil,
                message: "profile \(profile.name) has both source_profile and credential_source",
                cure: "keep the one that is meant")
        }
    }

    private static func cycle(_ names: [String]) -> SecretError {
        SecretError(
            .invalid, reference: nil,
            message: "the profiles lead in a circle by source_profile: \(names.joined(separator: " -> "))",
            cure: "let one of them hold keys, or name a credential_source in it")
    }
}
