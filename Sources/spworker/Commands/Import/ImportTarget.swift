import Foundation

/// Where imported accounts go: a configuration, and the folder of secret files beside it.
struct ImportTarget: Sendable {
    /// The configuration's path, as it is shown.
    let configuration: String
    /// Whether the user named the configuration itself, and so lets it be added to.
    let isNamed: Bool

    /// - Parameters:
    ///   - folder: The value of `--into`.
    ///   - configuration: The value of `--config`, which wins.
    init(folder: String, configuration: String?) {
        var folder = folder[...]
        while folder.count > 1, folder.last == "/" { folder.removeLast() }
        self.configuration =
            configuration
            ?? (folder == "." || folder.isEmpty
                ? "spworker.yaml" : PathText.joined(String(folder), "spworker.yaml", home: nil))
        isNamed = configuration != nil
    }

    /// The folder that everything is written into.
    var folder: String { PathText.folder(of: configuration) }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { folder == "." ? name : PathText.joined(folder, name, home: nil) }

    /// Whether the folder has a `.gitignore`. Blocks.
    var hasGitignore: Bool { FileManager.default.fileExists(atPath: path(".gitignore")) }

    /// Folders that may have to be made, outer ones first.
    func folders(withSecrets: Bool) -> [(path: String, mode: UInt16)] {
        var folders: [(path: String, mode: UInt16)] = []
        var outer = folder
        while outer != ".", outer != "/", !outer.isEmpty {
            folders.insert((outer, 0o755), at: 0)
            outer = PathText.folder(of: outer)
        }
        return withSecrets ? folders + [(path(ImportPlanner.secretFolder), 0o700)] : folders
    }

    /// What is there already. Blocks.
    ///
    /// - Throws: `ConfigurationError` for a configuration that cannot be read.
    func surroundings() throws(ConfigurationError) -> ImportSurroundings {
        var surroundings = ImportSurroundings()
        let start = SettingOrigin.file(path: configuration, line: 1)
        do throws(ConfigurationProblem) {
            let text: String?
            do throws(ConfigurationFileFailure) {
                text = try DiskConfigurationFiles().text(at: configuration)
            } catch {
                throw ConfigurationProblem(
                    start, "", "the configuration cannot be read (\(error.reason))", "correct that, or name another one"
                )
            }
            if let text { surroundings = try ImportSurroundings(configuration: text, name: configuration) }
        } catch {
            throw ConfigurationError([error])
        }
        let secrets = path(ImportPlanner.secretFolder)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: secrets)) ?? [] {
            let content = Draft.content(of: "\(secrets)/\(name)", limit: 1 << 16)
            surroundings.files["\(ImportPlanner.secretFolder)/\(name)"] = content ?? []
        }
        return surroundings
    }

    /// The path of the configuration itself where a link leads to it. Blocks.
    var resolvedConfiguration: String { URL(filePath: configuration).resolvingSymlinksInPath().path }
}
