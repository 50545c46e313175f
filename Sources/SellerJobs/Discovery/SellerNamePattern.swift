package import OperationCatalogue
package import Secrets

/// Tells sellers by their names in a place, the way a template's reference to their tokens writes them.
///
/// Where the reference leads into the place, it is the pattern: with `aws-sm:prod/{region}/{seller}/lwa#token` and the
/// prefix `prod/`, the name `prod/EU/acme/lwa` is the seller `acme` in EU. Everywhere else a name is `acme`, or `EU/acme`
/// when the reference has `{region}` in it.
package struct SellerNamePattern: Sendable, Equatable {
    /// The longest id that a seller may have.
    package static let longestID = 64

    /// What a name says.
    package struct Match: Sendable, Hashable {
        package let id: String
        /// `nil` when the template says it.
        package let region: Region?
    }

    /// What may follow the place's beginning, in the order of trying.
    private let forms: [String]

    /// - Parameters:
    ///   - reference: The template's reference, with `{seller}` in it.
    ///   - source: Where the names are.
    ///   - application: The template's application.
    package init(_ reference: SecretReference, in source: SellerSource, application: String) {
        if let own = Self.own(reference, source, application) {
            forms = [own]
        } else {
            forms = reference.placeholders.contains(.region) ? ["{region}/{seller}", "{seller}"] : ["{seller}"]
        }
    }

    private static func own(_ reference: SecretReference, _ source: SellerSource, _ application: String) -> String? {
        var name = reference.name.replacing("{application}", with: application)
        switch (source, reference.scheme) {
        case (.secretsPrefix, .awsSecretsManager), (.secretsPrefix, .awsAgent): break
        case (.parameterPath, .awsParameterStore):
            // A version or label that follows belongs to no name.
            if let colon = name.firstIndex(of: ":") { name = String(name[..<colon]) }
        default: return nil
        }
        guard name.hasPrefix(source.beginning) else { return nil }
        let rest = String(name.dropFirst(source.beginning.count))
        return rest.contains("{seller}") ? rest : nil
    }

    /// Whether every name that fits tells the region.
    package var alwaysTellsRegion: Bool { forms.allSatisfy { $0.contains("{region}") } }

    /// Whether a name may tell the region.
    package var maybeTellsRegion: Bool { forms.contains { $0.contains("{region}") } }

    /// How names look, for people.
    package var words: String { forms.joined(separator: " or ") }

    /// The seller that a name means; `nil` when it means none.
    ///
    /// - Parameter rest: What follows the place's beginning.
    package func match(_ rest: String) -> Match? {
        for form in forms {
            guard form.contains("{region}") else {
                if let id = Self.id(in: rest, form) { return Match(id: id, region: nil) }
                continue
            }
            for region in Region.allCases {
                let form = form.replacing("{region}", with: region.rawValue)
                if let id = Self.id(in: rest, form) { return Match(id: id, region: region) }
            }
        }
        return nil
    }

    /// What stands for `{seller}` in `rest`, everywhere the same.
    private static func id(in rest: String, _ form: String) -> String? {
        let parts = form.split(separator: "{seller}", omittingEmptySubsequences: false)
        let count = rest.count - parts.reduce(0) { $0 + $1.count }
        guard parts.count > 1, count > 0, count.isMultiple(of: parts.count - 1) else { return nil }
        let length = count / (parts.count - 1)
        let id = String(rest.dropFirst(parts[0].count).prefix(length))
        guard length <= longestID, SecretTemplate.accepts(id), form.replacing("{seller}", with: id) == rest else {
            return nil
        }
        return id
    }
}
