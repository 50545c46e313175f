import JobModel
import OperationCatalogue

/// A call of which nobody knows whether it took effect, as its job asked for it.
struct DoubtfulCall: Sendable {
    let operation: Operation
    /// As the user gave them: not yet checked, nothing filled in.
    let parameters: [String: JSONValue]
    /// `nil` when there was none, or it is not JSON.
    let body: JSONValue?
    /// The instant just before the call, by this machine's clock.
    let sentAt: Timestamp

    init(operation: Operation, parameters: [String: JSONValue], body: [UInt8]?, sentAt: Timestamp) {
        self.operation = operation
        self.parameters = parameters
        self.body = body.flatMap { try? JSONValue(parsing: $0) }
        self.sentAt = sentAt
    }

    /// A parameter, whichever way its name is spelled; `nil` also for one that is null or empty.
    func parameter(_ name: String) -> JSONValue? {
        let value = parameters.first { $0.key.lowercased() == name.lowercased() }?.value
        return value == .null || value == "" ? nil : value
    }

    /// Those of the parameters that were given.
    func parameters(_ names: String...) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: names.compactMap { name in parameter(name).map { (name, $0) } })
    }

    /// A text in the body, at a dotted path; `nil` also when it is empty.
    func text(_ path: String) -> String? { body?.text(at: path) }
}

extension JSONValue {
    /// The value at a dotted path of names.
    func value(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self) { value, name in value?[String(name)] }
    }

    /// The text at a dotted path of names; `nil` also when it is empty.
    func text(at path: String) -> String? {
        guard let text = value(at: path)?.string, !text.isEmpty else { return nil }
        return text
    }

    /// The items of a list, or `nil` when it is none.
    var items: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// Whether everything that this value tells is in the other one too.
    func isPart(of other: JSONValue?) -> Bool {
        guard case .object(let members) = self else { return self == other }
        return members.allSatisfy { name, value in value.isPart(of: other?[name]) }
    }
}
