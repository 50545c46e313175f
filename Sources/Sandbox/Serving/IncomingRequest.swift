/// A request that has been read to its end.
struct IncomingRequest {
    var method: String
    /// The path as it came, percent-encoded, without the query.
    var path: Substring
    /// The query as it came, or `nil` when there was no question mark.
    var query: Substring?
    /// Header fields with their names in small letters.
    var headers: [(name: String, value: String)]
    /// The body; empty when there was none.
    var body: [UInt8]
    /// The host and port that the client named.
    var authority: String?

    func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    /// Whether the head announces a body, even one of no bytes.
    var announcesBody: Bool {
        header("content-length") != nil || header("transfer-encoding") != nil
    }
}
