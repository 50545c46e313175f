import Ports
import Secrets

/// Finds the variables that set keys: `SPWORKER_` and the path with `_`, such as `SPWORKER_WORKER_CONCURRENCY`.
///
/// Capitals inside a key may be set apart or not: `SPWORKER_WORKER_PERSELLER` and `SPWORKER_WORKER_PER_SELLER` mean the
/// same. Lists and maps are written as JSON.
struct EnvironmentOverrides {
    static let prefix = "SPWORKER_"
    /// Variables with the prefix that are no keys of the configuration.
    private static let others = [
        "SPWORKER_CONFIG", "SPWORKER_LOG", "SPWORKER_LOG_LEVEL", "SPWORKER_LOG_FORMAT", "SPWORKER_TOKEN_KEY",
    ]

    let environment: any Environment
    let reader: SettingReader

    /// Puts what the variables say into `root`. Deeper keys go last, so that they win over their sections.
    func apply(to root: inout SettingNode) {
        let names = environment.names.filter { $0.hasPrefix(Self.prefix) && !Self.others.contains($0) }.sorted()
        var settings: [(path: [String], name: String, text: String)] = []
        var nameByPath: [[String]: String] = [:]
        for name in names {
            guard let text = environment.value(name), !text.isEmpty else { continue }
            guard let path = Self.paths[Self.squeezed(name.dropFirst(Self.prefix.count))] else {
                noticeMisspelling(name)
                continue
            }
            if let other = nameByPath.updateValue(name, forKey: path) {
                reader.report(
                    .environment(name), path.joined(separator: "."), "\(other) sets the same key", "keep one of them")
            }
            settings.append((path, name, text))
        }
        for setting in settings.sorted(by: { $0.path.count < $1.path.count }) {
            put(setting.path, setting.name, setting.text, &root)
        }
    }

    private func put(_ path: [String], _ name: String, _ text: String, _ root: inout SettingNode) {
        // dashboard: {token: env:SPWORKER_DASHBOARD_TOKEN} names the variable as a secret's place, not as a setting.
        if case .scalar("env:\(name)", _)? = root.at(path[...])?.value { return }
        let origin = SettingOrigin.environment(name)
        guard text.first == "[" || text.first == "{" else {
            root.put(SettingNode(value: .scalar(text, quoted: text != "null"), origin: origin), at: path[...])
            return
        }
        do throws(ConfigurationProblem) {
            guard let node = try SettingParser(origin: { _ in origin }).parse(text) else { return }
            root.put(node, at: path[...])
        } catch {
            reader.report(origin, path.joined(separator: "."), "this is not valid JSON", "write lists and maps as JSON")
        }
    }

    /// Other variables with the prefix are fine, as the names of secrets for example; near misses deserve a word.
    private func noticeMisspelling(_ name: String) {
        let known = Self.paths.values.map { Self.prefix + $0.joined(separator: "_").uppercased() }.sorted()
        guard let meant = Suggestion.nearest(to: name, among: known) else { return }
        let edits = abs(meant.count - name.count)
        guard edits <= 2, meant != name, meant.hasPrefix(name.prefix(Self.prefix.count + 4)) else { return }
        reader.notice("\(name) sets nothing; did you mean \(meant)?")
    }

    private static let paths: [String: [String]] = Dictionary(
        ConfigurationSchema.settable.map { (squeezed($0.joined()[...]), $0) }, uniquingKeysWith: { first, _ in first })

    private static func squeezed(_ name: Substring) -> String { name.uppercased().filter { $0 != "_" } }
}
