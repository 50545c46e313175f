/// The profile whose settings count, and whether somebody chose it by name.
package struct ChosenProfile: Sendable, Equatable {
    /// Its name.
    package let name: String
    /// Whether it was chosen by name: then it must exist.
    package let isChosen: Bool

    /// The profile that counts: the configured one, else that of `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`, else `default`.
    package init(configured: String?, surroundings: AWSSurroundings) {
        let named = configured ?? surroundings.variable("AWS_PROFILE") ?? surroundings.variable("AWS_DEFAULT_PROFILE")
        name = named ?? "default"
        isChosen = named != nil
    }

    /// A profile that another one names.
    init(_ name: String) {
        self.name = name
        isChosen = true
    }

    /// Reads the profile as it is now, with all others.
    ///
    /// - Throws: `SecretError`: `notFound` when there is no profile and none was chosen, `invalid` when the chosen one
    ///   does not exist or a file cannot be understood.
    package func read(
        _ surroundings: AWSSurroundings
    ) async throws(SecretError) -> (profile: AWSProfile, all: AWSProfiles) {
        let all = try await AWSProfileFiles(surroundings).read()
        if let profile = all.profile(name) { return (profile, all) }
        if isChosen { throw all.missing(name) }
        throw .nothing("no AWS profile is set up")
    }

    /// The same, with `nil` for "no profile is set up".
    func readIfThere(
        _ surroundings: AWSSurroundings
    ) async throws(SecretError) -> (profile: AWSProfile, all: AWSProfiles)? {
        do throws(SecretError) {
            return try await read(surroundings)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }
}
