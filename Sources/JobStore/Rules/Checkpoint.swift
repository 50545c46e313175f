package import JobModel

/// What a run writes down half-way.
package struct Checkpoint: Sendable, Hashable {
    /// The kind's own text; small.
    package var text: String?
    /// The lane of the next call, when it changes.
    package var lane: LaneKey?
    /// That lane's plan.
    package var plan: LanePlan?
    /// How far the job has come, as a JSON object for people and programs; `nil` leaves what is there.
    package var progress: String?
    /// Whether a step of the job's work is done: failures before it no longer count against the retry budget.
    package var isStep: Bool
    /// Whether losing this in a power cut could repeat a call that must not be repeated.
    package var isDurable: Bool
    /// Whether nothing has been found out: what was in doubt stays so, and a suspect stays one.
    package var keepsDoubt: Bool
    /// The last call that the run has made; `nil` leaves what is there.
    package var lastCall: LastCall?
    /// What the run has written, or is about to bring to its place, and nothing has told yet.
    package var outputs: [WrittenOutput]

    package init(
        text: String?, lane: LaneKey? = nil, plan: LanePlan? = nil, progress: String? = nil, isStep: Bool = true,
        isDurable: Bool, keepsDoubt: Bool = false, lastCall: LastCall? = nil,
        outputs: [WrittenOutput] = []
    ) {
        self.text = text
        self.lane = lane
        self.plan = plan
        self.progress = progress
        self.isStep = isStep
        self.isDurable = isDurable
        self.keepsDoubt = keepsDoubt
        self.lastCall = lastCall
        self.outputs = outputs
    }
}
