/// Answers `aws-ssm:/PATH#key?region=` from AWS Systems Manager Parameter Store. A version or a label may follow the
/// name after a colon.
package struct ParameterStoreProvider: SecretProvider {
    let store: ParameterStore
    let regions: RegionFinder

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - caller: Calls AWS.
    ///   - regions: Tells the region of references that name none.
    package init(caller: AWSCaller, regions: RegionFinder) {
        store = ParameterStore(caller: caller)
        self.regions = regions
    }

    package var schemes: Set<SecretReference.Scheme> { [.awsParameterStore] }

    package func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        let region = try await regions.region(for: reference)
        let found: StoredParameter
        do {
            found = try await store.parameter(reference.name, region: region)
        } catch {
            throw Self.explanation(reference, region).error(error)
        }
        return try Self.resolved(found, reference, region)
    }

    /// Every parameter below `path`, at any depth, sorted by name.
    ///
    /// - Parameter region: Where to look; `nil` for the usual region.
    /// - Throws: `SecretError`.
    package func parameters(below path: String, region: String? = nil) async throws(SecretError) -> [FoundParameter] {
        let region = try await regions.region(region)
        do {
            return try await store.parameters(below: path, region: region).map { parameter in
                FoundParameter(
                    name: parameter.name, secret: Self.secret(parameter, parameter.value, nil, region))
            }
        } catch {
            throw AWSExplanation(
                reference: nil, thing: "the parameters below \(path)", operation: ParameterStore.byPath,
                region: region
            ).error(error)
        }
    }

    /// The names of the parameters below `path`, at any depth, sorted. No value is looked at.
    ///
    /// - Parameters:
    ///   - path: Such as `/prod/spapi/sellers`; a slash at its end changes nothing.
    ///   - region: Where to look; `nil` for the usual region.
    /// - Throws: `SecretError`.
    package func names(below path: String, region: String? = nil) async throws(SecretError) -> [String] {
        let region = try await regions.region(region)
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        do {
            return try await store.names(below: String(path), region: region)
        } catch {
            throw AWSExplanation(
                reference: nil, thing: "the names of the parameters below \(path)",
                operation: ParameterStore.byPath, region: region
            ).error(error)
        }
    }

    // MARK: Pieces

    static func resolved(
        _ parameter: StoredParameter, _ reference: SecretReference, _ region: String
    ) throws(SecretError) -> ResolvedSecret {
        let text = try SecretDocument(text: parameter.value.reveal(), reference: reference.description)
            .value(key: reference.key)
        return secret(parameter, Secret(text), reference.key, region)
    }

    private static func secret(
        _ parameter: StoredParameter, _ value: Secret, _ key: String?, _ region: String
    ) -> ResolvedSecret {
        ResolvedSecret(
            secret: value, version: parameter.version.map { String($0) },
            source: "Parameter Store parameter \(parameter.name) in \(region)" + (key.map { ", key \($0)" } ?? ""),
            changedAt: parameter.changedAt)
    }

    static func explanation(
        _ reference: SecretReference, _ region: String, _ operation: AWSOperation = ParameterStore.get
    ) -> AWSExplanation {
        AWSExplanation(
            reference: reference.description, thing: "the parameter \(reference.name)", operation: operation,
            region: region)
    }
}
