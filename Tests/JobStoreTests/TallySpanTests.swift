import JobModel
import JobStore
import Testing

@Suite("A span of counted minutes")
struct TallySpanTests {
    private func instant(_ minutes: Double) -> Timestamp { Timestamp(microseconds: Int64(minutes * 60_000_000)) }

    @Test("begins with the step that holds its start and ends with the one that holds its last instant")
    func bounds() {
        let span = TallySpan(from: instant(12.5), to: instant(30), step: .seconds(600))
        #expect((span.firstMinute, span.minutesPerStep, span.steps, span.endMinute) == (10, 10, 2, 30))
        #expect(span.start(of: 1) == instant(20))
        #expect(TallySpan(from: instant(12.5), to: instant(30.1), step: .seconds(600)).steps == 3)
    }

    @Test("is empty when it ends before it begins, and never has more steps than minutes are kept")
    func extremes() {
        #expect(TallySpan(from: instant(2), to: instant(2), step: .seconds(60)).steps == 0)
        let whole = TallySpan(
            from: Timestamp(microseconds: .min), to: Timestamp(microseconds: .max), step: .seconds(60))
        #expect(whole.steps == 8 * 24 * 60)
        #expect(whole.start(of: whole.steps) > instant(0))
        #expect(TallySpan(from: instant(0), to: instant(1), step: .seconds(-5)).minutesPerStep == 1)
        #expect(TallySpan(from: instant(0), to: instant(1), step: .seconds(Int64.max)).minutesPerStep == 11_520)
    }

    @Test("counts minutes before 1970 backwards")
    func early() {
        #expect(TallySpan.minute(of: Timestamp(microseconds: -1)) == -1)
        #expect(TallySpan.minute(of: Timestamp(microseconds: -60_000_000)) == -1)
        #expect(TallySpan.minute(of: Timestamp(microseconds: -60_000_001)) == -2)
    }

    @Test("passes over names that a newer program has counted")
    func newNames() {
        let span = TallySpan(from: instant(0), to: instant(2), step: .seconds(60))
        let counts = span.counts([(0, 0, 5), (0, 99, 7), (1, TallyName.exchanges.rawValue, 2), (9, 0, 1)])
        #expect(counts.map { $0[.enqueued] } == [5, 0])
        #expect(counts.map { $0[.exchanges] } == [0, 2])
    }
}
