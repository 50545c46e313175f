package import Secrets

/// Where the jobs are kept.
package enum DatabaseLocation: Sendable, Equatable {
    /// A SQLite file, by its absolute path.
    case sqlite(path: String)
    /// A PostgreSQL server and database, by an address that libpq reads and that may hold a password.
    case postgres(url: Secret)
    /// A secret reference whose value is such a location, to be read with ``parse(_:relativeTo:home:)``.
    case reference(SecretReference)

    /// Why a location is refused. Never holds a password.
    package struct Flaw: Error, Sendable, Equatable {
        /// What is wrong.
        package let message: String
        /// What would be right.
        package let cure: String
    }

    /// Reads `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    ///
    /// - Parameters:
    ///   - text: The location.
    ///   - directory: The folder that a relative path starts from.
    ///   - home: What `~/` stands for.
    ///   - allowsPassword: Whether an address may hold a password, as one may that comes from a secret itself.
    /// - Throws: A flaw for any other text. The text itself, which may hold a password, is not repeated.
    package static func parse(
        _ text: String, relativeTo directory: String, home: String? = nil, allowsPassword: Bool = false
    ) throws(Flaw) -> DatabaseLocation {
        let cure = "write sqlite:PATH, for example sqlite:spworker.db, or postgres://USER@HOST/NAME"
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            if !allowsPassword, holdsPassword(text) {
                throw Flaw(
                    message: "the address of the database holds a password",
                    cure: "leave it out and keep it in ~/.pgpass, or name a secret, for example env:DATABASE_URL")
            }
            return .postgres(url: Secret(text))
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

    /// Whether there is a password before the host, or among the parameters.
    private static func holdsPassword(_ url: String) -> Bool {
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") { return true }
        let parameters = rest.drop { $0 != "?" }.dropFirst().split(separator: "&")
        return parameters.contains { $0.hasPrefix("password=") || $0.hasPrefix("sslpassword=") }
    }
}
