/// What `jobs show --json` tells of a report, feed or query.
struct ProcessingJob: Decodable {
    struct Failure: Decodable {
        let kind: String
        let message: String
    }

    struct Result: Decodable {
        let bytes: Int
        let sha256: String?
        let path: String?
        let inline: String?
        let pages: Int?
    }

    struct Step: Decodable {
        let step: String
        let at: String
        let id: String?
    }

    /// What was reached, and for a feed what its results say in figures.
    struct Progress: Decodable {
        let steps: [Step]
        let processed: Int?
        let accepted: Int?
        let errors: Int?
        let warnings: Int?
        let firstErrors: [String]?
    }

    let id: Int
    let seller: String?
    let state: String
    let label: String?
    let attempt: Int
    let runs: Int
    let crashes: Int
    let error: Failure?
    let result: Result?
    let progress: Progress?

    /// What was reached, in order.
    var steps: [String] { progress?.steps.map(\.step) ?? [] }

    /// What Amazon calls the documents whose addresses were asked for, in order.
    var documents: [String] { progress?.steps.filter { $0.step == "document" }.compactMap(\.id) ?? [] }

    /// What Amazon calls the document that was fetched last.
    var document: String? { documents.last }
}

/// What the sandbox says of a document.
struct SandboxDocument: Decodable {
    /// Some form of its bytes.
    struct Form: Decodable {
        let bytes: Int
        let sha256: String
    }

    let contentType: String
    let compression: String
    let rows: Int?
    /// In UTF-8.
    let text: Form
    /// In its own charset.
    let raw: Form
}
