/// What a `Range` header asks for.
enum ByteRange: Equatable {
    /// Everything: there is no such header, or it is of another form than is served.
    case whole
    case part(Range<Int>)
    /// It begins behind the end.
    case none

    /// - Parameters:
    ///   - header: `bytes=N-`, `bytes=N-M` or `bytes=-N`.
    ///   - count: How many bytes there are.
    init(_ header: String?, of count: Int) {
        self = .whole
        guard let header, header.hasPrefix("bytes=") else { return }
        let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return }
        if ends[0].isEmpty {
            guard let length = Int(ends[1]), length > 0 else { return }
            self = count == 0 ? .none : .part(max(0, count - length)..<count)
            return
        }
        guard let first = Int(ends[0]), first >= 0 else { return }
        guard first < count else {
            self = .none
            return
        }
        if ends[1].isEmpty {
            self = .part(first..<count)
        } else if let last = Int(ends[1]), last >= first {
            self = .part(first..<min(last, count - 1) + 1)
        }
    }
}
