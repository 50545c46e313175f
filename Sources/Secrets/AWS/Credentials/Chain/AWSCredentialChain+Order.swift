extension AWSCredentialChain {
    /// All places, in the order in which the AWS command line asks them.
    ///
    /// - Parameter configuredProfile: A profile by this program's own configuration. It turns off what the environment
    ///   says of keys and of web identity, as choosing a profile on a command line does; `AWS_PROFILE` does not.
    package static func providers(
        configuredProfile: String?, _ surroundings: AWSSurroundings
    ) -> [any AWSCredentialProvider] {
        let profile = ChosenProfile(configured: configuredProfile, surroundings: surroundings)
        let usesEnvironment = configuredProfile == nil
        var list: [any AWSCredentialProvider] = []
        if usesEnvironment { list.append(EnvironmentCredentials(surroundings)) }
        list.append(AssumeRoleCredentials(of: profile, surroundings))
        list += providers(of: profile, usesEnvironment: usesEnvironment, surroundings)
        list.append(ContainerCredentials(surroundings))
        list.append(InstanceCredentials(profile, surroundings))
        return list
    }

    /// The places where a profile can hold keys of its own, in the order of asking.
    static func providers(
        of profile: ChosenProfile, usesEnvironment: Bool, _ surroundings: AWSSurroundings
    ) -> [any AWSCredentialProvider] {
        [
            WebIdentityCredentials(of: profile, usesEnvironment: usesEnvironment, surroundings),
            SSOCredentials(of: profile, surroundings),
            KeyPairCredentials(in: .credentials, of: profile, surroundings),
            LoginCredentials(of: profile, surroundings),
            ProcessCredentials(of: profile, surroundings),
            KeyPairCredentials(in: .config, of: profile, surroundings),
        ]
    }
}
