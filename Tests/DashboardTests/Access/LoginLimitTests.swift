import Testing

@testable import Dashboard

@Suite("Tries to log in")
struct LoginLimitTests {
    @Test("are five in a row, and one more each half minute")
    func tries() {
        var limit = LoginLimit()
        for _ in 0..<LoginLimit.tries { #expect(limit.attempt(from: "a", at: .seconds(100)) == nil) }
        #expect(limit.attempt(from: "a", at: .seconds(100)) == .seconds(30))
        #expect(limit.attempt(from: "a", at: .seconds(120)) == .seconds(10))
        #expect(limit.attempt(from: "a", at: .seconds(130)) == nil)
        #expect(limit.attempt(from: "a", at: .seconds(130)) == .seconds(30))
    }

    @Test("are counted by address, and a right token gives its own try back, no other")
    func addresses() {
        var limit = LoginLimit()
        for _ in 0..<LoginLimit.tries { _ = limit.attempt(from: "a", at: .zero) }
        #expect(limit.attempt(from: "a", at: .zero) != nil)
        #expect(limit.attempt(from: "b", at: .zero) == nil)
        limit.succeeded(from: "a")
        #expect(limit.attempt(from: "a", at: .zero) == nil)
        #expect(limit.attempt(from: "a", at: .zero) != nil)
    }

    @Test("of programs cost only wrong tokens, each of them once, and are put off together with the right ones")
    func programs() {
        var limit = LoginLimit()
        let right = SecretDigest("right")
        for _ in 0..<100 { #expect(limit.check(right, isRight: true, from: "a", at: .zero) == nil) }
        // Two that were set up wrongly ask again and again.
        for number in 0..<100 {
            let old = SecretDigest(number.isMultiple(of: 2) ? "old" : "older")
            #expect(limit.check(old, isRight: false, from: "a", at: .zero) == nil)
        }
        for number in 3...LoginLimit.tries {
            #expect(limit.check(SecretDigest("guess \(number)"), isRight: false, from: "a", at: .zero) == nil)
        }
        #expect(limit.check(SecretDigest("one more"), isRight: false, from: "a", at: .zero) == .seconds(30))
        #expect(limit.check(right, isRight: true, from: "a", at: .zero) == .seconds(30))
        #expect(limit.attempt(from: "a", at: .zero) != nil)
        #expect(limit.check(right, isRight: true, from: "b", at: .zero) == nil)
        #expect(limit.check(right, isRight: true, from: "a", at: .seconds(30)) == nil)
    }

    @Test("of a flood of addresses take no more memory than so much, and do not free one that is held back")
    func flood() {
        var limit = LoginLimit()
        for _ in 0..<LoginLimit.tries { _ = limit.attempt(from: "a", at: .zero) }
        for number in 0..<(3 * LoginLimit.most) { _ = limit.attempt(from: "\(number)", at: .zero) }
        #expect(limit.attempt(from: "a", at: .zero) != nil)
    }
}
