import Testing

@testable import spworker

/// Files that exist in memory only.
struct MemoryFiles: ConfigurationFiles {
    var contents: [String: String] = [:]
    var unreadable: Set<String> = []

    func text(at path: String) throws(ConfigurationFileFailure) -> String? {
        if unreadable.contains(path) { throw ConfigurationFileFailure("permission denied") }
        return contents[path]
    }
}

/// Loads `/srv/app/spworker.yaml` with the given text, started in its folder.
func load(
    _ yaml: String?, environment: [String: String] = [:], files: [String: String] = [:],
    overrides: [ConfigurationLoader.Override] = [], allowsLiteralSecrets: Bool = false
) throws(ConfigurationError) -> Configuration {
    var contents = files
    if let yaml { contents["/srv/app/spworker.yaml"] = yaml }
    return try ConfigurationLoader(
        environment: environment, files: MemoryFiles(contents: contents), workingDirectory: "/srv/app"
    ).load(overrides: overrides, allowsLiteralSecrets: allowsLiteralSecrets)
}

/// The problems that loading meets; none when it succeeds.
func problems(
    _ yaml: String?, environment: [String: String] = [:], files: [String: String] = [:],
    allowsLiteralSecrets: Bool = false
) -> [String] {
    do throws(ConfigurationError) {
        _ = try load(
            yaml, environment: environment, files: files, allowsLiteralSecrets: allowsLiteralSecrets)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// One application and one seller, to which a test adds what it is about.
let accounts = """
    applications: [{id: main, clientId: "env:ID", clientSecret: "env:SECRET"}]
    sellers: [{id: acme, region: EU, refreshToken: "env:TOKEN"}]

    """
