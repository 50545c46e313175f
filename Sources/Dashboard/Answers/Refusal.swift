package import HTTPTypes

/// Why a request is not answered with what it asks for. Pages show it in the shell, the API as `problem+json`.
package struct Refusal: Error, Sendable {
    /// The status.
    package var status: HTTPTypes.HTTPResponse.Status
    /// What is wrong, as a short title.
    package var title: String
    /// What is wrong, in a sentence or two.
    package var message: String
    /// What to do about it; `nil` when that is plain.
    package var cure: String?
    /// Header fields of the answer.
    package var headers: HTTPFields
    /// What is wrong with which part of what was sent, where that is known.
    package var faults: [Fault] = []

    /// What is wrong with one part of what was sent.
    package struct Fault: Sendable, Hashable {
        /// The part's name.
        package let field: String
        /// What is wrong with it, as the rest of a sentence that begins with the name.
        package let problem: String
    }

    package init(
        _ status: HTTPTypes.HTTPResponse.Status, _ title: String, _ message: String, cure: String? = nil,
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.title = title
        self.message = message
        self.cure = cure
        self.headers = headers
    }

    /// Something is wrong with parts of what was sent.
    init(_ status: HTTPTypes.HTTPResponse.Status, _ title: String, faults: [Fault]) {
        self.init(status, title, faults.map { "'\($0.field)' \($0.problem)." }.joined(separator: " "))
        self.faults = faults
    }

    /// Nothing is there.
    ///
    /// - Parameter message: What is not there.
    package static func notFound(_ message: String = "There is nothing at this address.") -> Refusal {
        Refusal(
            .notFound, "Not found", message, cure: "It may have been deleted since; go on from the menu above.")
    }

    static var unknownVisitor: Refusal {
        Refusal(
            .unauthorized, "Who are you?", "This needs a token.",
            cure: "Send the header 'Authorization: Bearer TOKEN' with dashboard.token or dashboard.readToken.",
            headers: [.wwwAuthenticate: "Bearer realm=\"spworker\""])
    }

    /// Too many wrong tokens came from the visitor's address.
    static func tooManyTries(_ wait: Duration) -> Refusal {
        let seconds = wait.components.seconds + 1
        return Refusal(
            .tooManyRequests, "Too many tries", "Too many wrong tokens came from this address.",
            cure: "Wait \(seconds) seconds and try again with the right one.", headers: [.retryAfter: "\(seconds)"])
    }

    static var readersOnly: Refusal {
        Refusal(
            .forbidden, "Operators only", "You are here as a reader, who sees everything and changes nothing.",
            cure: "Log out and come back with the token of operators.")
    }

    static var staleForm: Refusal {
        Refusal(
            .forbidden, "The page was too old", "What it sent does not belong to your session, so nothing was done.",
            cure: "Go back, reload the page and try again.")
    }

    static func tooLarge(limit: Int) -> Refusal {
        Refusal(
            .contentTooLarge, "Too large", "A request may have \(limit >> 10) KiB here.",
            cure: "Send less at a time; 'spworker enqueue --bulk' takes any number of jobs from a file.")
    }
}
