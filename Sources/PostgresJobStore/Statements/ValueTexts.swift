/// The values of a statement as C strings, all of them in one buffer.
struct ValueTexts {
    private var bytes: [UInt8] = []
    private var starts: [Int?] = []

    /// Values that are written out.
    init(_ values: [(any Bindable)?]) {
        starts.reserveCapacity(values.count)
        for value in values {
            starts.append(value.map { _ in bytes.count })
            guard let value else { continue }
            value.store(in: &bytes)
            bytes.append(0)
        }
    }

    /// Texts that are as the server reads them.
    init(_ texts: [String?]) {
        starts.reserveCapacity(texts.count)
        for text in texts {
            starts.append(text.map { _ in bytes.count })
            guard let text else { continue }
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
        }
    }

    var count: Int { starts.count }

    /// Lends them.
    func withPointers<Value>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) throws -> Value) rethrows -> Value {
        try bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return try pointers.withUnsafeBufferPointer { try body($0.baseAddress) }
        }
    }
}

extension ValueTexts: ExpressibleByArrayLiteral {
    init(arrayLiteral texts: String?...) { self.init(texts) }
}
