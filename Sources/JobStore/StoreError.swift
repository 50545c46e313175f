/// Why a store could not do what was asked. Nothing was changed.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    package enum Code: String, Sendable {
        /// Another worker has the store.
        case locked
        /// Another program holds a write transaction open for too long.
        case busy
        /// The disk is full.
        case full
        /// The disk, or the connection to it, fails.
        case inputOutput
        /// The file or its folder cannot be written.
        case readOnly
        /// The file cannot be opened or made.
        case cannotOpen
        /// The file is damaged, or is no database.
        case corrupt
        /// The schema is newer than this program, or was altered.
        case schema
        /// The file lies where locks cannot be relied on.
        case networkFileSystem
        /// Something that should not happen.
        case unexpected
    }

    /// The kind of trouble.
    package let code: Code
    /// What happened, and what to do about it.
    package let message: String

    /// Creates an error.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the same request may succeed a little later.
    package var isTransient: Bool {
        switch code {
        case .busy, .full, .inputOutput: true
        case .locked, .readOnly, .cannotOpen, .corrupt, .schema, .networkFileSystem, .unexpected: false
        }
    }

    package var description: String { message }
}
