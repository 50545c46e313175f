import Secrets

/// Collects what reading a configuration brings up. Belongs to one call of the loader.
final class SettingReader {
    /// The problems so far.
    private(set) var problems: [ConfigurationProblem] = []
    /// Remarks that are no errors.
    private(set) var notices: [String] = []
    /// Where each value that was set came from.
    private(set) var provenance: [Configuration.Provenance] = []

    /// Whether `literal:` references are accepted.
    let allowsLiteralSecrets: Bool
    /// The places of secrets that can be read.
    let sources: Set<SecretReference.Scheme>
    /// The folder that relative paths of the file start from.
    let directory: String
    /// The folder that relative paths of variables and flags start from.
    let workingDirectory: String
    /// What `~/` stands for.
    let home: String?

    init(
        allowsLiteralSecrets: Bool, sources: Set<SecretReference.Scheme> = Set(SecretReference.Scheme.allCases),
        directory: String, workingDirectory: String, home: String?
    ) {
        self.allowsLiteralSecrets = allowsLiteralSecrets
        self.sources = sources
        self.directory = directory
        self.workingDirectory = workingDirectory
        self.home = home
    }

    func report(_ problem: ConfigurationProblem) { problems.append(problem) }

    func report(_ origin: SettingOrigin, _ path: String, _ message: String, _ cure: String) {
        report(ConfigurationProblem(origin, path, message, cure))
    }

    /// Reports a text with braces that YAML took for a map.
    func report(unquoted template: String, at origin: SettingOrigin, path: String) {
        report(origin, path, "YAML reads \(template) as a map of keys", "quote it: \"\(template)\"")
    }

    func notice(_ text: String) { notices.append(text) }

    /// Reports what may come up again and again, such as what concerns every seller.
    func reportOnce(_ origin: SettingOrigin, _ path: String, _ message: String, _ cure: String) {
        let problem = ConfigurationProblem(origin, path, message, cure)
        if !problems.contains(problem) { report(problem) }
    }

    /// Gives a notice that may come up again and again.
    func noticeOnce(_ text: String) {
        if !notices.contains(text) { notice(text) }
    }

    func record(_ path: String, _ origin: SettingOrigin) {
        provenance.append(Configuration.Provenance(path: path, origin: origin))
    }

    /// The folder that a relative path written at `origin` starts from.
    func base(of origin: SettingOrigin) -> String {
        if case .file = origin { return directory }
        return workingDirectory
    }

    /// `path` as an absolute path.
    func absolute(_ path: String, at origin: SettingOrigin) -> String {
        PathText.joined(base(of: origin), path, home: home)
    }

    /// Reads a secret reference; reports and returns `nil` when it is none.
    func reference(_ text: String, at origin: SettingOrigin, path: String) -> SecretReference? {
        do throws(SecretError) {
            let reference = try SecretReference(text, allowsLiteral: allowsLiteralSecrets)
                .anchored(at: base(of: origin))
            if !sources.contains(reference.scheme) {
                report(
                    origin, path, "\(reference.scheme.rawValue): references are not available in this version",
                    "write env:NAME or file:PATH#key")
            }
            return reference
        } catch {
            let subject = error.reference.map { "\($0) " } ?? ""
            report(origin, path, subject + error.message, error.cure)
            return nil
        }
    }
}
