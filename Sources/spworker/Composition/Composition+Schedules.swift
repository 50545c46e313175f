import JobModel
import OperationCatalogue
import Ports
import SellerJobs
import Worker

/// Definitions and when they fire.
extension Composition {
    /// The system's time zones.
    var zones: any ZoneSource {
        ZoneFiles(environment: environment) { name, names in NearestNames(to: name).nearest(among: names) }
    }

    /// The folder of job definitions.
    func definitions(_ configuration: Configuration) -> DefinitionFolder {
        DefinitionFolder(path: configuration.jobs, zones: zones)
    }

    /// Makes jobs of definitions.
    func definitionAdmission(_ configuration: Configuration) -> DefinitionAdmission {
        let environment = environment
        return DefinitionAdmission(
            admissions: KindAdmissions(directory: DirectoryHolder(directory(configuration))),
            environment: { environment.value($0) })
    }
}
