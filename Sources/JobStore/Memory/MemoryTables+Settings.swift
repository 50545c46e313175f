// Single values by name.
extension MemoryTables {
    func save(setting name: String, _ value: String) { settings[name] = value }
    func setting(_ name: String) -> String? { settings[name] }
}
