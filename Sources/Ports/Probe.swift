/// Instants of a run between two writes whose order matters: a process that dies there must leave nothing lost, nothing
/// doubled and nothing half.
package enum ProbePoint: String, CaseIterable, Sendable {
    /// That a call begins which must not be repeated blindly is written down for good; the request is not written yet.
    case doubtBegun
    /// A success has come; nothing of it is kept.
    case answered
    /// A page's lines are on the disk; no checkpoint counts them.
    case pageAppended
    /// A checkpoint counts the page, and another one follows.
    case pageCounted
    /// What Amazon is to work on lies there; no checkpoint tells of it.
    case contentUploaded
    /// What Amazon has been asked for is written down by its id; nobody has looked how far it is.
    case processingBegun
    /// That Amazon has ended is written down, and with what; nothing has been fetched.
    case processingEnded
    /// A document's address has come; nothing of the document has been fetched.
    case documentFound
    /// The whole document is fetched; no checkpoint tells of it.
    case documentFetched
    /// The last checkpoint tells the complete output's checksum; the file does not have its name yet.
    case outputSealed
    /// The output has its name; the job's end is not written.
    case outputNamed
}

/// Is told when a run passes a named instant. Does nothing unless a test wants to be there.
package struct Probe: Sendable {
    private let onPass: @Sendable (ProbePoint) -> Void

    /// Creates a probe.
    ///
    /// - Parameter onPass: Called in the midst of the run, which waits for it.
    package init(onPass: @escaping @Sendable (ProbePoint) -> Void = { _ in }) {
        self.onPass = onPass
    }

    /// Says that the run is there.
    package func pass(_ point: ProbePoint) { onPass(point) }
}
