import Foundation
import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("Imports")
struct ImportRunTests {
    /// A folder with the settings of another client in it.
    private func inFolder(_ text: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spworker-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: "settings"))
        try body(folder.path)
    }

    private func run(
        _ folder: String, into: String = "", configuration: String? = nil, seller: String? = nil, isDryRun: Bool = false
    ) throws -> ImportReport {
        try ImportRun(
            file: "\(folder)/settings",
            target: ImportTarget(folder: folder + into, configuration: configuration.map { "\(folder)/\($0)" }),
            format: nil, region: nil, seller: seller, isDryRun: isDryRun, redactor: Redactor()
        ).execute()
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0 != "settings" }.sorted()
    }

    private func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test("make a folder with configuration and secrets, once", arguments: ImportSample.all.indices)
    func fresh(index: Int) throws {
        try inFolder(ImportSample.all[index].text) { (folder: String) throws in
            let dry = try run(folder, into: "/new/shop/", isDryRun: true)
            #expect(try names(folder).isEmpty)
            let report = try run(folder, into: "/new/shop/")
            let shop = "\(folder)/new/shop"
            let made = try names(shop)
            #expect(made.contains(".gitignore") && made.contains("secrets/application-main.json"))
            #expect(text("\(shop)/spworker.yaml").contains("secrets/application-main.json#clientSecret"))
            #expect(!text("\(shop)/spworker.yaml").contains("planted"))
            for name in made where name.hasSuffix(".json") {
                #expect(text("\(shop)/\(name)").contains("planted"))
            }
            for report in [dry, report] {
                #expect(!report.lines.joined().contains("planted") && !report.json.text.contains("planted"))
                #expect(!"\(report)".contains("planted"))
            }
            #expect(report.lines.contains { $0.contains("sellers check --all --config") })
            #expect(dry.lines.contains { $0.hasPrefix("would write   ") } && dry.lines.contains("applications:"))
        }
    }

    @Test("print entries where there is a configuration, and add them to one that was named and has none")
    func existing() throws {
        try inFolder(ImportSample.airbyte) { (folder: String) throws in
            let place = "\(folder)/spworker.yaml"
            let before = "# mine\nworker: {perSeller: 2}   # two\n"
            try Data(before.utf8).write(to: URL(filePath: place))
            let printed = try run(folder)
            #expect(printed.change == .none && text(place) == before)
            #expect(printed.lines.contains("sellers:") && printed.next[0].hasPrefix("Add the entries above"))
            #expect(try names(folder).contains("secrets/default.json"))
            let appended = try run(folder, configuration: "spworker.yaml")
            #expect(appended.change == .appended && text(place).hasPrefix(before))
            #expect(appended.plan.files.allSatisfy { $0.isThere }, "what the first import wrote is kept")
            let third = #expect(throws: ConfigurationError.self) { try run(folder, configuration: "spworker.yaml") }
            #expect(third?.problems.first?.message == "the configuration has a seller default already")
            let other = try run(folder, configuration: "spworker.yaml", seller: "other")
            #expect(other.change == .none && other.plan.newApplications.isEmpty)
            #expect(!other.entries.contains("applications:") && other.entries.contains("id: other"))
        }
    }

    @Test("follow a link to the configuration, and leave the link")
    func link() throws {
        try inFolder(ImportSample.airbyte) { (folder: String) throws in
            try Data("worker: {perSeller: 2}\n".utf8).write(to: URL(filePath: "\(folder)/real.yaml"))
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/spworker.yaml", withDestinationPath: "\(folder)/real.yaml")
            #expect(try run(folder, configuration: "spworker.yaml").change == .appended)
            #expect(text("\(folder)/real.yaml").contains("sellers:"))
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/spworker.yaml")
                    == "\(folder)/real.yaml")
        }
    }

    @Test("write nothing when the settings or the configuration cannot be read")
    func refused() throws {
        try inFolder(ImportSample.airbyte.replacing("\"planted-token\"", with: "\"\"")) { (folder: String) throws in
            #expect(throws: ConfigurationError.self) { try run(folder, into: "/shop") }
            #expect(try names(folder).isEmpty)
        }
        try inFolder(ImportSample.airbyte) { (folder: String) throws in
            try Data("worker: [".utf8).write(to: URL(filePath: "\(folder)/spworker.yaml"))
            #expect(throws: ConfigurationError.self) { try run(folder) }
            #expect(try names(folder) == ["spworker.yaml"])
            #expect(throws: Failure.self) { try run(folder + "/nowhere") }
        }
    }

    @Test("warn of a file that others can read, and of a region that was assumed")
    func notices() throws {
        try inFolder(ImportSample.saleweaver) { (folder: String) throws in
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(folder)/settings")
            let report = try run(folder, into: "/shop")
            #expect(report.notices.count == 2)
            #expect(report.notices[0].contains("region of default, Big-Corp: NA is assumed"))
            #expect(report.notices[1].contains("chmod 600"))
        }
    }
}
