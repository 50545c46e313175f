import JobModel

extension QueueTransaction {
    /// Writes something that means nothing: whoever gets it written knows that the store takes writes.
    package func prove() throws { try tables.save(setting: "proof", "\(now.microseconds)") }
}
