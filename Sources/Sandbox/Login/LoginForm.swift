import OperationCatalogue

/// The fields of a token exchange's body.
package struct LoginForm: Sendable, Hashable {
    /// The fields by name.
    package let fields: [String: String]

    /// Creates a form.
    package init(fields: [String: String]) {
        self.fields = fields
    }

    /// Reads a body as its content type says: form-encoded or JSON.
    ///
    /// - Throws: `LoginError.invalidRequest` when the content type is another one, the body does not follow it, or a
    ///   field is given twice.
    package init(contentType: String?, body: [UInt8]) throws(LoginError) {
        let type = contentType?.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
        switch type {
        case "application/x-www-form-urlencoded":
            self = try Self.form(body)
        case "application/json":
            self = try Self.json(body)
        default:
            throw .invalidRequest("The Content-Type must be application/x-www-form-urlencoded or application/json")
        }
    }

    private static func form(_ body: [UInt8]) throws(LoginError) -> LoginForm {
        var fields: [String: String] = [:]
        guard let items = QueryText.items(of: String(decoding: body, as: UTF8.self)) else {
            throw .invalidRequest("The request body is not form-encoded")
        }
        for (name, value) in items where fields.updateValue(value, forKey: name) != nil {
            throw .invalidRequest("The request has a repeated parameter : \(name)")
        }
        return LoginForm(fields: fields)
    }

    private static func json(_ body: [UInt8]) throws(LoginError) -> LoginForm {
        guard let value = try? JSONValue(parsing: body), case .object(let members) = value else {
            throw .invalidRequest("The request body is not a JSON object")
        }
        var fields: [String: String] = [:]
        for (name, value) in members {
            guard let text = value.string else {
                throw .invalidRequest("The request has a parameter that is not a text")
            }
            fields[name] = text
        }
        return LoginForm(fields: fields)
    }
}
