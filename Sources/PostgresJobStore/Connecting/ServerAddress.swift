import CLibPQ
package import JobStore

/// Where a PostgreSQL server is and how to get in. It may hold a password, which no description of it shows.
package struct ServerAddress: Sendable {
    /// How connections are shared with other programs.
    package enum Pooling: Sendable, Hashable {
        /// Each connection is a session of the server's: statements are prepared once, and the server wakes listeners.
        case session
        /// A pooler hands sessions out for a transaction at a time, as PgBouncer does with `pool_mode=transaction`:
        /// nothing outlives a transaction, and wake-up is by polling.
        case transaction
    }

    /// The address for people: without user, password and parameters.
    package let shown: String
    package let pooling: Pooling
    /// What libpq takes: keywords and values.
    let parameters: [(keyword: String, value: String)]
    /// What must not appear in messages.
    let password: String?

    /// Reads `postgres://USER@HOST:PORT/DATABASE?PARAMETER=VALUE`, with all that libpq knows: `sslmode`, `service`,
    /// `passfile`, several hosts. What is left out comes from the `PG...` variables and `.pgpass`, as in `psql`.
    ///
    /// One parameter is our own: `pool_mode=transaction` for a server behind PgBouncer or its like.
    ///
    /// - Throws: `StoreError` with code `cannotOpen`. The text, which may hold a password, is not repeated.
    package init(_ url: String) throws(StoreError) {
        try self.init(url, defaults: Self.defaultsOfProcess())
    }

    /// - Parameter defaults: What libpq takes where the address says nothing, by keyword.
    init(_ url: String, defaults: [String: String]) throws(StoreError) {
        let (text, pooling) = try Self.takePoolMode(from: url)
        self.pooling = pooling
        guard let options = PQconninfoParse(text, nil) else {
            throw StoreError(
                .cannotOpen,
                "The database's address cannot be read. Write postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full, with "
                    + "special characters of names and passwords as %XX.")
        }
        defer { PQconninfoFree(options) }
        var given: [(keyword: String, value: String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { given.append((String(cString: keyword), String(cString: value))) }
            option += 1
        }
        func value(_ keyword: String) -> String? { given.first { $0.keyword == keyword }?.value }
        // libpq ends a password at its first '@' or '/'. What is left of one that holds such a character would be shown.
        guard ["host", "port", "dbname"].allSatisfy({ value($0)?.contains("@") != true }) else {
            throw StoreError(
                .cannotOpen,
                "The database's address cannot be read: a '@' stands where none can be. Write '@', '/' and other special "
                    + "characters of user and password as %XX: '@' is %40, '/' is %2F.")
        }
        password = value("password")
        shown = Self.shown(value, defaults)
        parameters = given + Self.defaults.filter { value($0.keyword) == nil }
    }

    private static func shown(_ value: (String) -> String?, _ defaults: [String: String]) -> String {
        let service = value("service").map { "service \($0)" }
        // Without any of these it is the socket of a server on this machine.
        let place = value("host") ?? value("hostaddr") ?? service ?? defaults["host"] ?? defaults["hostaddr"] ?? ""
        // A service has its own port and database.
        let port = value("port") ?? (service == nil ? defaults["port"].flatMap { $0 == "5432" ? nil : $0 } : nil)
        // libpq names the database like the user, who is not shown.
        let named = service == nil && defaults["dbname"] != defaults["user"] ? defaults["dbname"] : nil
        return "postgres://\(place.hasPrefix("/") ? "" : place)\(port.map { ":\($0)" } ?? "")/"
            + (value("dbname") ?? named ?? "")
    }

    /// What the `PG...` variables and the service that they name say, as libpq reads them.
    private static func defaultsOfProcess() -> [String: String] {
        guard let options = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(options) }
        var defaults: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            // The password is no business of an address.
            if let value = option.pointee.val,
                ["host", "hostaddr", "port", "dbname", "user"].contains(String(cString: keyword))
            {
                defaults[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return defaults
    }

    private init(_ other: ServerAddress, parameters: [(keyword: String, value: String)]) {
        shown = other.shown
        pooling = other.pooling
        password = other.password
        self.parameters = parameters
    }

    /// The same server, user and database, with everything in one schema.
    ///
    /// - Parameter name: Letters, digits and underscores.
    package func inSchema(_ name: String) -> ServerAddress {
        // What is said last counts. What PGOPTIONS says is lost, as it is when an address has options of its own.
        let given = parameters.first { $0.keyword == "options" }.map { $0.value + " " } ?? ""
        return ServerAddress(
            self,
            parameters: parameters.filter { $0.keyword != "options" } + [("options", "\(given)-csearch_path=\(name)")])
    }

    /// A dead server or network must be found out within seconds, not hours.
    private static let defaults: [(keyword: String, value: String)] = [
        ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"),
        ("keepalives_interval", "10"), ("keepalives_count", "3"), ("client_encoding", "UTF8"),
        ("fallback_application_name", "spworker"),
    ]

    private static func takePoolMode(from url: String) throws(StoreError) -> (String, Pooling) {
        guard let mark = url.firstIndex(of: "?") else { return (url, .session) }
        var pooling = Pooling.session
        var kept: [Substring] = []
        for pair in url[url.index(after: mark)...].split(separator: "&") {
            guard pair.hasPrefix("pool_mode=") else {
                kept.append(pair)
                continue
            }
            switch pair.dropFirst("pool_mode=".count) {
            case "transaction": pooling = .transaction
            case "session": pooling = .session
            default:
                throw StoreError(
                    .cannotOpen, "The database's address has another pool_mode than 'session' and 'transaction'.")
            }
        }
        return (String(url[..<mark]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&")), pooling)
    }
}

extension ServerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { shown }
    package var debugDescription: String { shown }
    package var customMirror: Mirror { Mirror(self, children: ["shown": shown]) }
}
