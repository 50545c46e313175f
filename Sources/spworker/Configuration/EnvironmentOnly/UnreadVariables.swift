import Ports
import Secrets

/// Variables that look like credentials and are not read: because other programs named them, or because of a slip.
///
/// They are told by name, never by value.
struct UnreadVariables {
    let environment: any Environment
    let table: CredentialTable

    /// Names of other programs, with what they hold.
    private static let renamed: [(name: String, variable: CredentialVariable)] = [
        // Wrappers of a PHP client for Laravel.
        ("SPAPI_LWA_CLIENT_ID", .clientId), ("SPAPI_LWA_CLIENT_SECRET", .clientSecret),
        ("SPAPI_LWA_REFRESH_TOKEN", .refreshToken),
        // Amazon's examples for Data Kiosk, which have an application of their own.
        ("DATA_KIOSK_CLIENT_ID", .clientId), ("DATA_KIOSK_CLIENT_SECRET", .clientSecret),
        ("DATA_KIOSK_REFRESH_TOKEN", .refreshToken),
        // A Python client's country, from which it takes the region.
        ("SP_API_DEFAULT_MARKETPLACE", .region),
    ]

    /// The other programs' name that is set for `variable`, if there is one.
    func other(for variable: CredentialVariable) -> String? {
        Self.renamed.first { $0.variable == variable && isSet($0.name) }?.name
    }

    /// What is to be said, sorted by name.
    func notices() -> [String] {
        let renamed = Self.renamed.compactMap { name, variable -> String? in
            guard isSet(name), table.names([variable], nil).isEmpty else { return nil }
            return "\(name) is not read; the name here is \(variable.names[0])"
        }
        let slips = environment.names.filter(isSet).sorted().compactMap { name in
            Self.cure(name).map { "\(name) sets nothing: \($0)" }
        }
        return renamed + slips
    }

    /// What was probably meant by a name that begins like one of ours and is none; `nil` when nothing can be said.
    private static func cure(_ name: String) -> String? {
        guard CredentialVariable.parse(name) == nil else { return nil }
        // Endpoints are the same for all sellers, so none of theirs was meant.
        let variables = CredentialVariable.allCases.filter { $0 != .endpoint && $0 != .lwaEndpoint }
        let bases = variables.flatMap { variable in variable.names.map { ($0, variable.names[0]) } }
        let longest = bases.filter { name.hasPrefix($0.0 + "_") }.max { $0.0.count < $1.0.count }
        guard let (base, ours) = longest else { return nil }
        let tail = name.dropFirst(base.count)
        let rest = tail.drop { $0 == "_" }
        let dashes = tail.count - rest.count
        let isShort = CredentialVariable.singleUnderscore.contains(base)
        if isShort, dashes == 1, rest.hasPrefix("FILE_") {
            let seller = rest.dropFirst("FILE_".count)
            return
                "it may be the value of a seller \(rest) or a file for \(seller); write \(ours)__\(rest) for the one "
                + "and \(ours)__\(seller)_FILE for the other"
        }
        if dashes == 2, rest == "FILE" {
            return
                "it may be the value of a seller FILE or the path of a file; write \(ours)_FILE for the path, and call "
                + "the seller something else"
        }
        let capitals = SecretTemplate.variablePart(String(rest))
        guard CredentialVariable.isSuffix(capitals) else { return nil }
        if dashes >= 2 || isShort {
            return capitals == rest && dashes <= 2
                ? nil : "a seller's name comes after two underscores and in capitals; write \(ours)__\(capitals)"
        }
        // With one underscore the rest may be anybody's own word, unless it ends a name that only we use.
        guard base.hasPrefix("SP_") || base.hasSuffix("REFRESH_TOKEN") else { return nil }
        return "a seller's name comes after two underscores; write \(ours)__\(capitals) if that is one"
    }

    private func isSet(_ name: String) -> Bool { environment.value(name)?.isEmpty == false }
}
