package import OperationCatalogue

extension Operation {
    /// The operation in a list.
    package var json: JSONValue {
        .object([
            "name": .string(name), "method": .string(method), "path": .string(path),
            "rate": plan.map { .number($0.rate) } ?? .null, "burst": .count(plan?.burst),
            "applicationRate": applicationRate.map { .number($0) } ?? .null,
            "grantless": .bool(grantlessScope != nil), "restricted": .bool(isRestricted),
            "deprecated": .bool(deprecation != nil), "repetition": .string(repetition.rawValue),
            "sandboxOnly": .bool(isSandboxOnly),
        ])
    }

    /// The operation with everything that is known of it.
    package var detail: JSONValue {
        json.adding([
            "parameters": .array(parameters.map(\.json)),
            "body": .string(body.word),
            "successStatus": .count(successStatus),
            "pagination": pagination?.json ?? .null,
            "batch": batch?.json ?? .null,
            "grantlessScope": .text(grantlessScope),
            "restrictedDataElements": .texts(restrictedDataElements),
            "deprecatedOn": .text(deprecation?.deprecatedOn),
            "removedOn": .text(deprecation?.removedOn),
            "repetitionNote": .text(repetitionNote),
        ])
    }
}

extension Operation.BodyRule {
    /// The rule as a word.
    package var word: String {
        switch self {
        case .none: "none"
        case .optional: "optional"
        case .required: "required"
        }
    }
}

extension Parameter {
    /// The parameter as programs read it.
    package var json: JSONValue {
        .object([
            "name": .string(name), "in": .string(location.rawValue), "type": .string(type.rawValue),
            "itemType": .text(itemType?.rawValue), "required": .bool(isRequired), "knownValues": .texts(knownValues),
            "format": .text(format), "minItems": .count(minItems), "maxItems": .count(maxItems),
            "minimum": .count(minimum),
            "maximum": .count(maximum), "maxLength": .count(maxLength), "default": .text(defaultValue),
        ])
    }
}

extension Pagination {
    /// The paging as programs read it.
    package var json: JSONValue {
        .object([
            "parameter": .string(requestParameter), "in": .string(location.rawValue),
            "responseField": .string(responseField), "itemsField": .text(itemsField),
            "responseOperation": .text(responseOperation),
            "style": .string(style.rawValue), "tokenAlone": .bool(sendsTokenAlone),
            "tokenLifetime": .count(tokenLifetimeSeconds),
        ])
    }
}

extension BatchShape {
    /// The layout of a batch as programs read it.
    package var json: JSONValue {
        .object([
            "itemsField": .text(itemsField), "entriesField": .text(entriesField), "statusField": .string(statusField),
            "mostItems": .count(mostItems),
        ])
    }
}
