/// When a refusal is believed, and when it is taken for trouble at Amazon.
package struct RevocationPolicy: Sendable, Hashable {
    /// How long after a refused exchange the confirming one is made. A minute unless told otherwise.
    package var confirmAfter: Duration
    /// How often the credentials of a seller that is out are tried anew. A day unless told otherwise.
    package var probeEvery: Duration
    /// How many sellers must turn suspect together before it counts as an outage. Three unless told otherwise.
    package var sellers: Int
    /// The share of an application's working sellers that must be exceeded too, from 0 to 1. A fifth unless told otherwise.
    package var share: Double
    /// What "together" means. Ten minutes unless told otherwise.
    package var window: Duration
    /// The first pause of an application in an outage; it doubles. Five minutes unless told otherwise.
    package var pause: Duration
    /// The longest pause of an application in an outage. Half an hour unless told otherwise.
    package var maxPause: Duration

    package init(
        confirmAfter: Duration = .seconds(60), probeEvery: Duration = .seconds(86_400), sellers: Int = 3,
        share: Double = 0.2, window: Duration = .seconds(600), pause: Duration = .seconds(300),
        maxPause: Duration = .seconds(1800)
    ) {
        self.confirmAfter = confirmAfter
        self.probeEvery = probeEvery
        self.sellers = sellers
        self.share = share
        self.window = window
        self.pause = pause
        self.maxPause = maxPause
    }

    /// How long an authorization stays blocked after the instant of its confirmation, should that be late. Ending the block
    /// is the confirmation's work.
    package var grace: Duration { confirmAfter + .seconds(60) }

    /// How long a question that got no answer, such as a confirmation while the network is down, waits to be asked again.
    var askAgain: Duration { .seconds(15) }

    /// The pause of an outage that has outlasted so many.
    func outagePause(after pauses: Int) -> Duration {
        var pause = pause
        for _ in 0..<min(pauses, 20) where pause < maxPause { pause = min(pause * 2, maxPause) }
        return pause
    }
}
