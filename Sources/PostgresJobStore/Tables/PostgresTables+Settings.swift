// Single values by name.
extension PostgresTables {
    package func save(setting name: String, _ value: String) throws {
        try execute(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value])
    }

    package func setting(_ name: String) throws -> String? {
        try first("SELECT value FROM setting WHERE name = $1", [name]) { $0.text(0) }
    }
}
