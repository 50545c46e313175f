import OperationCatalogue

/// What is known of a batch's items. Pure: a run adds answers and asks what to send next.
struct BatchItems: Sendable {
    /// How many items came to what.
    struct Counts: Sendable, Hashable {
        var items = 0
        var succeeded = 0
        var failed = 0
        /// Still to be sent, for the first time or again.
        var waiting = 0

        /// What people and programs are shown.
        var progress: String {
            var members: [String: JSONValue] = [
                "items": .integer(Int64(items)), "succeeded": .integer(Int64(succeeded)),
                "failed": .integer(Int64(failed)),
            ]
            if waiting > 0 { members["waiting"] = .integer(Int64(waiting)) }
            return JSONValue.object(members).text
        }
    }

    let request: BatchRequest
    /// Whether an item may be sent again of which nobody knows whether it took effect. What was refused for its rate
    /// has had no effect, and may always be sent again.
    let mayRepeat: Bool
    /// The last entry of each item that has one, by the item's number from 0.
    private(set) var entries: [Int: [UInt8]]

    init(_ request: BatchRequest, mayRepeat: Bool, entries: [Int: [UInt8]] = [:]) {
        self.request = request
        self.mayRepeat = mayRepeat
        self.entries = entries.filter { $0.key < request.count }
    }

    /// Takes what an answer says.
    mutating func take(_ answer: BatchAnswer) { entries.merge(answer.entries) { $1 } }

    /// The numbers of the items to send next, in the order of the request.
    var waiting: [Int] {
        (0..<request.count).filter { number in
            switch verdict(of: number) {
            // Before the first answer nothing was sent.
            case nil: entries.isEmpty || mayRepeat
            case .refused(let failure)?: mayRepeat || failure.status == 429
            case .succeeded?, .failed?: false
            }
        }
    }

    /// The counts.
    ///
    /// - Parameter isOver: Whether nothing is sent any more: what waits has failed then.
    func counts(isOver: Bool) -> Counts {
        var counts = Counts(items: request.count)
        counts.succeeded = (0..<request.count).count { verdict(of: $0) == .succeeded }
        counts.waiting = isOver ? 0 : waiting.count
        counts.failed = counts.items - counts.succeeded - counts.waiting
        return counts
    }

    /// The answer as Amazon would have given it to all items at once, in the order of the request. `null` stands for an
    /// item of which no answer told.
    var document: [UInt8] {
        var text: [UInt8] = []
        if let field = request.shape.entriesField { text += "{\(JSONValue.string(field).text):".utf8 }
        text.append(UInt8(ascii: "["))
        for number in 0..<request.count {
            if number > 0 { text.append(UInt8(ascii: ",")) }
            text += entries[number] ?? Array("null".utf8)
        }
        text.append(UInt8(ascii: "]"))
        if request.shape.entriesField != nil { text.append(UInt8(ascii: "}")) }
        return text
    }

    /// What went wrong with some items, for people: a sentence that names the first few.
    func complaint(of numbers: [Int]) -> String {
        let shown = numbers.prefix(Self.mostShown).map { number in
            let name = request.name(of: number).map { " (\($0.prefix(60)))" } ?? ""
            return "item \(number + 1)\(name): \(failure(of: number)?.text ?? "no answer")"
        }
        let rest = numbers.count - shown.count
        let text = shown.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "") + "."
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let mostShown = 3

    /// Why an item has failed or was refused; `nil` when it has not, or has no answer.
    func failure(of number: Int) -> ItemFailure? {
        switch verdict(of: number) {
        case .refused(let failure)?, .failed(let failure)?: failure
        case .succeeded?, nil: nil
        }
    }

    private func verdict(of number: Int) -> ItemVerdict? {
        entries[number].map { ItemVerdict($0, request.shape) }
    }
}
