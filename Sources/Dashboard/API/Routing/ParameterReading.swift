import HTTPTypes

/// Reads the parameters of a request, and finds everything that is wrong with them.
struct ParameterReading {
    private let known: [String: APIParameter]
    private var values: [String: String] = [:]
    private var faults: [Refusal.Fault] = []

    init(_ parameters: [APIParameter]) {
        known = Dictionary(parameters.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Takes a part of the path as it stands there.
    mutating func take(_ parameter: APIParameter, _ encoded: String) {
        guard let value = encoded.percentDecoded else { return refuse(parameter.name, "is not well encoded") }
        take(parameter, field: value)
    }

    /// Takes a header field.
    mutating func take(_ parameter: APIParameter, field value: String?) {
        guard let value else { return }
        if let fault = parameter.fault(value) { return refuse(parameter.name, fault) }
        values[parameter.name] = value
    }

    /// Takes what stands behind the question mark.
    mutating func take(query: String) {
        for field in query.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
                refuse(String(field.prefix(60)), "is not well encoded")
                continue
            }
            guard let parameter = known[name], parameter.place == .query else {
                let names = known.values.filter { $0.place == .query }.map(\.name).sorted()
                refuse(
                    String(name.prefix(60)),
                    names.isEmpty
                        ? "is not known here; nothing is"
                        : "is not known here; there are \(names.joined(separator: ", "))")
                continue
            }
            if values[name] != nil {
                refuse(name, "stands there twice")
            } else {
                take(parameter, field: value)
            }
        }
    }

    /// The values by name.
    ///
    /// - Throws: `Refusal` with status 400 that names everything that is wrong.
    func checked() throws -> [String: String] {
        guard faults.isEmpty else {
            throw Refusal(.badRequest, "The address is wrong", faults: faults)
        }
        return values
    }

    private mutating func refuse(_ name: String, _ problem: String) {
        faults.append(Refusal.Fault(field: name, problem: problem))
    }

    private static func decoded(_ text: Substring) -> String? {
        String(text.map { $0 == "+" ? " " : $0 }).percentDecoded
    }
}

extension String {
    /// The text without percent encoding; `nil` when that is wrong, or leads to no UTF-8.
    var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
