/// What the server, or the way to it, has to say.
struct ServerError: Error, CustomStringConvertible {
    /// The five characters of the SQL standard; `nil` when there was no answer.
    let sqlState: String?
    /// The message, on one line, without password and without values.
    let message: String
    /// Whether the connection is gone: what became of the statement is not known then.
    let isConnectionLost: Bool

    /// Fields of an answer, which libpq names by macros.
    static let sqlStateField = Int32(UInt8(ascii: "C"))
    static let primaryField = Int32(UInt8(ascii: "M"))

    /// Whether the same transaction may succeed when it is simply tried again: it was chosen to end a deadlock, or met
    /// a row that somebody else has just made.
    var isWorthRepeating: Bool { sqlState == "40001" || sqlState == "40P01" || sqlState == "23505" }

    var description: String { message }
}
