/// Tells names of variables that hold secrets from others.
enum SecretName {
    private static let words = [
        "SECRET", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "PRIVATE", "APIKEY", "API_KEY",
        "ACCESS_KEY",
        "SIGNING_KEY",
    ]

    /// Whether a variable of this name is likely to hold a secret.
    static func isLikely(_ name: String) -> Bool {
        let name = name.uppercased()
        return words.contains { name.contains($0) } || name.hasSuffix("_KEY")
    }
}
