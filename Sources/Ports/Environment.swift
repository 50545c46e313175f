/// The process environment, as a value that a test can replace.
public protocol Environment: Sendable {
    /// The value of the variable `name`, or `nil` when it is not set. An empty value is returned as such.
    func value(_ name: String) -> String?

    /// Every variable's name, in no particular order.
    var names: [String] { get }
}

extension Dictionary: Environment where Key == String, Value == String {
    public func value(_ name: String) -> String? { self[name] }

    public var names: [String] { Array(keys) }
}
