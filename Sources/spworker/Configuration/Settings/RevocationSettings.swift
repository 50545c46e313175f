package import SellerJobs

/// When a seller counts as gone, and when Amazon counts as ill.
package struct RevocationSettings: Sendable, Equatable {
    /// When many sellers of one application fail at once, Amazon or our own secret is broken, not the sellers.
    package struct Breaker: Sendable, Equatable {
        /// The sellers that must be suspect at once. Defaults to 3.
        package var sellers = 3
        /// The share of active sellers that must be suspect. Defaults to 0.2.
        package var share = 0.2
        /// The time within which they must have become so. Defaults to 10 min.
        package var window: Duration = .seconds(600)
        /// How long the application pauses at first. Defaults to 5 min.
        package var pause: Duration = .seconds(300)
        /// How long it pauses at most. Defaults to 30 min.
        package var maxPause: Duration = .seconds(1800)
    }

    /// How long after a refused token it is tried once more before the seller counts as revoked. Defaults to 60 s.
    package var confirmAfter: Duration = .seconds(60)
    /// How often a revoked seller is tried again. Defaults to one day.
    package var probeEvery: Duration = .seconds(86_400)
    /// When an application is stopped instead.
    package var breaker = Breaker()

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        confirmAfter = section.duration("confirmAfter") ?? confirmAfter
        probeEvery = section.duration("probeEvery", atLeast: .seconds(60)) ?? probeEvery
        let inner = section.section("breaker")
        breaker.sellers = inner.integer("sellers", in: 1...1_000_000) ?? breaker.sellers
        breaker.share = inner.number("share", upTo: 1) ?? breaker.share
        breaker.window = inner.duration("window", atLeast: .seconds(1)) ?? breaker.window
        breaker.pause = inner.duration("pause", atLeast: .seconds(1)) ?? breaker.pause
        breaker.maxPause = inner.duration("maxPause", atLeast: .seconds(1)) ?? max(breaker.maxPause, breaker.pause)
        if breaker.maxPause < breaker.pause {
            inner.report(
                "maxPause", "it is shorter than pause (\(DurationText.text(breaker.pause)))", "make it at least as long"
            )
        }
    }

    /// The settings in the form in which they are applied.
    package var policy: RevocationPolicy {
        RevocationPolicy(
            confirmAfter: confirmAfter, probeEvery: probeEvery, sellers: breaker.sellers, share: breaker.share,
            window: breaker.window, pause: breaker.pause, maxPause: breaker.maxPause)
    }
}
