import Foundation
import JobStoreTesting
import Logging
import Ports
import Testing

@testable import Secrets

@Suite(
    "A real server of AWS's interfaces",
    .enabled(if: MotoServer.program != nil, "SPWORKER_MOTO names no moto_server"), .moto, .serialized)
struct MotoTests {
    /// The server with rights checked, and keys that may do everything that the tests need.
    private struct Place {
        let server: MotoServer
        let keeper: AWSCredentials
        let regions = RegionFinder(AWSRegions(environment: ["AWS_REGION": "eu-west-1"]))

        func secrets(_ keys: AWSCredentials? = nil, logger: Logger = Logger(label: "test")) -> SecretsManagerProvider {
            SecretsManagerProvider(caller: server.caller(keys ?? keeper), regions: regions, logger: logger)
        }

        var parameters: ParameterStoreProvider {
            ParameterStoreProvider(caller: server.caller(keeper), regions: regions)
        }

        /// Calls an operation whose answer does not matter.
        func tell(_ service: AWSService, _ operation: String, _ input: [String: AWSInput]) async throws {
            struct Ignored: Decodable {}
            _ = try await server.caller(keeper).json(
                AWSOperation(service, operation), input, region: "eu-west-1", as: Ignored.self)
        }

        func failure(_ text: String, _ keys: AWSCredentials) async -> SecretError? {
            await #expect(throws: SecretError.self) { try await secrets(keys).resolve(SecretReference(text)) }
        }
    }

    /// - Parameter others: Users to make besides, and what they may do.
    private func withPlace(
        _ others: [String: [String]] = [:], _ body: (Place, [String: AWSCredentials]) async throws -> Void
    ) async throws {
        let server = try #require(MotoServer.current)
        try await server.ignoreRights()
        // A name of its own for each test: the server is the same.
        let mark = UUID().uuidString.prefix(8)
        let keeper = try await server.makeUser("keeper-\(mark)", mayDo: ["secretsmanager:*", "ssm:*", "sts:*"])
        var keys: [String: AWSCredentials] = [:]
        for (name, actions) in others { keys[name] = try await server.makeUser("\(name)-\(mark)", mayDo: actions) }
        try await server.checkRights()
        try await body(Place(server: server, keeper: keeper), keys)
    }

