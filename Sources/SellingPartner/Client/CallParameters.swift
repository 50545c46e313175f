/// Parameters of a call, of which those without a value and empty lists are left out.
struct CallParameters {
    private(set) var given: [String: CallParameter] = [:]

    mutating func set(_ name: String, _ value: String?) {
        if let value { given[name] = CallParameter(value) }
    }

    mutating func set(_ name: String, _ value: Int?) {
        if let value { given[name] = CallParameter(value) }
    }

    mutating func set(_ name: String, _ values: [String]) {
        if !values.isEmpty { given[name] = CallParameter(values) }
    }
}
