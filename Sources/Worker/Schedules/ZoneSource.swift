package import JobModel

/// Knows time zones by their names.
package protocol ZoneSource: Sendable {
    /// The zone with a name of the IANA's list, such as `Europe/Berlin`. May block while a file is read.
    ///
    /// - Throws: `ZoneLookupError` that says what to do. No other zone is ever given in place of one that is missing.
    func zone(named name: String) throws(ZoneLookupError) -> Zone
}

/// Why a time zone cannot be had.
package struct ZoneLookupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For example `there is no time zone 'Europe/Berlim'`.
    package let message: String
    /// For example `did you mean Europe/Berlin?`.
    package let cure: String

    package init(_ message: String, cure: String) {
        self.message = message
        self.cure = cure
    }

    package var description: String { "\(message); \(cure)" }
}
