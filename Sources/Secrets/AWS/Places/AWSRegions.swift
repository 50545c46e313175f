package import Ports

/// Which region a reference is read in. A pure value.
///
/// The strongest wins: the region in the reference's ARN or after `?region=`, this program's configuration,
/// `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile, and at last the machine itself.
package struct AWSRegions: Sendable {
    /// A region, and who named it.
    package struct Choice: Sendable, Equatable {
        /// The region, such as `eu-west-1`.
        package let region: String
        /// In words for people, such as `AWS_REGION`.
        package let source: String
    }

    /// The region for references that name none; `nil` when only the machine can tell.
    package let standard: Choice?
    /// Why the environment may not mean what it says; `nil` when it is clear.
    package let warning: String?

    /// Creates the rules.
    ///
    /// - Parameters:
    ///   - environment: Where the variables stand.
    ///   - configured: The region by this program's own configuration.
    ///   - profile: The region of the profile in use.
    package init(environment: any Environment, configured: String? = nil, profile: String? = nil) {
        let (new, old) = ("AWS_REGION", "AWS_DEFAULT_REGION")
        let candidates: [(String?, String)] = [
            (configured, "the configuration"), (environment.value(new), new), (environment.value(old), old),
            (profile, "the profile"),
        ]
        standard =
            candidates.lazy.compactMap { region, source -> Choice? in
                guard let region, !region.isEmpty else { return nil }
                return Choice(region: region, source: source)
            }.first
        if let first = environment.value(new), let second = environment.value(old), !first.isEmpty, !second.isEmpty,
            first != second
        {
            warning =
                "AWS_REGION and AWS_DEFAULT_REGION differ; AWS_REGION counts here, others may read the other one"
        } else {
            warning = nil
        }
    }

    /// The region to read `reference` in.
    ///
    /// - Parameter machine: Where this machine runs, if that is known.
    /// - Throws: `SecretError` with the code `invalid` when nothing names a region, or when it is no region's name, or
    ///   when ARN and option contradict each other.
    package func choice(for reference: SecretReference, machine: String? = nil) throws(SecretError) -> Choice {
        let text = reference.description
        let chosen: Choice
        if let own = try Self.own(reference) {
            chosen = own
        } else if let standard {
            chosen = standard
        } else if let machine, !machine.isEmpty {
            chosen = Choice(region: machine, source: "this machine")
        } else {
            throw SecretError(
                .invalid, reference: text, message: "nothing says which AWS region to ask",
                cure: "add ?region=NAME to the reference, or set AWS_REGION, or a region in the AWS profile")
        }
        guard Self.isName(chosen.region) else { throw Self.notAName(reference: text) }
        return chosen
    }

    /// The region that the reference names itself.
    static func own(_ reference: SecretReference) throws(SecretError) -> Choice? {
        let named = AmazonResourceName(reference.name)?.region
        if let named, !named.isEmpty {
            guard reference.region == nil || reference.region == named else {
                throw SecretError(
                    .invalid, reference: reference.description,
                    message: "the ARN names another region than ?region=", cure: "leave ?region= out")
            }
            return Choice(region: named, source: "the reference's ARN")
        }
        return reference.region.map { Choice(region: $0, source: "the reference") }
    }

    /// Whether `text` may be a region: it becomes part of a host's name.
    package static func isName(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count) && text.first != "-" && text.last != "-"
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    }

    static func notAName(reference: String?) -> SecretError {
        SecretError(
            .invalid, reference: reference, message: "the AWS region is not a region's name",
            cure: "write it like eu-west-1, in small letters")
    }
}
