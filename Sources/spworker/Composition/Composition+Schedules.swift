import OperationCatalogue
import Worker

extension Composition {
    /// The system's time zones.
    func zoneFiles() -> ZoneFiles {
        ZoneFiles(environment: environment) { name, names in NearestNames(to: name).nearest(among: names) }
    }
}
