import JobModel

/// Where a job's content comes from: its body or a file, never both.
enum JobContent: Sendable, Hashable {
    case text(String)
    case file(String)

    /// Chooses between body and file.
    ///
    /// - Parameters:
    ///   - what: What the content is, for messages: `A feed needs content`.
    ///   - cure: How to give it, a sentence.
    /// - Throws: `JobRejection` when there is none, or two.
    init(body: String?, file: String?, what: String, cure: String) throws(JobRejection) {
        switch (body, file) {
        case (let body?, nil): self = .text(body)
        case (nil, let file?): self = .file(file)
        case (.some, .some): throw JobRejection("Give a body or the option 'file', not both.")
        case (nil, nil): throw JobRejection("\(what). \(cure)")
        }
    }

    /// A warning about a path that means another file for every folder that a worker may be started in.
    var warning: String? {
        guard case .file(let path) = self, !path.hasPrefix("/") else { return nil }
        return "The file '\(path)' is looked for in the folder where the worker was started: give its whole path."
    }
}
