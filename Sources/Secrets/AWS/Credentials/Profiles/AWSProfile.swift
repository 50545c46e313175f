/// One profile: what the configuration file and the credentials file say of it. The credentials file outweighs.
package struct AWSProfile: Sendable, Equatable {
    /// Its name.
    package let name: String
    /// Its settings in the configuration file.
    let config: AWSConfigFile.Section
    /// Its settings in the credentials file.
    let credentials: AWSConfigFile.Section

    /// The setting `key`, unless it is missing or empty.
    package subscript(_ key: String) -> String? {
        credentials.text(key) ?? config.text(key)
    }

    /// The region that the profile's requests go to; `nil` when it names none.
    package var region: String? { self["region"] }

    /// The setting `key` as a yes or a no; `nil` when it is missing or neither.
    func flag(_ key: String) -> Bool? {
        switch self[key]?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// Whether it holds keys of its own, in either file.
    var hasKeys: Bool { self["aws_access_key_id"] != nil && self["aws_secret_access_key"] != nil }
}
