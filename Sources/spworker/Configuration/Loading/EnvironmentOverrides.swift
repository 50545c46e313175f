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
        "SPWORKER_CONFIG", "SPWORKER_LOG", "SPWORKER_LOG_LEVEL", "SPWORKER_LOG_FORMAT", "SPWORKER_LOG_BODIES",
        "SPWORKER_TOKEN_KEY",
    ]
    /// Such variables that are for tests, and never suggested.
    private static let hidden = [CrashOrder.variable]

    let environment: any Environment
    let reader: SettingReader

    /// Puts what the variables say into `root`. Deeper keys go last, so that they win over their sections.
    func apply(to root: inout SettingNode) {
        let names = environment.names.filter {
            $0.hasPrefix(Self.prefix) && !Self.others.contains($0) && !Self.hidden.contains($0)
        }.sorted()
        var settings: [(path: [String], name: String, text: String)] = []
        var nameByPath: [[String]: String] = [:]
        var strangers: [String] = []
        for name in names {
            guard let text = environment.value(name), !text.isEmpty else { continue }
            guard let path = Self.paths[Self.squeezed(name.dropFirst(Self.prefix.count))] else {
                strangers.append(name)
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
        let places = secretPlaces(in: root)
        for name in strangers where !places.contains(where: { $0.matches(name) }) { noticeStranger(name) }
    }

    /// Keys that name a secret's place, whose variables often hold the secret itself.
    private static let tokens: Set<[String]> = [["dashboard", "token"], ["dashboard", "readToken"]]

    private func put(_ path: [String], _ name: String, _ text: String, _ root: inout SettingNode) {
        // dashboard: {token: env:SPWORKER_DASHBOARD_TOKEN} names the variable as a secret's place, not as a setting.
        if case .scalar("env:\(name)", _)? = root.at(path[...])?.value { return }
        // Nor does the secret itself make a dashboard where another file is read than the one that names it.
        if Self.tokens.contains(path), root.at(["dashboard"]) == nil,
            !SecretReference.Scheme.allCases.contains(where: { text.hasPrefix("\($0.rawValue):") })
        {
            return
        }
        let origin = SettingOrigin.environment(name)
        guard text.first == "[" && !Self.isAddress(text) || text.first == "{" else {
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

    /// Whether the text is no list but an address with its port, such as `[::1]:8088`.
    private static func isAddress(_ text: String) -> Bool {
        let rest = text.dropFirst().drop { $0.isHexDigit || $0 == ":" || $0 == "." }
        return rest.hasPrefix("]:") && rest.count < text.count - 1
    }

    /// A variable that a reference names, or all that a template may name.
    private struct SecretPlace {
        let name: Substring
        let isTemplate: Bool

        func matches(_ variable: String) -> Bool { isTemplate ? variable.hasPrefix(name) : variable == name }
    }

    /// Variables with the prefix that are places of secrets: `env:SPWORKER_ACME_TOKEN`.
    private func secretPlaces(in node: SettingNode) -> [SecretPlace] {
        switch node.value {
        case .list(let items): return items.flatMap(secretPlaces)
        case .map(let entries): return entries.flatMap { secretPlaces(in: $0.node) }
        case .scalar(let text, _):
            guard text.hasPrefix("env:\(Self.prefix)") else { return [] }
            let rest = text.dropFirst("env:".count)
            let name = rest.prefix { $0 != "#" && $0 != "{" }
            return [SecretPlace(name: name, isTemplate: rest.dropFirst(name.count).hasPrefix("{"))]
        }
    }

    /// Whoever sets a variable means something by it.
    private func noticeStranger(_ name: String) {
        let known =
            Self.paths.values.map { $0.joined(separator: "_").uppercased() }
            + Self.others.map { String($0.dropFirst(Self.prefix.count)) }
        let meant = Suggestion.nearest(to: String(name.dropFirst(Self.prefix.count)), among: known.sorted())
        reader.notice(
            meant.map { "\(name) sets nothing; did you mean \(Self.prefix)\($0)?" }
                ?? "\(name) sets nothing: no key of the configuration belongs to it")
    }

    private static let paths: [String: [String]] = Dictionary(
        ConfigurationSchema.settable.map { (squeezed($0.joined()[...]), $0) }, uniquingKeysWith: { first, _ in first })

    private static func squeezed(_ name: Substring) -> String { name.uppercased().filter { $0 != "_" } }
}
