import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("The doctor on files, hooks and the clock")
struct MachineConditionTests {
    private func levels(_ findings: [DoctorFinding]) -> [DoctorFinding.Level] { findings.map(\.level) }

    private static let outputs: [(facts: FileFacts?, mode: UInt16, due: [DoctorFinding.Level])] = [
        (nil, 0o600, []), (FileFacts(mode: 0o700, isFolder: true), 0o600, [.ok]),
        (FileFacts(mode: 0o644), 0o600, [.fault]),
        (FileFacts(mode: 0o755, isFolder: true, isWritable: false), 0o600, [.fault]),
        (FileFacts(mode: 0o777, isFolder: true), 0o600, [.warning]),
        (FileFacts(mode: 0o755, isFolder: true), 0o644, [.warning]),
        (FileFacts(mode: 0o750, isFolder: true), 0o644, [.ok]),
    ]

    @Test("An output folder must be one that this user can write and nobody else", arguments: outputs)
    func output(facts: FileFacts?, mode: UInt16, due: [DoctorFinding.Level]) {
        #expect(levels(FileCondition.output("/output", facts, mode: mode)) == due)
    }

    @Test("A configuration that everybody can change is a fault, one that everybody can read is not")
    func configuration() {
        #expect(levels(FileCondition.configuration("/a.yaml", FileFacts(mode: 0o646))) == [.fault])
        #expect(FileCondition.configuration("/a.yaml", FileFacts(mode: 0o644)).isEmpty)
        #expect(levels(FileCondition.definitions("/jobs", FileFacts(mode: 0o777, isFolder: true))) == [.warning])
        #expect(levels(FileCondition.authorities("/ca.pem", nil)) == [.fault])
        #expect(FileCondition.authorities("/ca.pem", FileFacts(mode: 0o644)).isEmpty)
        #expect(FileFacts(mode: 0o64).modeText == "0064")
    }

    @Test("A hook's program must exist and be one that can be run and that others cannot change")
    func hooks() {
        func level(_ target: HookCondition.Target) -> [DoctorFinding.Level] {
            levels(HookCondition.findings(.onRevoked, "exec ./notify.sh", target))
        }
        #expect(level(.exec(nil)) == [.fault])
        #expect(level(.exec(FileFacts(mode: 0o644, isExecutable: false))) == [.fault])
        #expect(level(.exec(FileFacts(mode: 0o755, isFolder: true))) == [.fault])
        #expect(level(.exec(FileFacts(mode: 0o757))) == [.fault])
        #expect(level(.exec(FileFacts(mode: 0o755))) == [.ok])
        #expect(level(.post(isSigned: true)) == [.ok])
        #expect(level(.post(isSigned: false)) == [.note])
    }

    @Test("A program is looked for where it would be run from")
    func places() {
        func places(_ program: String, _ path: String? = "/a:/b") -> [String] {
            HookCondition.places(of: program, directory: "/conf", path: path)
        }
        #expect(places("/bin/x") == ["/bin/x"])
        #expect(places("./x") == ["/conf/./x"])
        #expect(places("x") == ["/a/x", "/b/x"])
        #expect(places("x", nil).count == 3)
    }

    @Test(
        "Clocks may be apart by less than a minute",
        arguments: [
            (0.0, DoctorFinding.Level.ok, "agrees"), (59, .ok, "agrees"), (60, .warning, "60 s behind"),
            (-61, .warning, "61 s ahead of"), (299, .warning, "behind"), (300, .fault, "behind"),
            (-9999, .fault, "ahead"),
        ])
    func clock(skew: Double, level: DoctorFinding.Level, word: String) throws {
        let finding = try #require(ClockCondition.findings([.seconds(skew)]).first)
        #expect(finding.level == level && finding.message.contains(word), "\(finding.message)")
    }

    @Test("The clock's answer in the middle counts, and no answer says nothing")
    func middle() {
        #expect(ClockCondition.findings([]).isEmpty)
        #expect(levels(ClockCondition.findings([.seconds(-4000), .seconds(1), .seconds(2)])) == [.ok])
    }

    @Test("An address is scheme, host and port, and what helps when it cannot be reached is named")
    func network() {
        #expect(NetworkCondition.origin(of: "https://API.amazon.com/auth/o2/token") == "https://api.amazon.com")
        #expect(NetworkCondition.origin(of: "http://127.0.0.1:80?x") == "http://127.0.0.1:80")
        func cure(_ way: NetworkCondition.Way) -> String {
            NetworkCondition(origin: "https://a", titles: [], trouble: "no", way: way).finding.cure ?? ""
        }
        #expect(cure(.init()).contains("set http.proxy") && cure(.init()).contains("http.caFile"))
        #expect(cure(.init(hasProxy: true)).hasPrefix("Requests go through http.proxy"))
        #expect(cure(.init(proxyVariable: "HTTPS_PROXY")).hasPrefix("HTTPS_PROXY is set"))
        #expect(cure(.init(caFile: "/ca.pem")).contains("/ca.pem"))
        let fine = NetworkCondition(origin: "https://a", titles: ["API EU"], trouble: nil, way: .init())
        #expect(fine.isReachable && fine.finding.level == .ok)
    }
}
