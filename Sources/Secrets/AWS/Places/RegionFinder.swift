/// Finds the region for a reference, asking the machine only when nothing else tells.
package struct RegionFinder: Sendable {
    /// Asks the machine where it runs; `nil` when it does not know.
    package typealias Machine = @Sendable () async -> String?

    private let rules: AWSRegions
    private let machine: Machine?

    /// Creates a finder.
    ///
    /// - Parameters:
    ///   - rules: What the surroundings say.
    ///   - machine: Asked each time, so that it should remember its answer. Nobody is asked unless given.
    package init(_ rules: AWSRegions, machine: Machine? = nil) {
        self.rules = rules
        self.machine = machine
    }

    /// The region to read `reference` in.
    ///
    /// - Throws: `SecretError` with the code `invalid`; see ``AWSRegions/choice(for:machine:)``.
    package func region(for reference: SecretReference) async throws(SecretError) -> String {
        let own = try AWSRegions.own(reference)
        let here = own == nil && rules.standard == nil ? await machine?() : nil
        return try rules.choice(for: reference, machine: here).region
    }

    /// The region for what names none, such as a search for secrets by prefix.
    ///
    /// - Parameter given: A region that was named all the same.
    /// - Throws: `SecretError` with the code `invalid`.
    package func region(_ given: String?) async throws(SecretError) -> String {
        var reference = SecretReference(scheme: .awsSecretsManager)
        reference.region = given
        do {
            return try await region(for: reference)
        } catch {
            throw SecretError(error.code, reference: nil, message: error.message, cure: error.cure)
        }
    }
}
