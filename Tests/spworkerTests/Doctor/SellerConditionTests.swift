import JobModel
import JobStore
import OperationCatalogue
import Secrets
import SellerJobs
import Testing

@testable import spworker

@Suite("The doctor on sellers")
struct SellerConditionTests {
    private static func seller(
        _ id: String = "acme", region: Region = .europe, countries: [String] = ["DE", "FR"],
        authorizedAt: String? = nil,
        sandbox: Bool = false
    ) -> SellerSettings {
        SellerSettings(
            id: id, application: "main", region: region, sellerId: nil,
            marketplaces: countries.compactMap { Marketplace.named($0) }, refreshToken: .environment("A_TOKEN"),
            authorizedAt: authorizedAt.flatMap { CalendarDay($0) }, sandbox: sandbox, tags: [],
            origin: .environment("A_TOKEN"))
    }

    private static func finding(_ change: (inout SellerFinding) -> Void) -> SellerVisit.Outcome {
        var finding = SellerFinding(key: Records.key)
        finding.marketplaces = ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"]
        change(&finding)
        return .checked(finding)
    }

    private static func failed(_ step: SellerFinding.Step, _ kind: String) -> SellerVisit.Outcome {
        finding {
            $0.failedStep = step
            $0.failure = JobFailure(kind: kind, message: "so it is")
        }
    }

    private func findings(
        _ outcome: SellerVisit.Outcome, _ settings: SellerSettings = seller(),
        _ change: (inout SellerVisit) -> Void = { _ in }
    ) -> [DoctorFinding] {
        var visit = SellerVisit(settings: settings, outcome: outcome)
        change(&visit)
        return SellerCondition(visit, now: Records.now).findings
    }

    @Test("A seller that works is told with its marketplaces")
    func works() {
        let found = findings(Self.finding { $0.latency = .milliseconds(35) })
        #expect(found.map(\.message) == ["Token and call work: DE, FR, 35 ms."])
        #expect(found[0].level == .ok && found[0].subject == "acme/EU" && found[0].seller == Records.key)
    }

    @Test("Marketplaces of another region, none or some of the configured ones are told apart")
    func marketplaces() {
        let foreign = findings(
            Self.finding {
                $0.marketplaces = ["ATVPDKIKX0DER"]
                $0.missing = ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"]
            })
        #expect(foreign[0].level == .fault && foreign[0].cure?.contains("region: NA") == true)
        let none = findings(
            Self.finding {
                $0.marketplaces = ["A1F83G8C2ARO7P"]
                $0.missing = ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"]
            })
        #expect(none[0].level == .fault && none[0].message.contains("sells in UK"))
        #expect(findings(Self.finding { $0.missing = ["A13V1IB3VIYZZH"] })[0].level == .warning)
        #expect(findings(Self.finding { $0.marketplaces = [] })[0].level == .warning)
        let sandbox = findings(Self.finding { $0.marketplaces = ["ATVPDKIKX0DER"] }, Self.seller(sandbox: true))
        #expect(sandbox[0].level == .ok)
    }

    @Test(
        "What failed decides how bad it is, and a refused exchange comes with a list",
        arguments: [
            (SellerFinding.Step.token, "invalidGrant", DoctorFinding.Level.fault, true),
            (.token, "unauthorizedClient", .fault, true), (.token, "accessDenied", .fault, true),
            (.token, "invalidClient", .fault, true), (.token, "invalidRequest", .fault, true),
            (.token, "unsupportedGrantType", .fault, false), (.token, "login.network", .warning, false),
            (.permit, "throttled", .note, false), (.call, "accessDenied", .fault, true),
            (.call, "wrongRegion", .fault, false), (.call, "unavailable", .warning, false),
            (.call, "tokenRefused", .fault, false), (.call, "applicationSecretExpired", .fault, false),
            (.call, "rejected", .fault, false), (.secret, "secret.denied", .fault, false),
        ])
    func failed(step: SellerFinding.Step, kind: String, level: DoctorFinding.Level, hasList: Bool) throws {
        let finding = try #require(findings(Self.failed(step, kind)).first)
        #expect(finding.level == level, "\(finding)")
        #expect(finding.checklist.isEmpty == !hasList)
        #expect(finding.cure?.isEmpty == false)
    }

    @Test("The list for a refused token has flaws of its form first, then revoked, other application, other region")
    func checklist() {
        let bare = findings(Self.failed(.token, "invalidGrant"), Self.seller(authorizedAt: "2026-01-15"))[0].checklist
        #expect(bare.count == 4)
        #expect(bare[0].hasPrefix("Revoked") && bare[0].contains("2026-01-15"))
        #expect(bare[1].hasPrefix("Of another application") && bare[1].contains("'main'"))
        #expect(bare[2].hasPrefix("Of another region") && bare[2].contains("EU"))
        let flawed = findings(Self.failed(.token, "invalidGrant")) {
            $0.flaws = ["Quotes stand around it."]
            $0.applicationWorks = true
        }[0].checklist
        #expect(flawed.first == "Quotes stand around it.")
        #expect(flawed.last?.hasPrefix("Client id and secret are right") == true)
    }

    @Test("What the queue holds against a seller is told, and how to release one that works")
    func held() {
        let works = findings(Self.finding { _ in }) { $0.row = Records.authorization { $0.state = .revoked } }
        #expect(works.map(\.level) == [.ok, .warning])
        #expect(works[1].cure?.contains("sellers probe acme") == true)
        let fails = findings(Self.failed(.token, "invalidGrant")) {
            $0.row = Records.authorization { $0.state = .revoked }
        }
        #expect(fails.map(\.level) == [.fault, .note])
        let paused = findings(Self.finding { _ in }) { $0.row = Records.authorization { $0.pauseReason = "count" } }
        #expect(paused.map(\.level) == [.ok, .note])
        #expect(findings(Self.finding { _ in }) { $0.row = Records.authorization() }.map(\.level) == [.ok])
    }

    // The tests' present is the first of March 2026.
    @Test(
        "The yearly renewal is told a month ahead",
        arguments: [("2026-02-01", 0), ("2025-04-01", 0), ("2025-03-31", 1), ("2024-03-01", 1)])
    func renewal(day: String, count: Int) {
        let found = findings(Self.finding { _ in }, Self.seller(authorizedAt: day))
        #expect(found.count { $0.level == .warning } == count)
    }

    @Test("Unasked a few are tried, or one of each application and region; one that is not there is told")
    func selection() throws {
        let many = (1...7).map { Self.seller("s\($0)", region: $0 % 2 == 0 ? .europe : .farEast) }
        func tried(_ sellers: [SellerSettings], seller: String? = nil, region: String? = nil, all: Bool = false) throws
            -> [String]
        {
            try DoctorSelection(sellers, seller: seller, region: region, all: all).tried.map(\.id)
        }
        #expect(try tried(Array(many.prefix(5))).count == 5)
        #expect(try tried(many) == ["s1", "s2"])
        #expect(try tried(many, all: true).count == 7)
        #expect(try tried(many, seller: "s4") == ["s4"])
        #expect(try tried(many, region: "eu") == ["s2", "s4", "s6"])
        #expect(throws: Failure.self) { try tried(many, seller: "nobody") }
        #expect(throws: Failure.self) { try tried(many, seller: "s4", region: "NA") }
        #expect(
            try DoctorSelection(many, seller: nil, region: nil, all: false).rest?.message.hasPrefix("5 sellers of 7")
                == true)
        #expect(try DoctorSelection(many, seller: nil, region: nil, all: true).rest == nil)
    }
}
