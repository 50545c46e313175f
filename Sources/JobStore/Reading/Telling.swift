package import JobModel

extension Timestamp {
    /// The instant as people say it from `now`: `3 m ago`, `in 20 s`, `just now`.
    package func told(_ now: Timestamp) -> String {
        let distance = self - now
        if distance >= .seconds(1) { return "in \(distance.rough)" }
        if distance > .zero { return "in less than a second" }
        return distance > .seconds(-1) ? "just now" : "\((now - self).rough) ago"
    }
}

extension Duration {
    /// The duration in its largest fitting unit, cut: `45 s`, `3 m`, `26 h`, `12 d`.
    package var rough: String {
        let seconds = max(0, components.seconds)
        return switch seconds {
        case ..<90: "\(seconds) s"
        case ..<5400: "\(seconds / 60) m"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}

extension LanePlan {
    /// The plan as people read it: `0.5/s, burst 10`.
    package var told: String { "\(rateText), burst \(burst)" }

    /// The rate with at most four decimals, cut: `0.0167/s`.
    package var rateText: String {
        let scaled = Int64((rate * 10_000).rounded())
        var decimals = String(String(scaled % 10_000 + 10_000).dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        if scaled == 0 { return "\(Int64((rate * 86_400).rounded())) a day" }
        return decimals.isEmpty ? "\(scaled / 10_000)/s" : "\(scaled / 10_000).\(decimals)/s"
    }
}
