import OperationCatalogue

/// A call that has passed the checks that hold for every operation.
struct CheckedCall {
    let rules: OperationRules
    let world: World
    /// The seller, or `nil` for a grantless call.
    let seller: World.Seller?
    let sellerIndex: Int
    /// The application's place in the world, for grantless calls.
    let applicationIndex: Int?
    let region: Region
    /// Path parameters by name, decoded.
    let path: [String: String]
    /// Query parameters by name, decoded. Items of arrays are joined by commas whichever way they came.
    let query: [String: String]
    let body: JSONValue?
    /// The wall clock at the arrival of the request.
    let now: Instant
    /// The wall clock at the start of the sandbox: the end of the time over which orders are spread.
    let start: Instant
    /// The id of what the call changes, or `nil` for calls that change nothing.
    let effectId: String?
    /// The personal data that was asked for in a restricted data token.
    let dataElements: Set<String>
    /// Scheme, host and port at which the client reaches the sandbox.
    let origin: String

    /// The items of an array parameter; `nil` when it is absent.
    func list(_ name: String) -> [String]? {
        query[name]?.split(separator: ",").map(String.init)
    }
}
