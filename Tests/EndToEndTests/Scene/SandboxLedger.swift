/// What the sandbox received.
struct SandboxLedger: Decodable {
    /// Token exchanges of one seller with one result.
    struct Exchange: Decodable {
        let seller: String?
        let result: String
        let count: Int
    }

    /// Calls of one seller with one status.
    struct Call: Decodable {
        let operation: String
        let seller: String?
        let status: Int
        let count: Int
    }

    /// Calls that changed something.
    struct Effects: Decodable {
        let count: Int
        /// Those among them that did what an earlier one had done: same seller, operation, path, query and body.
        let repeated: Int
    }

    /// One request.
    struct Row: Decodable {
        /// `exchange` or `call`.
        let kind: String
        /// Seconds since the sandbox started, by its clock.
        let at: Double
        let seller: String?
        /// The operation with its version, or `documents.get` for a download.
        let operation: String?
        /// What the sandbox answered, when the call changed something.
        let effectId: String?
    }

    /// What calls have created.
    struct Created: Decodable {
        /// What was asked for in the same words.
        struct Detail: Decodable {
            struct One: Decodable {
                let id: String
                /// Seconds since the sandbox started, by its clock.
                let at: Double
                /// For a feed the SHA-256 of what was uploaded.
                let contentSHA256: String?
            }
            let operation: String
            let seller: String?
            let each: [One]
        }
        let count: Int
        let details: [Detail]
    }

    /// A number of something, of which the sandbox also tells details.
    struct Count: Decodable {
        let count: Int
    }

    /// Seconds since the sandbox started, by its clock.
    let elapsed: Double
    let exchanges: [Exchange]
    let calls: [Call]
    let throttles: Count
    let complaints: Count
    let effects: Effects
    let created: Created
    let restrictedTokens: Count
    /// Every request, when they were asked for.
    let rows: [Row]?

    /// Calls that were answered with this status.
    func calls(status: Int) -> Int {
        calls.filter { $0.status == status }.reduce(0) { $0 + $1.count }
    }

    /// Calls of an operation with a version that succeeded.
    func successes(of operation: String) -> Int {
        calls.filter { $0.operation == operation && (200..<300).contains($0.status) }.reduce(0) { $0 + $1.count }
    }

    /// Exchanges of a seller, or of everybody.
    func exchanges(of seller: String? = nil, result: String? = nil) -> Int {
        exchanges.filter { (seller == nil || $0.seller == seller) && (result == nil || $0.result == result) }
            .reduce(0) { $0 + $1.count }
    }
}
