/// The files that `spworker init` writes, embedded so that the program needs nothing beside it.
package enum StarterFiles {
    /// A commented configuration.
    package static var configuration: String { text(PackageResources.starter_configuration_yaml) }

    /// What should not be committed.
    package static var gitignore: String { text(PackageResources.starter_gitignore_txt) }

    /// Job definitions that work for every seller, by file name.
    package static var definitions: [(name: String, text: String)] {
        [
            ("all_orders_report.yaml", text(PackageResources.all_orders_report_yaml)),
            ("fba_inventory.yaml", text(PackageResources.fba_inventory_yaml)),
            ("finances_events.yaml", text(PackageResources.finances_events_yaml)),
            ("listings_report.yaml", text(PackageResources.listings_report_yaml)),
            ("order_details.yaml", text(PackageResources.order_details_yaml)),
            ("orders_sync.yaml", text(PackageResources.orders_sync_yaml)),
            ("sales_and_traffic.yaml", text(PackageResources.sales_and_traffic_yaml)),
            ("shipped_orders.yaml", text(PackageResources.shipped_orders_yaml)),
        ]
    }

    /// What definitions ask Data Kiosk for, by file name; the files lie beside the definitions.
    package static var queries: [(name: String, text: String)] {
        [("sales_and_traffic.graphql", text(PackageResources.sales_and_traffic_graphql))]
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
