extension KeyedDecodingContainer {
    /// An instant in microseconds since 1970; `nil` when there is none that can be understood. Services write it as a number,
    /// and the agent as text.
    func instant(forKey key: Key) -> Int64? {
        if let seconds = try? decodeIfPresent(Double.self, forKey: key) { return AWSTime.epoch(seconds: seconds) }
        return (try? decodeIfPresent(String.self, forKey: key)).flatMap(AWSTime.iso8601)
    }
}
