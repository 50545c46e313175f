import Secrets

extension SettingSection {
    /// The value at `key` as `parse` understands it.
    ///
    /// - Parameters:
    ///   - due: What is right, for example `a duration such as 30s`.
    ///   - parse: Gives `nil` for text that it does not understand.
    func value<Value>(_ key: String, due: String, _ parse: (String) -> Value?) -> Value? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, _) = node.value, let value = parse(text) else {
            if let template = node.unquotedTemplate {
                reader.report(unquoted: template, at: node.origin, path: path(of: key))
            } else {
                report(key, "\(node.summary) does not fit here", "write \(due)")
            }
            return nil
        }
        reader.record(path(of: key), node.origin)
        return value
    }

    /// The text at `key`. An empty or multi-line one does not fit.
    func text(_ key: String, due: String = "a text") -> String? {
        value(key, due: due) { text in
            text.isEmpty || text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? nil : text
        }
    }

    /// The whole number at `key`.
    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key, due: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// The number at `key`, above zero and at most `limit`.
    func number(_ key: String, upTo limit: Double) -> Double? {
        value(key, due: "a number above 0, at most \(limit)") { text in
            Double(text).flatMap { $0 > 0 && $0 <= limit ? $0 : nil }
        }
    }

    /// The truth value at `key`.
    func flag(_ key: String) -> Bool? {
        value(key, due: "true or false") { ["true": true, "false": false][$0.lowercased()] }
    }

    /// The duration at `key`, no shorter than `least`.
    func duration(_ key: String, atLeast least: Duration = .zero) -> Duration? {
        let limit = least == .zero ? "" : ", at least \(DurationText.text(least))"
        return value(key, due: "a duration such as 500ms, 30s, 5m, 6h or 1d\(limit)") { text in
            DurationText.parse(text).flatMap { $0 >= least ? $0 : nil }
        }
    }

    /// The size at `key` in bytes.
    func size(_ key: String) -> Int64? {
        value(key, due: "a size such as 10MB or 2GiB", SizeText.parse)
    }

    /// The path at `key` as an absolute path.
    func filePath(_ key: String) -> String? {
        text(key, due: "a path").map { reader.absolute($0, at: origin(of: key)) }
    }

    /// The secret reference at `key`.
    func reference(_ key: String) -> SecretReference? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, _) = node.value else {
            report(
                key, "a secret reference is due here, not \(node.summary)", "write env:NAME or file:PATH#key in quotes")
            return nil
        }
        reader.record(path(of: key), node.origin)
        return reader.reference(text, at: node.origin, path: path(of: key))
    }

    /// The texts in the list at `key`, each with its place.
    func texts(_ key: String, due: String) -> [(text: String, origin: SettingOrigin)] {
        let items = items(key, due)
        if let node = node(key), !items.isEmpty { reader.record(path(of: key), node.origin) }
        return items.enumerated().compactMap { index, item in
            if case .scalar(let text, _) = item.value, !item.isNull { return (text, item.origin) }
            reader.report(
                item.origin, "\(path(of: key))[\(index)]", "a text is due here, not \(item.summary)", "write \(due)")
            return nil
        }
    }

    /// The URL of a service at `key`: https, or http on this machine; no password in it.
    func serviceURL(_ key: String) -> String? {
        guard let text = text(key, due: "a URL such as https://host") else { return nil }
        switch ServiceURL.check(text) {
        case .success(let url): return url
        case .failure(let flaw):
            report(key, flaw.message, flaw.cure)
            return nil
        }
    }
}
