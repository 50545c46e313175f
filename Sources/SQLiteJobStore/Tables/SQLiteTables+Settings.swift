// Single values by name.
extension SQLiteTables {
    package func save(setting name: String, _ value: String) throws {
        try execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value])
    }

    package func setting(_ name: String) throws -> String? {
        try first("SELECT value FROM setting WHERE name = ?", [name]) { $0.text(0) }
    }
}
