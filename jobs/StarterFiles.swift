/// The files that `spworker init` writes, embedded so that the program needs nothing beside it.
package enum StarterFiles {
    /// A commented configuration.
    package static var configuration: String { text(PackageResources.starter_configuration_yaml) }

    /// What should not be committed.
    package static var gitignore: String { text(PackageResources.starter_gitignore_txt) }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
