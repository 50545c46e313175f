/// One change of a listing's attribute.
public struct ListingPatch: Encodable, Sendable, Hashable {
    private let op: String
    private let path: String
    private let value: OpenValue?

    private init(_ op: String, _ path: String, _ value: OpenValue?) {
        self.op = op
        self.path = path
        self.value = value
    }

    /// Puts a value in place of what is there.
    ///
    /// - Parameters:
    ///   - path: For example `/attributes/item_name`.
    ///   - value: What the product type asks for, commonly a list of objects.
    /// - Throws: `EncodingError` when the value cannot be written as JSON.
    public static func replace(_ path: String, with value: some Encodable) throws -> ListingPatch {
        ListingPatch("replace", path, try OpenValue(value))
    }

    /// Adds a value. Parameters and errors as in ``replace(_:with:)``.
    public static func add(_ value: some Encodable, at path: String) throws -> ListingPatch {
        ListingPatch("add", path, try OpenValue(value))
    }

    /// Takes away what is there.
    ///
    /// - Parameters:
    ///   - path: For example `/attributes/purchasable_offer`.
    ///   - value: Which of several values; all when it is left out.
    public static func delete(_ path: String, value: OpenValue? = nil) -> ListingPatch {
        ListingPatch("delete", path, value)
    }
}
