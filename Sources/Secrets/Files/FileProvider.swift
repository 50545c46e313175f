public import Logging

/// Answers `file:PATH` and `file:PATH#key`.
///
/// A file is trusted when it is a regular file of at most 1 MiB that belongs to this user or to root and that nobody
/// else may read. Symbolic links are followed first, so that mounted Kubernetes secrets work. The content may be JSON,
/// YAML, `KEY=VALUE` lines or one bare value; see ``SecretDocument`` for how a key is picked.
public struct FileProvider: SecretProvider {
    private let directory: String
    private let home: String?
    private let allowsInsecureFiles: Bool
    private let logger: Logger
    private let thread = BlockingQueue(label: "secrets.files")
    private let readFiles = ReadFiles()

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - directory: The folder that relative paths start from.
    ///   - home: What `~/` stands for; `nil` refuses such paths.
    ///   - allowsInsecureFiles: Whether a file with a foreign owner or loose permissions is read all the same, with a
    ///     warning. Defaults to no.
    ///   - logger: Takes the warnings.
    public init(directory: String, home: String? = nil, allowsInsecureFiles: Bool = false, logger: Logger) {
        self.directory = directory
        self.home = home
        self.allowsInsecureFiles = allowsInsecureFiles
        self.logger = logger
    }

    public var schemes: Set<SecretReference.Scheme> { [.file] }

    /// The absolute path behind a reference's path: what to watch for changes.
    ///
    /// - Throws: `SecretError` with the code `invalid` for `~/` when no home directory is known.
    package func path(of reference: SecretReference) throws(SecretError) -> String {
        let path = reference.name
        if path.hasPrefix("/") { return path }
        guard path.hasPrefix("~/") else { return directory + "/" + path }
        guard let home, !home.isEmpty else {
            throw SecretError(
                .invalid, reference: reference.description, message: "HOME is not set, so ~/ leads nowhere",
                cure: "write an absolute path")
        }
        return home + path.dropFirst()
    }

    public func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        let path = try path(of: reference)
        let allowsInsecure = allowsInsecureFiles
        let outcome = await thread.run { () -> Result<SecureFile, SecretError> in
            do throws(SecretError) {
                return .success(
                    try SecureFile(path: path, reference: reference.description, allowsInsecure: allowsInsecure))
            } catch {
                return .failure(error)
            }
        }
        let file = try outcome.get()
        for flaw in file.flaws {
            logger.warning("secret file is not safe", metadata: ["file": "\(path)", "flaw": "\(flaw.message)"])
        }
        let document = try readFiles.document(file, path: path, reference: reference.description)
        let value = try document.value(key: reference.key)
        return ResolvedSecret(
            secret: Secret(value), source: reference.key.map { "file \(path), key \($0)" } ?? "file \(path)",
            changedAt: file.snapshot.modified / 1000)
    }

    /// How each file looks now, for ``SecretWatch``; `nil` for a file that is not there.
    package func snapshots(of paths: Set<String>) async -> [String: FileSnapshot?] {
        await thread.run {
            var result: [String: FileSnapshot?] = [:]
            for path in paths { result.updateValue(FileSnapshot(path: path), forKey: path) }
            return result
        }
    }
}
