/// What `jobs show --json` tells of a report.
struct ReportJob: Decodable {
    struct Failure: Decodable {
        let kind: String
        let message: String
    }

    struct Result: Decodable {
        let bytes: Int
        let sha256: String?
        let path: String?
        let inline: String?
    }

    struct Step: Decodable {
        let step: String
        let at: String
        let id: String?
    }

    struct Progress: Decodable {
        let steps: [Step]
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

    /// What Amazon calls the document that was fetched.
    var document: String? { progress?.steps.last { $0.step == "document" }?.id }
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
