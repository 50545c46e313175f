import JobModel

/// Where one output goes when it is complete: a name in the output directory, or an object in S3.
protocol OutputDestination: Sendable {
    /// Makes sure that the output can go there, before anything is fetched for it.
    ///
    /// - Throws: `OutputError`, one that says `taken` when something is there that must stay.
    func prepare() async throws

    /// Brings the output there in one instant: nobody ever sees a part of it. What it finds there and knows as this same
    /// output, from a run that died, is as good.
    ///
    /// - Returns: The place, as results tell it.
    /// - Throws: `OutputError`, one that says `taken` when something is there that must stay.
    func publish(_ output: SealedOutput) async throws -> String

    /// The place to which an earlier run has brought the output, as results tell it; `nil` when it is nowhere.
    ///
    /// - Throws: `OutputError` when that cannot be told.
    func find(_ output: SealedOutput) async throws -> String?

    /// The place that the output gets if it gets any, as results tell it; `nil` when that shows only on the way there.
    var certainPlace: String? { get }

    /// What is written down of the output at a place, so that it is known later.
    ///
    /// - Parameter isPlaced: Whether it is there, or only about to be.
    func record(of output: SealedOutput, at place: String, isPlaced: Bool) -> WrittenOutput
}
