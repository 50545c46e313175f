import Secrets

/// A map of the configuration whose keys are being read. Whatever does not fit is reported and read as not set.
struct SettingSection {
    let reader: SettingReader
    /// The path of keys that leads here, for messages; empty at the top.
    let path: String
    /// Where the section stands.
    let origin: SettingOrigin
    private let nodes: [String: SettingNode]

    /// Whether no key is set.
    var isEmpty: Bool { nodes.isEmpty }

    /// Opens `node`.
    ///
    /// - Parameters:
    ///   - schema: The path in ``ConfigurationSchema`` whose keys may stand here.
    ///   - fallback: The place to name when there is no node.
    init(_ node: SettingNode?, path: String, schema: String, fallback: SettingOrigin, reader: SettingReader) {
        self.reader = reader
        self.path = path
        origin = node?.origin ?? fallback
        nodes = node.map { Self.nodes($0, path: path, schema: schema, reader: reader) } ?? [:]
    }

    private static func nodes(
        _ node: SettingNode, path: String, schema: String, reader: SettingReader
    ) -> [String: SettingNode] {
        guard !node.isNull else { return [:] }
        let known = ConfigurationSchema.keys(under: schema)
        guard case .map(let entries) = node.value else {
            let choice = "write its keys below it: \(known.joined(separator: ", "))"
            reader.report(node.origin, path, "a map of keys is due here, not \(node.summary)", choice)
            return [:]
        }
        var nodes: [String: SettingNode] = [:]
        for entry in entries {
            if known.contains(entry.key) {
                if !entry.node.isNull { nodes[entry.key] = entry.node }
                continue
            }
            let cure =
                Suggestion.nearest(to: entry.key, among: known).map { "did you mean \($0)?" }
                ?? "the keys here are \(known.joined(separator: ", "))"
            let name = PrintableText.key(entry.key)
            reader.report(entry.origin, joined(path, name), "this key is not known", cure)
        }
        return nodes
    }

    /// The node at `key`, or `nil` when it is not set or null.
    func node(_ key: String) -> SettingNode? { nodes[key] }

    /// The place of `key`, or of the section when the key is not set.
    func origin(of key: String) -> SettingOrigin { nodes[key]?.origin ?? origin }

    /// The full path of `key`.
    func path(of key: String) -> String { Self.joined(path, key) }

    /// Reports that something about `key` is wrong.
    func report(_ key: String, _ message: String, _ cure: String) {
        reader.report(origin(of: key), path(of: key), message, cure)
    }

    /// The section at `key`; empty when it is not set.
    func section(_ key: String) -> SettingSection {
        SettingSection(nodes[key], path: path(of: key), schema: path(of: key), fallback: origin, reader: reader)
    }

    /// The items of the list at `key`.
    func items(_ key: String, _ due: String) -> [SettingNode] {
        guard let node = nodes[key] else { return [] }
        guard case .list(let items) = node.value else {
            report(key, "a list is due here, not \(node.summary)", "write \(due)")
            return []
        }
        return items
    }

    /// The sections in the list at `key`, whose keys the schema has under `key[]`.
    func sections(_ key: String) -> [SettingSection] {
        items(key, "a list with one - for each entry").enumerated().map { index, item in
            SettingSection(
                item, path: "\(path(of: key))[\(index)]", schema: "\(path(of: key))[]", fallback: item.origin,
                reader: reader)
        }
    }

    private static func joined(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
