import Foundation
import OperationCatalogue
import SellingPartner

/// The body of a batch, taken apart into its items. Pure.
struct BatchRequest: Sendable {
    let shape: BatchShape
    /// The body as it was given.
    let body: [UInt8]
    private let items: [JSONSlice]
    /// The members of the body in their order; empty where the body itself is the list.
    private let members: [JSONReader.Member]

    /// Takes a body apart. `nil` when it does not list items as the shape says: Amazon is to judge it then.
    init?(_ body: [UInt8], _ shape: BatchShape) {
        // A byte order mark is not sent either.
        let text = body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body
        guard let whole = try? JSONSlice(text) else { return nil }
        var list: JSONSlice? = whole
        var members: [JSONReader.Member] = []
        if let field = shape.itemsField {
            members = (try? JSONReader.members(of: text)) ?? []
            let lists = members.filter { $0.name == field }
            guard lists.count == 1 else { return nil }
            list = try? JSONSlice(lists[0].value)
        }
        guard let items = list?.elements, !items.isEmpty else { return nil }
        self.shape = shape
        self.body = body
        self.items = items
        self.members = members
    }

    /// How many items there are.
    var count: Int { items.count }

    /// The body of a call for some of the items, by their numbers from 0, in this order. Items are written byte for
    /// byte as they were given; what stands beside the list stays.
    func body(of numbers: [Int]) -> [UInt8] {
        if numbers == Array(items.indices) { return body }
        var list = Array("[".utf8)
        for (place, number) in numbers.enumerated() {
            if place > 0 { list.append(UInt8(ascii: ",")) }
            items[number].append(to: &list)
        }
        list.append(UInt8(ascii: "]"))
        guard let field = shape.itemsField else { return list }
        var text = Array("{".utf8)
        for (place, member) in members.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            text += JSONValue.string(member.name).text.utf8
            text.append(UInt8(ascii: ":"))
            text += member.name == field ? list : member.value
        }
        text.append(UInt8(ascii: "}"))
        return text
    }

    /// What an item is called, for people; `nil` when it has no name.
    func name(of number: Int) -> String? {
        shape.marks.first.flatMap { text(of: number, at: $0.item) }
    }

    /// Whether an entry of the answer names an item, and does not differ in any mark that both have.
    func names(_ number: Int, _ entry: JSONSlice) -> Bool {
        var isNamed = false
        for (place, mark) in shape.marks.enumerated() {
            guard let wanted = text(of: number, at: mark.item), let given = entry.value(at: mark.entry)?.string else {
                continue
            }
            guard wanted == given else { return false }
            if place == 0 { isNamed = true }
        }
        return isNamed
    }

    private func text(of number: Int, at place: BatchShape.Place) -> String? {
        switch place {
        case .member(let path):
            return items[number].value(at: path)?.string
        case .uri(let start):
            guard let uri = items[number].value(at: "uri")?.string, let range = uri.range(of: start) else { return nil }
            let text = uri[range.upperBound...].prefix { !"/?&".contains($0) }
            return text.isEmpty ? nil : text.removingPercentEncoding ?? String(text)
        }
    }
}
