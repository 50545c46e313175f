/// What becomes of something that stands where an output is to go.
package enum ExistingOutput: String, Sendable, Hashable, CaseIterable {
    /// It is replaced in one instant.
    case replace
    /// It stays, and the output gets a number in its name.
    case version
    /// It stays, and the job fails.
    case fail
}
