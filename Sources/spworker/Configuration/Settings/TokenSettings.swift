package import Secrets

/// Whether access tokens survive a restart.
package struct TokenSettings: Sendable, Equatable {
    /// Whether sealed tokens are stored. Always false in this version.
    package var store = false
    /// The sealing keys: the first one seals, all of them open.
    package var keys: [SecretReference] = []

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        if section.flag("store") == true {
            section.report("store", "storing tokens is not available in this version", "write store: false")
        }
        let due = "a list of secret references, such as [env:SPWORKER_TOKEN_KEY]"
        keys = section.texts("keys", due: due).compactMap { text, origin in
            section.reader.reference(text, at: origin, path: section.path(of: "keys"))
        }
    }
}
