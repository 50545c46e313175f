#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Converts text to UTF-8 with the system's `iconv`, piece by piece.
final class CharsetConverter {
    /// How many malformed places were replaced.
    private(set) var replacements = 0

    /// Shorter stretches of ASCII are not worth leaving `iconv` for.
    private static let shortestRun = 16
    /// How much `iconv` gets at a time where stretches of ASCII may follow. Longer than any character.
    private static let window = 64
    private static let scratchSize = 1 << 16

    private let charset: Charset
    private let replaces: Bool
    private let conversion: iconv_t
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: scratchSize, alignment: 16)
    /// The beginning of a character whose rest has not come.
    private var begun: [UInt8] = []
    /// Bytes of the document before `begun`.
    private var offset: Int

    /// - Parameters:
    ///   - charset: The text's charset.
    ///   - replaces: Whether malformed places are replaced.
    ///   - offset: How many bytes of the document come before the text.
    init?(_ charset: Charset, replaces: Bool, offset: Int) {
        guard let conversion = iconv_open("UTF-8", charset.name), conversion != iconv_t(bitPattern: -1) else {
            scratch.deallocate()
            return nil
        }
        self.charset = charset
        self.replaces = replaces
        self.conversion = conversion
        self.offset = offset
    }

    deinit {
        iconv_close(conversion)
        scratch.deallocate()
    }

    /// Takes a piece. Returns what can be passed on.
    ///
    /// - Throws: The offset of the first byte that is no text.
    func take(_ piece: [UInt8], isLast: Bool) throws(MalformedByte) -> [UInt8] {
        let input = begun.isEmpty ? piece : begun + piece
        begun = []
        var output: [UInt8] = []
        output.reserveCapacity(input.count + input.count / 4 + 16)
        let malformed = input.withUnsafeBytes { convert($0, into: &output, isLast: isLast) }
        if let malformed { throw MalformedByte(offset: offset + malformed) }
        offset += input.count - begun.count
        if isLast { flush(into: &output) }
        return output
    }

    /// Returns the index of the byte that is no text, if there is one.
    private func convert(_ input: UnsafeRawBufferPointer, into output: inout [UInt8], isLast: Bool) -> Int? {
        var index = 0
        while index < input.count {
            if charset.keepsASCII {
                let end = UTF8Check.endOfASCII(input, from: index)
                if end - index >= Self.shortestRun {
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[index..<end]))
                    index = end
                    continue
                }
            }
            let limit = charset.keepsASCII ? min(input.count, index + Self.window) : input.count
            let start = index
            let end = step(input, from: &index, to: limit, into: &output)
            switch end {
            case .taken: continue
            case .incomplete where limit < input.count && index > start: continue
            case .incomplete where limit == input.count && !isLast:
                begun = Array(input[index...])
                return nil
            case .incomplete, .malformed:
                guard replaces else { return index }
                output += MalformedByte.replacement
                replacements += 1
                // What is missing at the very end counts once, however many bytes have come.
                index = end == .incomplete ? limit : min(input.count, index + charset.unit)
            }
        }
        return nil
    }

    private enum StepEnd { case taken, incomplete, malformed }

    /// Converts what lies between two indices.
    private func step(
        _ input: UnsafeRawBufferPointer, from index: inout Int, to limit: Int, into output: inout [UInt8]
    ) -> StepEnd {
        while true {
            // iconv's signature lacks a const; it does not write to its input.
            var source = input.baseAddress.map {
                UnsafeMutableRawPointer(mutating: $0 + index).assumingMemoryBound(to: CChar.self)
            }
            var sourceLeft = limit - index
            var target = scratch.baseAddress?.assumingMemoryBound(to: CChar.self)
            var targetLeft = scratch.count
            let result = iconv(conversion, &source, &sourceLeft, &target, &targetLeft)
            let reason = errno
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch[..<(scratch.count - targetLeft)]))
            index = limit - sourceLeft
            guard result == -1 else { return .taken }
            switch reason {
            case E2BIG: continue
            case EINVAL: return .incomplete
            default: return .malformed
            }
        }
    }

    /// Gets out what a charset with states keeps back.
    private func flush(into output: inout [UInt8]) {
        var target = scratch.baseAddress?.assumingMemoryBound(to: CChar.self)
        var targetLeft = scratch.count
        _ = iconv(conversion, nil, nil, &target, &targetLeft)
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch[..<(scratch.count - targetLeft)]))
    }
}
