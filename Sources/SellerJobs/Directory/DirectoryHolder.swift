import Synchronization

/// The directory in force. It is replaced as a whole when the configuration is read again.
package final class DirectoryHolder: Sendable {
    private let directory: Mutex<SellerDirectory>

    /// Holds `directory`.
    package init(_ directory: SellerDirectory) {
        self.directory = Mutex(directory)
    }

    /// The directory in force.
    package var current: SellerDirectory { directory.withLock { $0 } }

    /// Replaces the directory.
    package func replace(with newDirectory: SellerDirectory) {
        directory.withLock { $0 = newDirectory }
    }
}
