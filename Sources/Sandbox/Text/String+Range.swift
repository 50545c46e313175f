extension String {
    /// Where `needle` first occurs.
    func range(of needle: String) -> Range<String.Index>? {
        let needle = needle.utf8
        var start = utf8.startIndex
        while start < utf8.endIndex {
            if utf8[start...].starts(with: needle) { return start..<utf8.index(start, offsetBy: needle.count) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
