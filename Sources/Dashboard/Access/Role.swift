/// What somebody may do here.
package enum Role: String, Sendable, Hashable, CaseIterable {
    /// Sees everything that is shown, and changes nothing.
    case reader
    /// Sees and acts.
    case `operator`

    /// Whether it may do what `other` may.
    package func covers(_ other: Role) -> Bool { self == .operator || self == other }
}
