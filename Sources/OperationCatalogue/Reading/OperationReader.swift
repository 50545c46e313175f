/// Reads the line of one operation. ``CatalogueReader`` describes its form.
struct OperationReader {
    let api: CatalogueReader.API
    let notes: [Substring: String]
    let parameters: ParameterReader

    func operation(from words: [Substring]) throws(UnreadableText) -> Operation {
        guard words.count >= 4 else { throw UnreadableText("method, id, path and plan are due") }
        let (path, pathParameters) = try path(from: words[2] == "." ? api.prefix : api.prefix + words[2])
        let (plan, applicationRate) = try plan(from: words[3])

        var facts = Facts()
        let question = words[4...].firstIndex(of: "?") ?? words.endIndex
        for word in words[4..<question] {
            try read(word, into: &facts)
        }
        var others: [Parameter] = []
        for word in words[question...].dropFirst() {
            others.append(try parameters.parameter(from: word))
        }
        return Operation(
            family: api.family, id: String(words[1]), version: api.version, method: String(words[0]), path: path,
            plan: plan, applicationRate: applicationRate, parameters: pathParameters + others, body: facts.body,
            successStatus: facts.status, hasPayloadEnvelope: facts.payload, pagination: facts.pagination,
            grantlessScope: facts.scope, isRestricted: facts.restricted, restrictedDataElements: facts.elements,
            deprecation: facts.deprecation, repetition: facts.repetition, isSandboxOnly: facts.sandboxOnly,
            repetitionNote: facts.note)
    }

    /// What the words after the plan say, with what is true when they say nothing.
    private struct Facts {
        var body = Operation.BodyRule.none
        var status = 200
        var payload = false
        var pagination: Pagination?
        var scope: String?
        var restricted = false
        var elements: [String] = []
        var deprecation: Operation.Deprecation?
        var repetition = Repetition.safe
        var note: String?
        var sandboxOnly = false
    }

    private func read(_ word: Substring, into facts: inout Facts) throws(UnreadableText) {
        let parts = word.split(separator: ":", maxSplits: 1)
        let argument = parts.count == 2 ? parts[1] : nil
        switch (parts.first, argument) {
        case ("body", nil): facts.body = .required
        case ("body?", nil): facts.body = .optional
        case ("payload", nil): facts.payload = true
        case ("sandbox-only", nil): facts.sandboxOnly = true
        case ("restricted", let elements):
            facts.restricted = true
            facts.elements = elements?.split(separator: ",").map(String.init) ?? []
        case ("grantless", let scope?): facts.scope = String(scope)
        case ("page", let pages?): facts.pagination = try pagination(from: pages)
        case ("deprecated", let dates?): facts.deprecation = try deprecation(from: dates)
        default:
            if let status = Int(word) {
                facts.status = status
                return
            }
            let judgement = word.split(separator: "@", maxSplits: 1)
            guard let first = judgement.first, let repetition = Repetition(rawValue: String(first)) else {
                throw UnreadableText("'\(word)' says nothing about an operation")
            }
            facts.repetition = repetition
            if judgement.count == 2 {
                guard let note = notes[judgement[1]] else { throw UnreadableText("there is no note \(judgement[1])") }
                facts.note = note
            }
        }
    }

    private func path(from text: Substring) throws(UnreadableText) -> (String, [Parameter]) {
        var path = ""
        var found: [Parameter] = []
        var rest = text
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { throw UnreadableText("'\(text)' lacks a }") }
            let parts = rest[rest.index(after: open)..<close].split(separator: "~", maxSplits: 1)
            guard let name = parts.first else { throw UnreadableText("'\(text)' has a parameter without a name") }
            let length = parts.count == 2 ? Int(parts[1]) : nil
            if parts.count == 2, length == nil { throw UnreadableText("'\(parts[1])' is not a length") }
            found.append(Parameter(name: String(name), location: .path, isRequired: true, maxLength: length))
            path += rest[..<open] + "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return (path + rest, found)
    }

    private func plan(from word: Substring) throws(UnreadableText) -> (UsagePlan?, Double?) {
        if word == "-" { return (nil, nil) }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let rate = Double(parts[0]), let burst = Int(parts[1]) else {
            throw UnreadableText("'\(word)' is not a usage plan")
        }
        guard parts.count == 3 else { return (UsagePlan(rate: rate, burst: burst), nil) }
        guard let applicationRate = Double(parts[2]) else { throw UnreadableText("'\(parts[2])' is not a rate") }
        return (UsagePlan(rate: rate, burst: burst), applicationRate)
    }

    private func deprecation(from text: Substring) throws(UnreadableText) -> Operation.Deprecation {
        let dates = text.split(separator: ".", omittingEmptySubsequences: false)
        guard dates.count == 3, dates[1].isEmpty else { throw UnreadableText("'\(text)' is not a span of dates") }
        return Operation.Deprecation(
            deprecatedOn: dates[0].isEmpty ? nil : String(dates[0]),
            removedOn: dates[2].isEmpty ? nil : String(dates[2]))
    }

    private func pagination(from text: Substring) throws(UnreadableText) -> Pagination {
        let words = text.split(separator: ",")
        let ends = words.first?.split(separator: ">") ?? []
        guard ends.count == 2 else { throw UnreadableText("'\(text)' does not say how pages are asked for") }
        let inBody = ends[0].hasPrefix("body.")
        var repeats: Bool?
        var empty = false
        var seconds: Int?
        var responder: String?
        var items: String?
        var style = Pagination.Style.token
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1)
            switch (parts.first, parts.count == 2 ? parts[1] : nil) {
            case ("repeat", nil): repeats = true
            case ("alone", nil): repeats = false
            case ("empty", nil): empty = true
            case ("offset", nil): style = .offset
            case ("of", let id?): responder = String(id)
            case ("items", let path?):
                guard path.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }) else {
                    throw UnreadableText("'\(path)' is not a dotted path")
                }
                items = String(path)
            case ("seconds", let number?) where Int(number) != nil: seconds = Int(number)
            default: throw UnreadableText("'\(word)' says nothing about pages")
            }
        }
        return Pagination(
            requestParameter: String(inBody ? ends[0].dropFirst(5) : ends[0]), location: inBody ? .body : .query,
            responseField: String(ends[1]), itemsField: items, responseOperation: responder, style: style,
            repeatsOtherParameters: repeats, emptyPagesPossible: empty, tokenLifetimeSeconds: seconds)
    }
}
