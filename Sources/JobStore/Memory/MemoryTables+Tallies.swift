// What was counted by the minute.
extension MemoryTables {
    func add(_ counts: TallyCounts, toMinute minute: Int64) {
        for (name, count) in counts.changes { tallyRows[minute, default: TallyCounts()].add(count, to: name) }
    }

    func tallies(in span: TallySpan) -> [TallyCounts] {
        let rows = tallyRows.filter { $0.key >= span.firstMinute && $0.key < span.endMinute }
        return span.counts(
            rows.flatMap { minute, counts in
                counts.changes.map {
                    (Int((minute - span.firstMinute) / span.minutesPerStep), $0.name.rawValue, $0.count)
                }
            })
    }

    func deleteTallies(before minute: Int64, after last: Int64, limit: Int) -> Int {
        let gone = tallyRows.keys.filter { $0 < minute || $0 > last }.sorted().prefix(limit)
        for minute in gone { tallyRows[minute] = nil }
        return gone.count
    }
}
