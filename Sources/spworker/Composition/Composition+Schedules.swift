import Foundation
import JobModel
import JobStore
import OperationCatalogue
import Ports
import SellerJobs
import Worker

/// Definitions and when they fire.
extension Composition {
    /// The system's time zones, in one place that remembers those it has read.
    func zoneFiles() -> ZoneFiles {
        ZoneFiles(environment: environment) { name, names in NearestNames(to: name).nearest(among: names) }
    }

    /// The folder of job definitions.
    func definitions(_ configuration: Configuration) -> DefinitionFolder {
        DefinitionFolder(path: configuration.jobs, zones: zoneFiles())
    }

    /// Makes jobs of definitions for the sellers of a directory.
    func definitionAdmission(_ directory: DirectoryHolder) -> DefinitionAdmission {
        let environment = environment
        return DefinitionAdmission(
            admissions: KindAdmissions(directory: directory), environment: { environment.value($0) })
    }

    /// Fills in the templates of scheduled jobs.
    func jobTemplates(_ directory: DirectoryHolder) -> JobTemplates {
        let zones = zoneFiles()
        return JobTemplates(admissions: KindAdmissions(directory: directory)) { name, instant in
            try? zones.zone(named: name).offset(at: instant)
        }
    }

    /// The definitions of `jobs/` and the sellers of a directory.
    func definitionBook(_ configuration: Configuration, _ directory: DirectoryHolder) -> DefinitionBook {
        DefinitionBook(
            definitions(configuration), directory: directory, admission: definitionAdmission(directory),
            logger: logger)
    }

    /// What fires the definitions of a book.
    ///
    /// - Parameters:
    ///   - firesOnce: Whether only what is due at the beginning is fired.
    ///   - engine: Runs what is put in.
    func scheduler(_ book: DefinitionBook, store: any JobStore, firesOnce: Bool, engine: WorkerEngine) -> Scheduler {
        Scheduler(
            book: book, store: store, timekeeper: timekeeper, interval: .seconds(2) * max(1, timeScale),
            firesOnce: firesOnce,
            logger: logger, isStopping: { engine.isDraining }, wake: { engine.wake() })
    }
}