    @Test("gives a secret to the right keys, and none to a wrong secret, an unknown key or a missing right")
    func rights() async throws {
        try await withPlace(["stranger": []]) { place, others in
            try await place.tell(
                .secretsManager, "CreateSecret",
                ["Name": "rights/app", "SecretString": #"{"clientSecret": "planted"}"#])
            let found = try await place.secrets().resolve(SecretReference("aws-sm:rights/app#clientSecret"))
            #expect(found.secret == Secret("planted"))
            #expect(found.version?.isEmpty == false)
            #expect((found.changedAt ?? 0) > 1_700_000_000_000_000)

            let wrong = AWSCredentials(
                accessKeyID: place.keeper.accessKeyID, secretAccessKey: Secret("wrong"), source: "the test")
            let unproved = await place.failure("aws-sm:rights/app", wrong)
            #expect(unproved?.code == .denied)
            #expect(unproved?.message.contains("refused the signature of the keys from the test") == true)

            let unknown = AWSCredentials(accessKeyID: "AKIANONE", secretAccessKey: Secret("x"), source: "the test")
            let unheard = await place.failure("aws-sm:rights/app", unknown)
            #expect(unheard?.code == .denied)
            #expect(unheard?.message.contains("does not know the keys") == true)

            let forbidden = await place.failure("aws-sm:rights/app", try #require(others["stranger"]))
            #expect(forbidden?.code == .denied)
            #expect(forbidden?.cure.contains("allow secretsmanager:GetSecretValue") == true)

            let missing = await place.failure("aws-sm:rights/none", place.keeper)
            #expect(missing?.code == .notFound)
        }
    }

    @Test("tells who is asking")
    func identity() async throws {
        try await withPlace { place, _ in
            let identity = try await place.server.caller(place.keeper).identity(region: "eu-west-1")
            #expect(identity.account == "123456789012")
            #expect(identity.arn.contains("user/keeper-"))
        }
    }

    @Test("gives a rotated secret anew, its stages by name, and tells its age and stages")
    func rotation() async throws {
        try await withPlace { place, _ in
            try await place.tell(
                .secretsManager, "CreateSecret", ["Name": "rotated/app", "SecretString": "planted-1"])
            let reference = try SecretReference("aws-sm:rotated/app")
            let pending = try #require(reference.staged("AWSPENDING"))
            let previous = try #require(reference.staged("AWSPREVIOUS"))
            let first = try await place.secrets().resolve(reference)
            let none = await place.failure(previous.description, place.keeper)
            #expect(none?.code == .notFound)

            try await place.tell(
                .secretsManager, "PutSecretValue",
                [
                    "SecretId": "rotated/app", "SecretString": "planted-2", "VersionStages": .list(["AWSPENDING"]),
                    "ClientRequestToken": "00000000-0000-0000-0000-000000000002",
                ])
            #expect(try await place.secrets().resolve(reference).secret == Secret("planted-1"))
            #expect(try await place.secrets().resolve(pending).secret == Secret("planted-2"))

            try await place.tell(
                .secretsManager, "PutSecretValue",
                [
                    "SecretId": "rotated/app", "SecretString": "planted-3",
                    "ClientRequestToken": "00000000-0000-0000-0000-000000000003",
                ])
            let second = try await place.secrets().resolve(reference)
            #expect(second.secret == Secret("planted-3"))
            #expect(second.version != first.version)
            #expect(try await place.secrets().resolve(previous).secret == Secret("planted-1"))
            let old = try SecretReference("aws-sm:rotated/app?version=\(try #require(first.version))")
            #expect(try await place.secrets().resolve(old).secret == Secret("planted-1"))

            let told = try await place.secrets().describe(reference)
            #expect(told.version("AWSCURRENT") == second.version)
            #expect(told.version("AWSPREVIOUS") == first.version)
            #expect((told.changedAt ?? 0) > 1_700_000_000_000_000)
        }
    }

    @Test("says of a deleted secret how to get it back")
    func deleted() async throws {
        try await withPlace { place, _ in
            try await place.tell(.secretsManager, "CreateSecret", ["Name": "gone/app", "SecretString": "planted"])
            try await place.tell(
                .secretsManager, "DeleteSecret", ["SecretId": "gone/app", "RecoveryWindowInDays": 7])
            let error = await place.failure("aws-sm:gone/app", place.keeper)
            #expect(error?.code == .denied)
            #expect(error?.cure.contains("restore-secret") == true)
            #expect(try await place.secrets().list(prefix: "gone/").isEmpty)
        }
    }

    @Test("gives binary secrets")
    func binary() async throws {
        try await withPlace { place, _ in
            try await place.tell(.secretsManager, "CreateSecret", ["Name": "bytes/raw", "SecretBinary": "AP8Q"])
            try await place.tell(
                .secretsManager, "CreateSecret", ["Name": "bytes/text", "SecretBinary": "eyJrIjoicGxhbnRlZCJ9"])
            #expect(try await place.secrets().resolve(SecretReference("aws-sm:bytes/raw")).secret == Secret("AP8Q"))
            let text = try await place.secrets().resolve(SecretReference("aws-sm:bytes/text#k"))
            #expect(text.secret == Secret("planted"))
        }
    }

    @Test("gives many secrets at once with a missing one among them, also to keys that may not read batches")
    func batches() async throws {
        try await withPlace(["single": ["secretsmanager:GetSecretValue"]]) { place, others in
            for number in 1...25 {
                try await place.tell(
                    .secretsManager, "CreateSecret",
                    ["Name": .text("many/s\(number)"), "SecretString": .text("planted-\(number)")])
            }
            let missing = try SecretReference("aws-sm:many/none")
            let references = try (1...25).map { try SecretReference("aws-sm:many/s\($0)") } + [missing]
            let lines = LogLines()
            let limited = try #require(others["single"])
            let single = place.secrets(limited, logger: Logger(label: "test") { _ in lines.handler })
            for provider in [place.secrets(), single] {
                let found = await provider.prefetch(references)
                #expect(found.count == 26)
                #expect(try found[references[24]]?.get().secret == Secret("planted-25"))
                guard case .failure(let error)? = found[missing] else {
                    Issue.record("a missing secret was found")
                    continue
                }
                #expect(error.code == .notFound)
            }
            #expect(lines.all.filter { $0.contains("read one by one") }.count == 1)
            #expect(try await place.secrets().list(prefix: "many/").count == 25)
        }
    }

    @Test("gives parameters decrypted, by version, by label and many at once")
    func parameters() async throws {
        try await withPlace { place, _ in
            for value in ["planted-1", "planted-2"] {
                try await place.tell(
                    .parameterStore, "PutParameter",
                    ["Name": "/one/app", "Value": .text(value), "Type": "SecureString", "Overwrite": true])
            }
            try await place.tell(
                .parameterStore, "LabelParameterVersion",
                ["Name": "/one/app", "Labels": .list(["live"]), "ParameterVersion": 1])
            for (text, value) in [
                ("aws-ssm:/one/app", "planted-2"), ("aws-ssm:/one/app:1", "planted-1"),
                ("aws-ssm:/one/app:live", "planted-1"),
            ] {
                #expect(try await place.parameters.resolve(SecretReference(text)).secret == Secret(value))
            }
            for text in ["aws-ssm:/one/none", "aws-ssm:/one/app:9"] {
                let error = await #expect(throws: SecretError.self) {
                    try await place.parameters.resolve(SecretReference(text))
                }
                #expect(error?.code == .notFound)
            }
            let references = [
                try SecretReference("aws-ssm:/one/app"), try SecretReference("aws-ssm:/one/app:1"),
                try SecretReference("aws-ssm:/one/none"),
            ]
            let found = await place.parameters.prefetch(references)
            #expect(try found[references[0]]?.get().secret == Secret("planted-2"))
            #expect(throws: SecretError.self) { try found[references[2]]?.get() }
            if let older = found[references[1]] { #expect(try older.get().secret == Secret("planted-1")) }
        }
    }

    @Test("gives every parameter below a path, over several pages")
    func pages() async throws {
        try await withPlace { place, _ in
            for number in 1...23 {
                try await place.tell(
                    .parameterStore, "PutParameter",
                    [
                        "Name": .text("/paged/deep/\(number)"), "Value": .text("planted-\(number)"),
                        "Type": "SecureString",
                    ])
            }
            let found = try await place.parameters.parameters(below: "/paged")
            #expect(found.count == 23)
            #expect(found.first { $0.name == "/paged/deep/23" }?.secret.secret == Secret("planted-23"))
            #expect(try await place.parameters.parameters(below: "/nothing").isEmpty)
            let names = try await place.parameters.names(below: "/paged/")
            #expect(Set(names) == Set((1...23).map { "/paged/deep/\($0)" }))
            #expect(try await place.parameters.names(below: "/nothing") == [])
        }
    }
}
