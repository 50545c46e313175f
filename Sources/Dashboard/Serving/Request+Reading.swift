import HTTPTypes
package import Hummingbird

extension Request {
    /// The fields behind the question mark of the address.
    package var query: FormValues { FormValues(encoded: uri.query ?? "") }

    /// Whether it is for programs, which show a bearer token and get JSON or text.
    var isForProgram: Bool { uri.path.hasPrefix("/api/") || uri.path == "/metrics" }

    /// Whether it changes nothing.
    var isSafe: Bool { method == .get || method == .head || method == .options }

    /// The token behind `Authorization: Bearer`.
    var bearer: String? {
        guard let text = headers[.authorization], text.lowercased().hasPrefix("bearer ") else { return nil }
        return String(text.dropFirst("bearer ".count)).trimmed
    }

    /// The value of the cookie, as the browser sent it.
    func cookie(_ name: String) -> String? { cookies[name]?.value }
}

extension HTTPField.Name {
    /// Where a request comes from, as newer browsers tell.
    static var site: HTTPField.Name? { HTTPField.Name("Sec-Fetch-Site") }
    /// What a page's script sends in place of the form field.
    static var csrf: HTTPField.Name? { HTTPField.Name("X-CSRF-Token") }
    /// What asks for a page's content alone.
    static var fragment: HTTPField.Name? { HTTPField.Name("X-Fragment") }
}

extension HTTPFields {
    /// The field's value; `nil` also where there is no such name.
    subscript(_ name: HTTPField.Name?) -> String? { name.flatMap { self[$0] } }
}

extension String {
    /// Without blanks around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
