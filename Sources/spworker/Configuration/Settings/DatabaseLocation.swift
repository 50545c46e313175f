package import Secrets

/// Where the jobs are kept.
package enum DatabaseLocation: Sendable, Equatable {
    /// A SQLite file, by its absolute path.
    case sqlite(path: String)
    /// A secret reference whose value is such a location, to be read with ``parse(_:relativeTo:home:)``.
    case reference(SecretReference)

    /// Why a location is refused. Never holds a password.
    package struct Flaw: Error, Sendable, Equatable {
        /// What is wrong.
        package let message: String
        /// What would be right.
        package let cure: String
    }

    /// Reads `sqlite:PATH`.
    ///
    /// - Parameters:
    ///   - text: The location.
    ///   - directory: The folder that a relative path starts from.
    ///   - home: What `~/` stands for.
    /// - Throws: A flaw for any other text. The text itself, which may hold a password, is not repeated.
    package static func parse(
        _ text: String, relativeTo directory: String, home: String? = nil
    ) throws(Flaw) -> DatabaseLocation {
        let cure = "write sqlite:PATH, for example sqlite:spworker.db"
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            throw Flaw(message: "PostgreSQL is not available in this version", cure: cure)
        }
        guard text.hasPrefix("sqlite:") else { throw Flaw(message: "this is not a database location", cure: cure) }
        let rest = text.dropFirst("sqlite:".count)
        // sqlite:///absolute/path is how other tools write it.
        let path = rest.hasPrefix("///") ? String(rest.dropFirst(2)) : String(rest)
        guard !path.isEmpty, !path.hasPrefix("//"), !path.hasPrefix(":"), !path.hasSuffix("/") else {
            throw Flaw(message: "the database needs a file", cure: cure)
        }
        return .sqlite(path: PathText.joined(directory, path, home: home))
    }
}
