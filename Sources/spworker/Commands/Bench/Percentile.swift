/// Where a part of several figures lies.
enum Percentile {
    /// The least figure that at least so large a part of them does not exceed; 0 of none at all.
    ///
    /// - Parameter part: From 0 to 1: 0.99 is what one in a hundred may exceed.
    static func of(_ values: [Double], _ part: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((part * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank - 1, 0), sorted.count - 1)]
    }
}
