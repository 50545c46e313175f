import Ports
import Synchronization

/// Random numbers that repeat for a given seed (SplitMix64), so that a failing property test can be run again.
package final class SeededRandom: RandomSource {
    /// The seed, to print beside a failure.
    package let seed: UInt64
    private let state: Mutex<UInt64>

    /// Creates a source that always yields the same numbers for the same seed.
    package init(seed: UInt64) {
        self.seed = seed
        state = Mutex(seed)
    }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// A number drawn evenly from `0 ..< bound`.
    package func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// True with the given probability.
    package func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// One of `choices`, which must not be empty.
    package func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[below(choices.count)]
    }
}
