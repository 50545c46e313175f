import Foundation

/// Any JSON value.
enum JSONTree: Decodable {
    case null, bool, number
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if (try? container.decode(Bool.self)) != nil {
            self = .bool
        } else if (try? container.decode(Double.self)) != nil {
            self = .number
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }
}

/// What JSON values are made of: the path of each member with the types that were seen there, for example
/// `jobs[].error.message: string` and `jobs[].error: null|object`.
///
/// A text that is an ISO 8601 time in UTC with milliseconds has the type `time`. A member that some objects lack is also
/// `absent`.
struct JSONShape {
    /// Members whose content is the user's or a kind's own, so that nothing is promised of it.
    private static let opaque: Set<String> = ["params", "options", "checkpoint", "progress"]

    private var types: [String: Set<String>] = [:]
    /// How often each path was seen.
    private var sightings: [String: Int] = [:]
    /// The path of the object that each member belongs to.
    private var owners: [String: String] = [:]
    /// The names of all members, but for those that are data themselves.
    private(set) var names: Set<String> = []

    /// Adds a value to what has been seen.
    mutating func add(_ value: JSONTree) { add(value, at: "", isOpaque: false) }

    private mutating func add(_ value: JSONTree, at path: String, isOpaque: Bool) {
        types[path, default: []].insert(Self.type(of: value))
        sightings[path, default: 0] += 1
        guard !isOpaque else { return }
        switch value {
        case .null, .bool, .number, .text:
            break
        case .list(let items):
            for item in items { add(item, at: path + "[]", isOpaque: false) }
        case .object(let members):
            // Only these make up what members can be absent from.
            sightings[path + "{}", default: 0] += 1
            for (name, member) in members {
                let place = path.isEmpty ? name : "\(path).\(name)"
                names.insert(name)
                owners[place] = path + "{}"
                add(member, at: place, isOpaque: Self.opaque.contains(name))
            }
        }
    }

    private static func type(of value: JSONTree) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .text(let text): text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) == nil ? "string" : "time"
        case .list: "array"
        case .object: "object"
        }
    }

    /// One line a path, sorted.
    var text: String {
        types.filter { !$0.key.isEmpty }.map { path, types in
            let isAlways = owners[path].map { sightings[$0] == sightings[path] } ?? true
            return "\(path): \((isAlways ? types : types.union(["absent"])).sorted().joined(separator: "|"))"
        }.sorted().joined(separator: "\n")
    }
}
