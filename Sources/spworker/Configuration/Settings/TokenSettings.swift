package import Secrets

/// Whether access tokens survive a restart.
package struct TokenSettings: Sendable, Equatable {
    /// Whether sealed tokens are stored. Off by default.
    package var store = false
    /// The sealing keys: the first one seals, all of them open.
    package var keys: [SecretReference] = []

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        store = section.flag("store") ?? false
        let due = "a list of secret references, such as [env:SPWORKER_TOKEN_KEY]"
        let texts = section.texts("keys", due: due)
        keys = texts.compactMap { text, origin in
            section.reader.reference(text, at: origin, path: section.path(of: "keys"))
        }
        // Keys that are wrong have been reported already.
        let hasNone =
            switch section.node("keys")?.value {
            case nil: true
            case .list(let items): items.isEmpty
            default: false
            }
        if store, hasNone {
            section.report(
                "store", "tokens are stored sealed only, and tokens.keys names no key",
                "make one with 'spworker tokens key' and write keys: [env:SPWORKER_TOKEN_KEY]")
        }
    }
}
