import OperationCatalogue

extension CallCheck {
    /// Header fields that may be there once only, apart from those of the catalogue.
    private static let single = ["x-amz-access-token", "x-amz-date", "user-agent", "content-type"]

    static func checkHeaders(of request: IncomingRequest, rules: OperationRules) throws(Refusal) {
        try checkUserAgent(request.header("user-agent"))
        for name in single where request.headers.count(where: { $0.name == name }) > 1 {
            throw Refusal("header \(name) is given twice")
        }
        if let date = request.header("x-amz-date"), !isTimestamp(date) {
            throw Refusal("x-amz-date is not of the form 20260131T235959Z")
        }
        for parameter in rules.headers {
            if let value = request.header(parameter.name.lowercased()) {
                try checkValue(value, of: parameter)
            } else if parameter.isRequired {
                throw Refusal("header \(parameter.name) is missing")
            }
        }
    }

    /// The form is `Name/Version (Language=...)`, at most 500 characters, from Amazon's documentation.
    static func checkUserAgent(_ agent: String?) throws(Refusal) {
        guard let agent, !agent.isEmpty else { throw Refusal("header user-agent is missing") }
        guard agent.utf8.count <= 500 else { throw Refusal("user-agent has more than 500 characters") }
        let slash = agent.firstIndex(of: "/")
        let open = agent.range(of: " (")
        guard let slash, let open, slash < open.lowerBound, slash > agent.startIndex,
            agent.index(after: slash) < open.lowerBound, agent.hasSuffix(")"),
            agent[open.upperBound...].dropLast().split(separator: ";").contains(where: { part in
                let part = part.drop { $0 == " " }
                return part.hasPrefix("Language=") && part.count > "Language=".count
            })
        else { throw Refusal("user-agent is not of the form Name/Version (Language=...)") }
    }

    private static func isTimestamp(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return false }
        return (bytes[..<8] + bytes[9..<15]).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
