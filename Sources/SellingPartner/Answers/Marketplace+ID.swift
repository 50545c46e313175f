import OperationCatalogue

extension Marketplace {
    /// The id of the marketplace that an id or country code means; what means none is left as it is.
    static func id(_ text: String) -> String { named(text)?.id ?? text }
}
