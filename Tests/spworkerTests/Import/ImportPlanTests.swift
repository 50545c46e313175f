import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("Plans of an import")
struct ImportPlanTests {
    private func plan(
        _ text: String, _ surroundings: ImportSurroundings = ImportSurroundings(), region: Region? = nil,
        seller: String? = nil
    ) throws(ConfigurationError) -> ImportPlan {
        var planner = ImportPlanner(surroundings, region: region)
        return try planner.plan(try imported(text, seller: seller).accounts)
    }

    private func problems(_ text: String, _ surroundings: ImportSurroundings) -> [String] {
        do throws(ConfigurationError) {
            _ = try plan(text, surroundings)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("one application and two sellers make three files, with the secrets in them alone")
    func files() throws {
        let it = try plan(ImportSample.saleweaver, region: .europe)
        #expect(it.applications == [.init(id: "main", file: "secrets/application-main.json", isConfigured: false)])
        #expect(it.sellers.map(\.id) == ["default", "Big-Corp"])
        #expect(it.sellers.allSatisfy { $0.application == "main" && $0.region == .europe && !$0.isRegionAssumed })
        #expect(
            it.files.map(\.path) == ["secrets/application-main.json", "secrets/default.json", "secrets/Big-Corp.json"])
        #expect(
            it.files.map { $0.content.reveal() } == [
                "{\"clientId\":\"planted-id\",\"clientSecret\":\"planted-secret\"}\n",
                "{\"refreshToken\":\"planted-token-1\"}\n", "{\"refreshToken\":\"planted-token-2\"}\n",
            ])
        #expect(!"\(it)".contains("planted"))
    }

    @Test("without a word about the region North America is assumed, and said to be")
    func region() throws {
        let it = try plan(ImportSample.saleweaver)
        #expect(it.sellers.allSatisfy { $0.region == .northAmerica && $0.isRegionAssumed })
        let told = try plan(ImportSample.airbyte, region: .farEast)
        #expect(told.sellers[0].region == .europe && !told.sellers[0].isRegionAssumed)
    }

    @Test("several applications are called after their accounts; one id with two secrets is refused")
    func applications() throws {
        let two = ImportSample.saleweaver.replacing(
            "planted-token-2\n  lwa_app_id: planted-id", with: "planted-token-2\n  lwa_app_id: planted-id-2")
        let it = try plan(two)
        #expect(it.applications.map(\.id) == ["default", "Big-Corp"])
        #expect(it.sellers.map(\.application) == ["default", "Big-Corp"])
        let torn = ImportSample.saleweaver.replacing(
            "planted-token-2\n  lwa_app_id: planted-id\n  lwa_client_secret: \"planted-secret\"",
            with: "planted-token-2\n  lwa_app_id: planted-id\n  lwa_client_secret: \"planted-other\"")
        let found = problems(torn, ImportSurroundings())
        #expect(found.count == 1 && found[0].hasPrefix("settings:7: this account has the client id of the one at"))
        #expect(!found[0].contains("planted"))
    }

    @Test("an application that was imported before is found again, and another one gets another name")
    func earlierApplication() throws {
        let first = try plan(ImportSample.airbyte)
        var there = ImportSurroundings()
        there.applications = ["main"]
        there.sellers = ["default"]
        for file in first.files { there.files[file.path] = Array(file.content.reveal().utf8) }
        let again = try plan(ImportSample.airbyte.replacing("planted-token", with: "planted-2"), there, seller: "acme")
        #expect(again.applications.map(\.isConfigured) == [true] && again.newApplications.isEmpty)
        #expect(again.sellers.map(\.application) == ["main"])
        #expect(again.files.map(\.isThere) == [true, false])
        let other = try plan(ImportSample.airbyte.replacing("planted-id", with: "planted-id-2"), there, seller: "acme")
        #expect(
            other.applications == [.init(id: "main-2", file: "secrets/application-main-2.json", isConfigured: false)])
    }

    @Test("a seller or a file that is there already is never touched")
    func conflicts() throws {
        var there = ImportSurroundings()
        there.sellers = ["DEFAULT"]
        #expect(
            problems(ImportSample.airbyte, there) == [
                "settings:1: the configuration has a seller DEFAULT already; give it another name, with --seller or in the file"
            ])
        there.sellers = []
        there.files = ["secrets/default.json": Array("planted".utf8)]
        #expect(
            problems(ImportSample.airbyte, there) == [
                "settings:1: secrets/default.json is there already and holds something else; move that file away, or give it "
                    + "another name, with --seller or in the file"
            ])
        there.files = ["secrets/default.json": Array("{\"refreshToken\":\"planted-token\"}\n".utf8)]
        #expect(try plan(ImportSample.airbyte, there).files.map(\.isThere) == [false, true])
    }

    @Test("an application alone has no seller")
    func applicationAlone() throws {
        let it = try plan(ImportSample.node)
        #expect(it.sellers.isEmpty && it.applications.map(\.id) == ["main"] && it.files.count == 1)
    }

    @Test("what a configuration has is read from it")
    func surroundings() throws {
        let it = try ImportSurroundings(configuration: accounts, name: "c")
        #expect(it.hasAccounts && it.applications == ["main"] && it.sellers == ["acme"])
        #expect(try !ImportSurroundings(configuration: "# nothing\n", name: "c").hasAccounts)
        #expect(try ImportSurroundings(configuration: "sellerTemplates: []", name: "c").hasAccounts)
        #expect(throws: ConfigurationProblem.self) { try ImportSurroundings(configuration: "- a", name: "c") }
    }
}
