/// `.amzspapi/credentials` of the Node client amazon-sp-api: the application alone. Other names for its keys, and a
/// refresh token beside them, are understood too, so that an `.env` file does as well.
enum NodeClientFormat {
    static func sections(_ root: SettingNode, _ findings: inout ImportFindings) -> [AccountSection] {
        if root.isMap { return [AccountSection(root)] }
        findings.report(root.origin, "", "lines of KEY=VALUE are due here", "name another file or --format")
        return []
    }
}
