import JobModel
import Testing

@Suite("Pauses after failed attempts")
struct RetryPolicyTests {
    @Test("double with every failure until they reach the longest pause")
    func doubling() {
        let policy = RetryPolicy(backoff: .seconds(2), maxBackoff: .seconds(900))
        let bounds = (1...12).map { policy.bound(afterFailures: $0).components.seconds }
        #expect(bounds == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    }

    @Test("are drawn between nothing and the bound", arguments: [0.0, 0.25, 0.5, 0.999_999])
    func jitter(unit: Double) {
        let policy = RetryPolicy(backoff: .seconds(8), maxBackoff: .seconds(900))
        let pause = policy.pause(afterFailures: 1, unit: unit)
        #expect(pause >= .zero && pause < .seconds(8))
        #expect(abs(pause.seconds - 8 * unit) < 0.00001)
    }

    @Test("keep to their bounds for odd numbers")
    func odd() {
        let policy = RetryPolicy()
        #expect(policy.bound(afterFailures: 0) == .seconds(2))
        #expect(policy.bound(afterFailures: -5) == .seconds(2))
        #expect(policy.bound(afterFailures: .max) == .seconds(900))
        #expect(RetryPolicy(backoff: .zero).bound(afterFailures: .max) == .zero)
        #expect(RetryPolicy(backoff: .seconds(60), maxBackoff: .seconds(5)).bound(afterFailures: 1) == .seconds(5))
        let huge = RetryPolicy(backoff: .seconds(Int64.max / 4), maxBackoff: .seconds(Int64.max))
        #expect(huge.bound(afterFailures: 100) == .seconds(Int64.max))
        #expect(huge.pause(afterFailures: 100, unit: 0.999_999_999_999) > .zero)
    }
}
