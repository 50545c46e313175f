/// A value that can stand for a `$1` of a statement.
protocol Bindable {
    /// The value as the server reads it.
    var stored: String { get }

    /// Appends the value as the server reads it.
    func store(in bytes: inout [UInt8])
}

extension Bindable {
    func store(in bytes: inout [UInt8]) { bytes.append(contentsOf: stored.utf8) }
}

extension Int: Bindable { var stored: String { String(self) } }
extension Int64: Bindable { var stored: String { String(self) } }
extension Bool: Bindable { var stored: String { self ? "t" : "f" } }
/// The shortest text that gives the same number again.
extension Double: Bindable { var stored: String { description } }
extension String: Bindable { var stored: String { StoredText.storing(self) } }

extension Array: Bindable where Element == UInt8 {
    var stored: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = Array("\\x".utf8)
        text.reserveCapacity(count * 2 + 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
