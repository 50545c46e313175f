import OperationCatalogue

/// The names of a table's columns, as the keys of JSON objects.
struct TableHeader {
    /// How many columns have a name in the table.
    let width: Int
    /// The keys of all columns, one behind the other: `{"name":` for the first and `,"name":` for the others.
    private(set) var bytes: [UInt8] = []
    /// Where each key ends in `bytes`.
    private(set) var ends: [Int] = []
    private var taken: Set<String>

    /// Makes keys of names. A column without a name is called by its number; a name that is there already gets a number.
    init(_ names: [String]) {
        width = names.count
        // A number must not make a name that of another column, either.
        taken = Set(names)
        var seen: Set<String> = []
        for name in names {
            append(!name.isEmpty && seen.insert(name).inserted ? name : unique(name))
        }
    }

    /// Sees to it that so many columns have keys.
    mutating func widen(to count: Int) {
        while ends.count < count { append(unique("")) }
    }

    private mutating func unique(_ name: String) -> String {
        let base = name.isEmpty ? "column" : name
        var number = name.isEmpty ? ends.count + 1 : 2
        while !taken.insert("\(base)_\(number)").inserted { number += 1 }
        return "\(base)_\(number)"
    }

    private mutating func append(_ name: String) {
        bytes.append(UInt8(ascii: ends.isEmpty ? "{" : ","))
        bytes += JSONValue.string(name).text.utf8
        bytes.append(UInt8(ascii: ":"))
        ends.append(bytes.count)
    }
}
