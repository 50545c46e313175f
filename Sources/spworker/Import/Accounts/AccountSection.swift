/// The part of a document that describes one account, still unread.
struct AccountSection {
    /// The account's name, where the format has one.
    let name: String?
    /// The keys that lead to it, for messages; empty at the top.
    let path: String
    /// Where it stands.
    let origin: SettingOrigin
    let entries: [SettingNode.Entry]

    init(_ node: SettingNode, name: String? = nil, path: String = "", origin: SettingOrigin? = nil) {
        self.name = name
        self.path = path
        self.origin = origin ?? node.origin
        entries = node.entries
    }

    /// The path of a key in it.
    func path(of key: String) -> String {
        let key = PrintableText.key(key)
        return path.isEmpty ? key : "\(path).\(key)"
    }
}
