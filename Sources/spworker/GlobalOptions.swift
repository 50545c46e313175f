import ArgumentParser
import Ports
import SellingPartner

/// Flags that every command takes.
struct GlobalOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The configuration file. When left out: what SPWORKER_CONFIG names, or ./spworker.yaml, or the one in the "
                + "user's configuration directory.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The database, for example sqlite:spworker.db.", valueName: "location"))
    var database: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "How much to log: trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("How to log: text or json.", valueName: "format"))
    var logFormat: String?

    @Flag(help: "Accept 'literal:...' in place of secret references. For tests only.")
    var allowLiteralSecrets = false

    @Flag(help: "Read secret files although others may read them too; warns.")
    var insecureFiles = false

    @Option(help: .hidden)
    var timeScale: Double?

    @Option(help: .hidden)
    var timeOrigin: Int64?

    /// Flags that set keys of the configuration.
    var overrides: [ConfigurationLoader.Override] {
        database.map { [ConfigurationLoader.Override(path: "database", flag: "--database", value: $0)] } ?? []
    }

    /// The clock that the flags ask for.
    func timekeeper(over base: any Timekeeper) throws -> any Timekeeper {
        guard let timeScale else { return base }
        guard timeScale > 0, timeScale.isFinite else { throw ValidationError("--time-scale must be above 0.") }
        return ScaledTimekeeper(base, scale: timeScale, origin: timeOrigin)
    }

    mutating func validate() throws {
        if let logFormat, !["text", "json"].contains(logFormat) {
            throw ValidationError("--log-format is text or json, not '\(logFormat)'.")
        }
        if let logLevel, LogOutput.level(logLevel) == nil {
            throw ValidationError(
                "--log-level is trace, debug, info, notice, warning, error or critical, not '\(logLevel)'.")
        }
    }
}
