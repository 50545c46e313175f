import ArgumentParser
import OperationCatalogue
import Secrets

/// `spworker import`: takes over what another client's settings hold.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take over credentials of another client's settings.",
        discussion: """
            Reads credentials.yml of saleweaver's python-amazon-sp-api, a configuration of Airbyte's \
            source-amazon-seller-partner, .amzspapi/credentials of the Node client amazon-sp-api, or the section \
            FikaAmazonAPI of a C# program's appsettings.json. Makes spworker.yaml, and in secrets/ a file for each \
            application and seller that only this user can read.

            No file is overwritten. Where there is a configuration already, the entries to add are printed; one named \
            with --config gets them at its end when it has neither applications nor sellers. No secret is printed.

            Example: spworker import credentials.yml --region EU --into shop
            """)

    @Argument(help: ArgumentHelp("The other client's file.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "The folder for spworker.yaml and secrets/; it is made when it is missing. When left out: this folder.",
            valueName: "dir"))
    var into: String?

    @Option(
        help: ArgumentHelp(
            "The configuration to add to, in place of --into; secrets/ is made beside it.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "What the file is: saleweaver, airbyte, amazon-sp-api or fika. When left out, its content tells.",
            valueName: "format"))
    var format: String?

    @Option(
        help: ArgumentHelp(
            "The region of accounts whose region the file does not tell: NA, EU, FE or a country. When left out: NA.",
            valueName: "region"))
    var region: String?

    @Option(
        help: ArgumentHelp(
            "What to call the seller of a file that holds one. When left out: as the file calls it, else default.",
            valueName: "seller"))
    var seller: String?

    @Flag(help: "Write nothing; show what would be written.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    mutating func validate() throws {
        if into != nil, config != nil { throw ValidationError("Say --into or --config, not both.") }
        if into?.isEmpty ?? false || config?.isEmpty ?? false || file.isEmpty {
            throw ValidationError("A path must not be empty.")
        }
        if let format, ImportFormat(rawValue: format) == nil {
            let choice = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--format is one of \(choice); not '\(format)'.")
        }
        if region != nil, chosenRegion == nil {
            throw ValidationError("--region is NA, EU, FE or a country of Amazon's such as DE.")
        }
        if let seller, !SecretTemplate.accepts(seller) || seller.count > 64 || PrintableText.looksSecret(seller) {
            throw ValidationError("--seller is made of letters, digits, '.', '_' and '-', at most 64 of them.")
        }
    }

    private var chosenRegion: Region? {
        region.flatMap { Region(rawValue: $0.uppercased()) ?? Marketplace.named($0)?.region }
    }

    func run() async throws {
        let console = Console(json: json, noColour: true)
        let redactor = Redactor()
        let run = ImportRun(
            file: file, target: ImportTarget(folder: into ?? ".", configuration: config),
            format: format.flatMap(ImportFormat.init(rawValue:)), region: chosenRegion, seller: seller,
            isDryRun: dryRun, redactor: redactor)
        let report: ImportReport
        do {
            report = try await Offload.run { try run.execute() }
        } catch let error as ConfigurationError {
            throw Failure(.usage, redactor.redact(error.text(in: "the import, so nothing was written")))
        } catch let failure as Failure {
            throw Failure(failure.code, failure.message.map(redactor.redact))
        }
        if console.isJSON {
            console.line(redactor.redact(report.json.text))
        } else {
            for line in report.lines { console.line(redactor.redact(line)) }
        }
    }
}
