/// Writes compact JSON straight into bytes, in the order in which members are given.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A text that is one object.
    static func object(_ fill: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.bytes.reserveCapacity(256)
        writer.object(fill)
        return writer.bytes
    }

    /// `text` as a JSON text, in quotes.
    static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.quote(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    mutating func object(_ fill: (inout JSONWriter) -> Void) {
        nested("{", "}", fill)
    }

    mutating func array<Element>(_ elements: some Sequence<Element>, _ each: (inout JSONWriter, Element) -> Void) {
        nested("[", "]") { writer in
            for element in elements { each(&writer, element) }
        }
    }

    mutating func text(_ value: String) {
        separate()
        quote(value)
        needsComma = true
    }

    mutating func member(_ key: String, _ value: String?) {
        guard let value else { return }
        name(key)
        text(value)
    }

    mutating func null(_ key: String) {
        name(key)
        raw("null")
    }

    mutating func member(_ key: String, _ value: Int) {
        name(key)
        raw(String(value))
    }

    mutating func member(_ key: String, _ value: Bool) {
        name(key)
        raw(value ? "true" : "false")
    }

    /// Seconds with three decimals at most.
    mutating func member(_ key: String, _ value: Duration) {
        name(key)
        raw(String((value.inSeconds * 1000).rounded() / 1000))
    }

    mutating func member(_ key: String, object fill: (inout JSONWriter) -> Void) {
        name(key)
        object(fill)
    }

    mutating func member<Element>(
        _ key: String, array elements: some Sequence<Element>, _ each: (inout JSONWriter, Element) -> Void
    ) {
        name(key)
        array(elements, each)
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes += text.utf8
        needsComma = true
    }

    private mutating func name(_ key: String) {
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func nested(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ fill: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        fill(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes.append(Self.hexadecimal[Int(byte >> 4)])
                bytes.append(Self.hexadecimal[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
}
