import OperationCatalogue

/// A call that asks for many things at once: it succeeds, and each item is answered by itself.
struct Batch {
    private let context: CheckedCall
    private let form: BatchForm
    private let items: [JSONValue]

    /// Reads the items of a call; `nil` when it is no batch, or lists none.
    init?(_ context: CheckedCall) {
        guard let form = BatchForm(rawValue: context.rules.shortName), let items = form.items(in: context.body) else {
            return nil
        }
        self.context = context
        self.form = form
        self.items = items
    }

    /// The ASINs or SKUs of the items, by which faults hit them; empty for an item without one.
    var names: [String] { items.map { form.name(of: $0) ?? "" } }

    /// Why the batch is refused as a whole, or `nil` when it is not.
    var refusal: Reply? {
        if items.count > form.most {
            return .invalidInput("the batch has \(items.count) items, and \(form.most) are allowed")
        }
        if form.refusesRepetitions, Set(items).count < items.count {
            return .error(400, "InvalidInput", message: "Two requests of the batch are the same.")
        }
        return nil
    }

    /// The reply.
    ///
    /// - Parameter faults: The faults that hit the items, in their order.
    func reply(faults: [Fault?]) -> Reply {
        let entries = zip(items, faults).map { item, fault in
            let failure = form.name(of: item) == nil ? .nameless : fault.flatMap { BatchEntry.Failure($0.kind) }
            return BatchEntry(form: form, item: item, failure: failure).value
        }
        let answer: JSONValue = form == .fees ? .array(entries) : ["responses": .array(entries)]
        return Reply(status: context.rules.operation.successStatus, body: Array(answer.text.utf8))
    }
}
