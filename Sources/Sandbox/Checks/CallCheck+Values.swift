import OperationCatalogue

extension CallCheck {
    /// Holds a decoded value against what the catalogue says of its parameter. Values that the models do not list pass:
    /// Amazon has more of them than its models.
    static func checkValue(_ value: String, of parameter: Parameter) throws(Refusal) {
        guard parameter.type == .array else { return try checkItem(value, type: parameter.type, of: parameter) }
        let items = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !items.contains("") else { throw Refusal("parameter \(parameter.name) has an empty item") }
        guard items.count >= parameter.minItems ?? 0, items.count <= parameter.maxItems ?? .max else {
            throw Refusal("parameter \(parameter.name) has too few or too many items")
        }
        for item in items { try checkItem(item, type: parameter.itemType ?? .string, of: parameter) }
    }

    private static func checkItem(
        _ value: String, type: Parameter.ValueType, of parameter: Parameter
    ) throws(Refusal) {
        switch type {
        case .integer:
            guard let number = Int(value), number >= parameter.minimum ?? .min, number <= parameter.maximum ?? .max
            else {
                throw Refusal("parameter \(parameter.name) is not a whole number within its bounds")
            }
        case .number:
            guard Double(value) != nil else { throw Refusal("parameter \(parameter.name) is not a number") }
        case .boolean:
            guard value == "true" || value == "false" else {
                throw Refusal("parameter \(parameter.name) is neither true nor false")
            }
        case .string:
            if let limit = parameter.maxLength, value.count > limit {
                throw Refusal("parameter \(parameter.name) is too long")
            }
            try checkForm(value, of: parameter)
        case .array, .object: break
        }
    }

    private static func checkForm(_ value: String, of parameter: Parameter) throws(Refusal) {
        switch parameter.format {
        case "date-time":
            guard Instant(iso: value) != nil else {
                throw Refusal("parameter \(parameter.name) is not an ISO 8601 date and time with a zone")
            }
        case "date":
            guard value.utf8.count == 10, Instant(iso: value + "T00:00:00Z") != nil else {
                throw Refusal("parameter \(parameter.name) is not an ISO 8601 date")
            }
        case "boolean":
            guard value == "true" || value == "false" else {
                throw Refusal("parameter \(parameter.name) is neither true nor false")
            }
        case "country-code":
            guard value.utf8.count == 2, value.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
                throw Refusal("parameter \(parameter.name) is not a country code in capitals")
            }
        default: break
        }
    }

    /// Amazon's documentation: a seller's SKU with a percent sign, plus sign or comma must be percent-encoded twice in
    /// Fulfillment Inbound. Decoded once, as `value` is here, none of these may be left but in an escape.
    static func checkEncoding(_ value: String, of parameter: Parameter) throws(Refusal) {
        guard parameter.isEncodedTwice else { return }
        guard !value.contains(where: { $0 == "+" || $0 == "," }), QueryText.decoded(value) != nil else {
            throw Refusal("parameter \(parameter.name) must be percent-encoded twice")
        }
    }
}
