import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("Entries of an import")
struct ImportEntriesTests {
    private func entries(_ text: String, seller: String? = nil) throws -> ImportEntries {
        var planner = ImportPlanner(ImportSurroundings(), region: nil)
        return ImportEntries(plan: try planner.plan(try imported(text, seller: seller).accounts))
    }

    @Test("each format makes a configuration that loads", arguments: ImportSample.all.indices)
    func loads(index: Int) throws {
        let (format, text) = ImportSample.all[index]
        let file = try entries(text).file(source: "settings")
        #expect(!file.contains("planted"))
        let it = try load(file)
        #expect(it.applications.map(\.id) == ["main"])
        #expect(it.applications[0].clientId == .file("/srv/app/secrets/application-main.json", key: "clientId"))
        #expect(
            it.sellers.map(\.id)
                == (format == .saleweaver ? ["default", "Big-Corp"] : format == .amazonSPAPI ? [] : ["default"]))
        if format == .fika {
            #expect(it.sellers[0].sellerId == "A2EXAMPLE" && it.sellers[0].marketplaces.map(\.countryCode) == ["UK"])
            #expect(it.sellers[0].refreshToken == .file("/srv/app/secrets/default.json", key: "refreshToken"))
        }
    }

    @Test("names that YAML could take for something else are quoted", arguments: ["null", "1e5", "-x", "_a", "NO"])
    func quoting(name: String) throws {
        let it = try load(try entries(ImportSample.airbyte, seller: name).file(source: "settings"))
        #expect(it.sellers.map(\.id) == [name])
    }

    @Test("entries go to the end of a configuration, whatever it ends with")
    func appended() throws {
        let it = try entries(ImportSample.airbyte)
        for before in [
            "# only a comment", "", "worker: {perSeller: 2}\n", "worker:\n  perSeller: 2",
            "# a\r\nworker:\r\n  perSeller: 2\r\n",
        ] {
            let after = try #require(it.appended(to: before, source: "settings"), "\(before)")
            #expect(after.hasPrefix(before))
            let loaded = try load(after)
            #expect(loaded.sellers.map(\.id) == ["default"])
            #expect(loaded.worker.perSeller == (before.contains("perSeller") ? 2 : 4))
            let isWindows = before.contains("\r\n")
            #expect(
                after.utf8.count { $0 == 0x0A }
                    == (isWindows ? after.utf8.count { $0 == 0x0D } : after.utf8.count { $0 == 0x0A }))
        }
    }

    @Test(
        "a configuration that cannot be added to stays as it is",
        arguments: ["{worker: {perSeller: 2}}", "worker: {}\n...\n", "- a\n", "worker: {", "null"])
    func notAppended(before: String) throws {
        #expect(try entries(ImportSample.airbyte).appended(to: before, source: "settings") == nil)
    }
}
