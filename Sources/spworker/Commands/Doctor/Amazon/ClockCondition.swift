/// What is to be said of this machine's clock, by the dates of Amazon's answers.
enum ClockCondition {
    /// So far apart it is worth a warning.
    static let warning = Duration.seconds(60)
    /// So far apart searches and reports are refused.
    static let fault = Duration.seconds(300)

    /// - Parameter skews: How far Amazon's clock was ahead, by each answer. The one in the middle counts: a cache may
    ///   repeat an old date.
    static func findings(_ skews: [Duration]) -> [DoctorFinding] {
        guard !skews.isEmpty else { return [] }
        let skew = skews.sorted()[skews.count / 2]
        let distance = skew < .zero ? .zero - skew : skew
        let seconds = distance.components.seconds
        let text = "This machine's clock is \(seconds) s \(skew < .zero ? "ahead of" : "behind") Amazon's."
        let cure = "Set the clock, and let NTP keep it: 'timedatectl set-ntp true' on most systems."
        if distance >= fault {
            return [.fault(.clock, "\(text) Searches up to now are refused or miss something.", cure: cure)]
        }
        if distance >= warning { return [.warning(.clock, text, cure: cure)] }
        return [.ok(.clock, "This machine's clock agrees with Amazon's, up to \(max(1, seconds)) s.")]
    }
}
