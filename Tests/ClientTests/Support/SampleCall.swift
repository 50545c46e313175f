import OperationCatalogue
import Sandbox

/// A valid call of any operation, made from what the catalogue says of it.
struct SampleCall: Sendable {
    /// Which parameters are given.
    enum Breadth: Sendable, CaseIterable {
        /// Those that must be there.
        case required
        /// All but page tokens and those that exclude others.
        case everything
    }

    let operation: Operation
    /// What is sent, before encoding: several texts for a list, one for anything else.
    let values: [String: [String]]
    let body: [UInt8]?

    /// - Parameters:
    ///   - seller: Whose marketplaces, id and orders are named.
    ///   - number: Tells the body from those of other calls.
    init(_ operation: Operation, of seller: World.Seller, _ breadth: Breadth, number: Int? = nil) {
        self.operation = operation
        let rules = SampleRules(operation, seller)
        var values: [String: [String]] = [:]
        for parameter in operation.parameters where rules.gives(parameter, breadth) {
            values[parameter.name] = rules.texts(for: parameter)
        }
        self.values = values
        body = SampleBodies.body(of: operation, seller, number: number)
    }

    /// The parameters as a user gives them.
    var parameters: [String: JSONValue] {
        var given: [String: JSONValue] = [:]
        for parameter in operation.parameters {
            guard let texts = values[parameter.name] else { continue }
            given[parameter.name] =
                parameter.type == .array
                ? .array(texts.map { Self.value($0, parameter.itemType ?? .string) })
                : Self.value(texts[0], parameter.type)
        }
        return given
    }

    var request: CallRequest { CallRequest(operation: operation, parameters: parameters, body: body) }

    private static func value(_ text: String, _ type: Parameter.ValueType) -> JSONValue {
        switch type {
        case .integer: Int64(text).map { .integer($0) } ?? .string(text)
        case .number: Double(text).map { .number($0) } ?? .string(text)
        case .boolean: .bool(text == "true")
        case .string, .array, .object: .string(text)
        }
    }
}
