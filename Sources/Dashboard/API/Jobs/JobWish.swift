import JobModel
import OperationCatalogue

/// A job as a program wishes for it, read from a body. Its members are those of a line of `spworker enqueue --file`.
struct JobWish {
    /// What is to be checked as all ways into the queue do.
    var request: JobRequest
    /// The body with sorted names, by which a repeated request is known.
    let canonical: String

    /// Reads a body.
    ///
    /// - Throws: `Refusal` with status 422 that names every member that is wrong.
    init(_ body: APIBody) throws(Refusal) {
        var body = body
        let kind = body.choice("kind", ["request", "report", "feed", "query"]) ?? "request"
        var request = JobRequest(
            kind: kind, seller: body.text("seller", most: 200), region: body.choice("region", ["NA", "EU", "FE"]),
            operation: body.text("operation", most: 200) ?? "", parameters: body.object("params") ?? "{}",
            body: body.textOrJSON("body"), options: body.object("options") ?? "{}", runAt: body.time("runAt"),
            uniqueKey: body.text("uniqueKey", most: 200), deadline: body.time("deadline"),
            output: body.text("output", most: 1000))
        if let priority = body.integer("priority", 0...9) { request.priority = Int(priority) }
        if let most = body.integer("maxAttempts", 1...1000) { request.maxAttempts = Int(most) }
        if request.uniqueKey?.hasPrefix(RequestDigest.prefix) ?? false {
            let _: String? = body.refuse("uniqueKey", "must not begin with '\(RequestDigest.prefix)'")
        }
        if Self.namesFile(request.options) {
            let _: String? = body.refuse(
                "options",
                "must not name a 'file': that would be one of the worker's machine; send the content as 'body'")
        }
        try body.finish()
        self.request = request
        canonical = body.canonical
    }

    private static func namesFile(_ options: String) -> Bool {
        guard let value = try? JSONReader.value(of: Array(options.utf8)) else { return false }
        return value["file"] != nil
    }
}
