import HTTPTypes
import JobModel
import OperationCatalogue
import Overview

/// A body, a JSON object, that is read member by member. What is wrong is gathered, and what nobody has asked for is
/// unknown.
struct APIBody {
    /// The longest text that names something.
    static let longestText = 1000

    private let members: [String: JSONReader.Member]
    private var asked: [String] = []
    private var faults: [Refusal.Fault] = []

    /// An empty object.
    init() { members = [:] }

    /// Reads an object.
    ///
    /// - Throws: `Refusal` with status 400 when it is no JSON, or a name stands there twice; 422 when it is another
    /// value.
    init(_ bytes: [UInt8]) throws(Refusal) {
        let found: [JSONReader.Member]?
        do throws(JSONSyntax.Fault) {
            found = try JSONReader.members(of: bytes)
        } catch {
            throw Refusal(.badRequest, "Not JSON", "The body cannot be read: \(error).")
        }
        guard let found else {
            throw Refusal(.unprocessableContent, "No object", "The body must be a JSON object, {...}.")
        }
        var members: [String: JSONReader.Member] = [:]
        for member in found {
            guard members.updateValue(member, forKey: member.name) == nil else {
                throw Refusal(
                    .badRequest, "A name stands there twice",
                    faults: [Refusal.Fault(field: String(member.name.prefix(60)), problem: "stands there twice")])
            }
        }
        self.members = members
    }

    /// The whole object with sorted names: the same for bodies that mean the same.
    var canonical: String {
        JSONValue.object(members.compactMapValues { try? JSONReader.value(of: $0.value) }).text
    }

    /// Whether the member is there and not `null`.
    func has(_ name: String) -> Bool { members[name].map { $0.value != Array("null".utf8) } ?? false }

    // MARK: Members. One that is `null` is taken for absent.

    /// A text that names something.
    mutating func text(_ name: String, most: Int = longestText) -> String? {
        guard let member = ask(name) else { return nil }
        guard let text = value(member)?.string else { return refuse(name, "must be a text") }
        if text.unicodeScalars.count > most { return refuse(name, "must have at most \(most) characters") }
        if text.hasControlCharacters { return refuse(name, "must not hold control characters") }
        return text.isEmpty ? nil : text
    }

    /// One of the words.
    mutating func choice(_ name: String, _ words: [String]) -> String? {
        guard let member = ask(name) else { return nil }
        guard let word = value(member)?.string, words.contains(word) else {
            return refuse(name, "must be one of \(words.joined(separator: ", "))")
        }
        return word
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let member = ask(name) else { return nil }
        guard case .bool(let flag)? = value(member) else { return refuse(name, "must be true or false") }
        return flag
    }

    mutating func integer(_ name: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard let member = ask(name) else { return nil }
        guard case .integer(let number)? = value(member), range.contains(number) else {
            return refuse(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Numbers, each once.
    mutating func integers(_ name: String, atMost most: Int) -> [Int64]? {
        guard let member = ask(name) else { return nil }
        guard case .array(let items)? = value(member), (1...most).contains(items.count) else {
            return refuse(name, "must be a list of 1 to \(most) whole numbers")
        }
        var seen: Set<Int64> = []
        for item in items {
            guard case .integer(let number) = item, number > 0 else {
                return refuse(name, "must hold whole numbers from 1 only")
            }
            guard seen.insert(number).inserted else { return refuse(name, "must name \(number) only once") }
        }
        return items.compactMap { if case .integer(let number) = $0 { number } else { nil } }
    }

    /// An object as it is written.
    mutating func object(_ name: String) -> String? {
        guard let member = ask(name) else { return nil }
        guard case .object? = value(member) else { return refuse(name, "must be an object, {...}") }
        return String(decoding: member.value, as: UTF8.self)
    }

    /// The content of a text, or any other value as it is written.
    mutating func textOrJSON(_ name: String) -> String? {
        guard let member = ask(name), let value = value(member) else { return nil }
        return value.string ?? String(decoding: member.value, as: UTF8.self)
    }

    /// A time: ISO 8601 with its zone, or Unix seconds.
    mutating func time(_ name: String) -> Timestamp? {
        guard let member = ask(name) else { return nil }
        switch value(member) {
        case .integer(let seconds)? where (0..<100_000_000_000).contains(seconds):
            return Timestamp(microseconds: seconds * 1_000_000)
        case .string(let text)? where text.utf8.count <= 60:
            if let instant = Timestamp(iso8601: text) { return instant }
        default: break
        }
        return refuse(name, "must be a time with its zone, such as 2026-02-01T12:00:00Z, or Unix seconds")
    }

    // MARK: Faults

    /// So many unknown members are told one by one: looking for what was meant takes its time.
    private static let mostFaults = 20

    /// Takes note of something else that is wrong.
    mutating func refuse<Value>(_ name: String, _ problem: String) -> Value? {
        faults.append(Refusal.Fault(field: name, problem: problem))
        return nil
    }

    /// Makes sure that all was right, and that nothing else stands there.
    ///
    /// - Throws: `Refusal` with status 422 that names everything that is wrong.
    mutating func finish() throws(Refusal) {
        let unknown = Set(members.keys).subtracting(asked).sorted()
        for name in unknown.prefix(Self.mostFaults) {
            let near = NearestNames(to: name).nearest(among: Set(asked)).first
            let hint = near.map { "; did you mean '\($0)'?" } ?? "; there are \(asked.joined(separator: ", "))"
            faults.append(
                Refusal.Fault(
                    field: String(name.prefix(60)), problem: asked.isEmpty ? "is not known here" : "is not known" + hint
                ))
        }
        if unknown.count > Self.mostFaults {
            let rest = counted(unknown.count - Self.mostFaults, "other member")
            faults.append(Refusal.Fault(field: "and \(rest)", problem: "are not known here"))
        }
        guard faults.isEmpty else { throw Refusal(.unprocessableContent, "The body is wrong", faults: faults) }
    }

    private mutating func ask(_ name: String) -> JSONReader.Member? {
        asked.append(name)
        return has(name) ? members[name] : nil
    }

    /// `nil` for what the reader cannot hold, such as half a character.
    private func value(_ member: JSONReader.Member) -> JSONValue? { try? JSONReader.value(of: member.value) }
}
