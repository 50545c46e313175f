/// A secret's content after reading: scalars are texts, because a secret of digits is still a text.
enum SecretContent: Sendable, Equatable {
    case text(String)
    case map([String: SecretContent])
    case list([SecretContent])
    case null

    /// The value that is reached by following `path`; a step in a list is its index.
    func at(_ path: [String]) -> SecretContent? {
        var here = self
        for step in path {
            switch here {
            case .map(let entries):
                guard let next = entries[step] else { return nil }
                here = next
            case .list(let items):
                guard let index = Int(step), items.indices.contains(index) else { return nil }
                here = items[index]
            case .text, .null: return nil
            }
        }
        return here
    }

    /// The names of the keys for an error message: sorted, at most twenty, and none that could be a value gone astray.
    var keyList: String {
        guard case .map(let entries) = self else { return "none" }
        let names = entries.keys.sorted().prefix(20).map { SecretKey.isPrintable($0) ? $0 : "(unprintable)" }
        guard !names.isEmpty else { return "none" }
        return names.joined(separator: ", ") + (entries.count > names.count ? ", ..." : "")
    }
}

extension SecretContent: Decodable {
    /// Decodes any JSON value.
    init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: AnyKey.self) {
            var entries: [String: SecretContent] = [:]
            for key in keyed.allKeys { entries[key.stringValue] = try keyed.decode(SecretContent.self, forKey: key) }
            self = .map(entries)
            return
        }
        if var items = try? decoder.unkeyedContainer() {
            var list: [SecretContent] = []
            while !items.isAtEnd { list.append(try items.decode(SecretContent.self)) }
            self = .list(list)
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let flag = try? single.decode(Bool.self) {
            self = .text(String(flag))
        } else if let whole = try? single.decode(Int64.self) {
            self = .text(String(whole))
        } else if let number = try? single.decode(Double.self) {
            self = .text(String(number))
        } else {
            self = .text(try single.decode(String.self))
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) { nil }
    }
}
