package import OperationCatalogue

extension Operation {
    /// What a worker does about a call whose answer never arrived, a phrase; `nil` for calls that are made again.
    package var afterDoubt: String? {
        switch repetition {
        case .safe: nil
        case .unsafe: "its job waits for a person"
        case .checkFirst:
            switch Lookups.entry(for: self) {
            case let entry?:
                entry.reader.map { "it is looked up with \($0)" } ?? "it is made again when that does no harm"
            case nil: "its job waits for a person: nothing tells whether it took effect"
            }
        }
    }
}
