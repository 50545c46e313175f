import Synchronization

/// The directory in force. It is replaced as a whole when the configuration is read again.
package final class DirectoryHolder: Sendable {
    private let held: Mutex<(directory: SellerDirectory, generation: Int)>

    /// Holds `directory`.
    package init(_ directory: SellerDirectory) {
        held = Mutex((directory, 0))
    }

    /// The directory in force.
    package var current: SellerDirectory { held.withLock { $0.directory } }

    /// How often it has been replaced.
    package var generation: Int { held.withLock { $0.generation } }

    /// Replaces the directory.
    package func replace(with newDirectory: SellerDirectory) {
        held.withLock { $0 = (newDirectory, $0.generation + 1) }
    }
}
