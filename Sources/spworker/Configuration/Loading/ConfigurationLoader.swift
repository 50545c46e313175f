package import Ports
package import Secrets

/// Finds, merges, reads and checks the configuration.
///
/// A flag wins over a variable, a variable over the file, the file over the default. Without `applications` and
/// `sellers` anywhere, the credentials are looked for in the environment; see ``EnvironmentCredentials``.
package struct ConfigurationLoader: Sendable {
    /// A flag of the command line that sets a key.
    package struct Override: Sendable {
        /// The key's path, such as `worker.concurrency`.
        package let path: String
        /// The flag with its dashes, for messages.
        package let flag: String
        /// Its value.
        package let value: String

        /// Creates an override.
        package init(path: String, flag: String, value: String) {
            self.path = path
            self.flag = flag
            self.value = value
        }
    }

    private let environment: any Environment
    private let files: any ConfigurationFiles
    private let workingDirectory: String
    private let sources: Set<SecretReference.Scheme>

    /// Creates a loader.
    ///
    /// - Parameters:
    ///   - environment: The process environment.
    ///   - files: The files. Reading them blocks, so load away from the cooperative pool where that matters.
    ///   - workingDirectory: The absolute path of the folder that the program was started in.
    ///   - sources: The places of secrets that can be read; references to others are problems. Defaults to all.
    package init(
        environment: any Environment, files: any ConfigurationFiles = DiskConfigurationFiles(),
        workingDirectory: String,
        sources: Set<SecretReference.Scheme> = Set(SecretReference.Scheme.allCases)
    ) {
        self.environment = environment
        self.files = files
        self.workingDirectory = workingDirectory
        self.sources = sources
    }

    /// Loads the configuration.
    ///
    /// - Parameters:
    ///   - path: The value of `--config`. Defaults to looking in the usual places.
    ///   - overrides: Other flags that set keys.
    ///   - allowsLiteralSecrets: Whether `literal:` references are accepted. Defaults to no.
    /// - Throws: All problems at once.
    package func load(
        path: String? = nil, overrides: [Override] = [], allowsLiteralSecrets: Bool = false
    ) throws(ConfigurationError) -> Configuration {
        let found = try find(path)
        let reader = SettingReader(
            allowsLiteralSecrets: allowsLiteralSecrets, sources: sources,
            directory: found.map { PathText.folder(of: $0.absolute) } ?? workingDirectory,
            workingDirectory: workingDirectory, home: home)
        let start = found.map { SettingOrigin.file(path: $0.shown, line: 1) } ?? .environment("the environment")
        var root = SettingNode(value: .map([]), origin: start)
        if let found {
            do throws(ConfigurationProblem) {
                let parser = SettingParser { .file(path: found.shown, line: $0) }
                if let node = try parser.parse(found.text) { root = node }
            } catch {
                throw ConfigurationError([error])
            }
        }
        EnvironmentOverrides(environment: environment, reader: reader).apply(to: &root)
        for override in overrides {
            let node = SettingNode(value: .scalar(override.value, quoted: true), origin: .flag(override.flag))
            root.put(node, at: override.path.split(separator: ".").map(String.init)[...])
        }
        let top = SettingSection(root, path: "", schema: "", fallback: start, reader: reader)
        let configuration = ConfigurationAssembly(reader: reader, environment: environment, files: files)
            .configuration(top, file: found?.shown)
        guard reader.problems.isEmpty, let configuration else { throw ConfigurationError(reader.problems) }
        return configuration
    }

    // MARK: Finding the file

    private struct Found {
        let shown: String
        let absolute: String
        let text: String
    }

    private var home: String? { environment.value("HOME").flatMap { $0.isEmpty ? nil : $0 } }

    private func find(_ path: String?) throws(ConfigurationError) -> Found? {
        if let path { return try named(path, .flag("--config")) }
        if let path = environment.value("SPWORKER_CONFIG"), !path.isEmpty {
            return try named(path, .environment("SPWORKER_CONFIG"))
        }
        var candidates = ["spworker.yaml"]
        // An XDG variable counts only when it is absolute.
        if let folder = environment.value("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            candidates.append(PathText.joined(folder, "spworker/spworker.yaml", home: nil))
        } else if let home {
            candidates.append(PathText.joined(home, ".config/spworker/spworker.yaml", home: nil))
        }
        for candidate in candidates {
            if let found = try read(candidate, .file(path: candidate, line: 1)) { return found }
        }
        return nil
    }

    private func named(_ path: String, _ origin: SettingOrigin) throws(ConfigurationError) -> Found {
        if let found = try read(path, origin) { return found }
        throw ConfigurationError([
            ConfigurationProblem(origin, "", "\(path) does not exist", "correct the path, or run spworker init")
        ])
    }

    private func read(_ path: String, _ origin: SettingOrigin) throws(ConfigurationError) -> Found? {
        let absolute = PathText.joined(workingDirectory, path, home: home)
        do throws(ConfigurationFileFailure) {
            return try files.text(at: absolute).map { Found(shown: path, absolute: absolute, text: $0) }
        } catch {
            throw ConfigurationError([
                ConfigurationProblem(
                    origin, "", "\(path) cannot be read (\(error.reason))", "correct the path or the file's permissions"
                )
            ])
        }
    }
}
