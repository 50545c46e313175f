/// The files that `spworker init` writes, embedded so that the program needs nothing beside it.
package enum StarterFiles {
    /// A commented configuration.
    package static var configuration: String { text(PackageResources.starter_configuration_yaml) }

    /// What should not be committed.
    package static var gitignore: String { text(PackageResources.starter_gitignore_txt) }

    /// Job definitions that work for every seller, by file name.
    package static var definitions: [(name: String, text: String)] {
        [
            ("fba_inventory.yaml", text(PackageResources.fba_inventory_yaml)),
            ("marketplace_participations.yaml", text(PackageResources.marketplace_participations_yaml)),
            ("recent_orders.yaml", text(PackageResources.recent_orders_yaml)),
        ]
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
