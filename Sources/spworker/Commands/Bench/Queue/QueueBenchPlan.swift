/// What `bench queue` is told to measure.
struct QueueBenchPlan: Sendable, Hashable {
    /// Jobs in each round.
    var jobs = 50_000
    /// Lanes that they are spread over, each of a seller of its own.
    var lanes = 1000
    /// The most jobs that one claim takes.
    var batch = 256
    /// How many times everything is measured.
    var rounds = 3
    /// Whether each job's permit is charged, as by a call.
    var charges = false

    /// Claimed jobs whose end is not written yet: the next batch is claimed while the ends of the last one are on their way.
    var inFlight: Int { 2 * batch }
}
