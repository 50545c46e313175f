import OperationCatalogue
import SellingPartner

/// The answer to a batch, taken apart: an entry for each item. Pure.
struct BatchAnswer: Sendable {
    /// The entries by the numbers of their items, each as Amazon wrote it but for white space. Items of which the
    /// answer says nothing are missing.
    let entries: [Int: [UInt8]]

    /// Takes an answer apart.
    ///
    /// Amazon answers in the order of the request, as far as anybody knows; an entry that names another item than that
    /// of its place belongs to the one that it names.
    ///
    /// - Parameters:
    ///   - body: The answer.
    ///   - numbers: The items that were sent, in their order.
    /// - Returns: `nil` when it cannot be told what became of the items.
    init?(_ body: [UInt8], to numbers: [Int], of request: BatchRequest) {
        guard let answer = try? JSONSlice(body) else { return nil }
        let list = request.shape.entriesField.map { answer.value(at: $0) } ?? answer
        guard let found = list?.elements, !found.isEmpty, found.count <= numbers.count else { return nil }
        // With an entry missing, places mean nothing.
        let isComplete = found.count == numbers.count
        var places: [Int?] = Array(repeating: nil, count: found.count)
        var free = Set(numbers)
        func give(_ number: Int, to place: Int) {
            places[place] = number
            free.remove(number)
        }
        if isComplete {
            for (place, number) in numbers.enumerated() where request.names(number, found[place]) {
                give(number, to: place)
            }
        }
        for place in places.indices where places[place] == nil {
            if let number = numbers.first(where: { free.contains($0) && request.names($0, found[place]) }) {
                give(number, to: place)
            }
        }
        if isComplete {
            for (place, number) in numbers.enumerated() where places[place] == nil && free.contains(number) {
                give(number, to: place)
            }
            let rest = numbers.filter(free.contains)
            for (place, number) in zip(places.indices.filter { places[$0] == nil }, rest) { give(number, to: place) }
        }
        var entries: [Int: [UInt8]] = [:]
        for (place, number) in places.enumerated() {
            guard let number else { return nil }
            var entry: [UInt8] = []
            found[place].append(to: &entry)
            entries[number] = entry
        }
        self.entries = entries
    }
}
