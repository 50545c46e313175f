import Foundation
import JobStoreTesting
import Ports
import Secrets
import SellingPartner
import Testing

@testable import SellerJobs

@Suite(
    "Outputs in a real server of S3's interface",
    .enabled(if: MotoProgram.path != nil, "SPWORKER_MOTO names no moto_server"), .timeLimit(.minutes(5)), .serialized)
struct MotoOutputTests {
    /// A server that checks signatures, a bucket in it, and a user who may do what is said.
    private struct Place {
        let program: MotoProgram
        let transport: AsyncHTTPClientTransport
        let keys: AWSCredentials
        let path: String

        func folder(
            _ existing: ExistingOutput = .replace, sizes: ObjectSizes = ObjectSizes(), keys other: AWSCredentials? = nil
        ) -> OutputFolder {
            var settings = ObjectSettings()
            settings.endpoint = program.address
            settings.region = "eu-west-1"
            settings.bucket = "reports"
            settings.encryption = .s3
            let keys = other ?? keys
            let store = ObjectStore(
                settings, sizes: sizes, transport: transport, timekeeper: SystemTimekeeper(),
                random: SeededRandom(seed: 5)
            ) {
                ObjectIdentity(
                    credentials: HeldKeys(keys: keys), endpoints: AWSEndpoints(environment: [String: String]()),
                    region: nil)
            }
            return OutputFolder(path: path, minFree: 0, existing: existing, objects: ObjectOutputs(store))
        }

        func write(
            _ bytes: [UInt8], to place: String, in folder: OutputFolder, unique: String = "7-1"
        ) async throws -> (sha256: String, place: String) {
            let file = try await folder.begin(place, unique: unique)
            try await file.append(bytes)
            return try await file.finish()
        }

        /// What lies at a key.
        func read(_ key: String) async throws -> [UInt8] {
            let answer = try await send("GET", "/reports/\(key)", keys)
            return try await answer.body.collect(upTo: 64 << 20)
        }

        private func send(_ method: String, _ path: String, _ keys: AWSCredentials) async throws -> HTTPResponse {
            try await transport.send(
                RequestSigner().sign(
                    HTTPRequest(method: method, url: program.address + path), with: keys, service: "s3",
                    region: "eu-west-1", at: SystemTimekeeper().wallMicroseconds()))
        }
    }

    private struct HeldKeys: AWSCredentialSource {
        let keys: AWSCredentials

        func credentials() async throws(SecretError) -> AWSCredentials { keys }
    }

    private static func post(
        _ transport: some HTTPTransport, _ url: String, _ body: String, service: String? = nil
    ) async throws -> XMLAnswer? {
        let keys = AWSCredentials(accessKeyID: "test", secretAccessKey: Secret("test"), source: "the test")
        var request = HTTPRequest(
            method: service == "s3" ? "PUT" : "POST", url: url,
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(body.utf8))
        if let service {
            request = RequestSigner().sign(
                request, with: keys, service: service, region: "us-east-1", at: SystemTimekeeper().wallMicroseconds())
        }
        return XMLAnswer(try await transport.send(request).body.collect(upTo: 1 << 20))
    }

    /// Makes a user who may do `actions`, while nobody checks.
    private static func user(
        _ name: String, mayDo actions: String, _ address: String, _ transport: some HTTPTransport
    ) async throws -> AWSCredentials {
        func manage(_ form: String) async throws -> XMLAnswer? {
            try await post(transport, address + "/", form + "&Version=2010-05-08", service: "iam")
        }
        _ = try await manage("Action=CreateUser&UserName=\(name)")
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\#(actions)],"Resource":"*"}]}"#
        _ = try await manage(
            "Action=PutUserPolicy&UserName=\(name)&PolicyName=rights&PolicyDocument=\(PercentEncoding.encode(policy))")
        let answer = try await manage("Action=CreateAccessKey&UserName=\(name)")
        return AWSCredentials(
            accessKeyID: try #require(answer?.text("AccessKeyId")),
            secretAccessKey: Secret(try #require(answer?.text("SecretAccessKey"))), source: "the user \(name)")
    }

    private func inPlace(_ body: (Place, _ stranger: AWSCredentials) async throws -> Void) async throws {
        let program = try await MotoProgram.start(try #require(MotoProgram.path))
        defer { program.stop() }
        let transport = try AsyncHTTPClientTransport()
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try await Self.post(
            transport, program.address + "/reports",
            "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
            service: "s3")
        let keys = try await Self.user("writer", mayDo: #""s3:*""#, program.address, transport)
        let stranger = try await Self.user("stranger", mayDo: #""sqs:*""#, program.address, transport)
        _ = try await transport.send(
            HTTPRequest(
                method: "POST", url: program.address + "/moto-api/reset-auth",
                headers: [HTTPHeader("Content-Type", "text/plain")], body: Array("0".utf8)))
        do {
            try await body(Place(program: program, transport: transport, keys: keys, path: path), stranger)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    @Test("go there in one piece or in parts, with keys of all letters, and are known again")
    func stores() async throws {
        try await inPlace { place, _ in
            let folder = place.folder()
            let small = try await place.write(Array("abc".utf8), to: "a/ä b+c.json", in: folder)
            #expect(small.place == "s3://reports/a/ä b+c.json")
            #expect(try await place.read("a/%C3%A4%20b%2Bc.json") == Array("abc".utf8))
            #expect(try await folder.checksum(of: small.place) == small.sha256)
            #expect(try await place.write([], to: "empty", in: folder).place == "s3://reports/empty")
            #expect(try await place.read("empty") == [])

            var sizes = ObjectSizes()
            sizes.largestSingle = 1 << 20
            // The least that the server takes.
            sizes.leastPart = 5 << 20
            let bytes = (0..<(11 << 20) + 7).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            for existing in ExistingOutput.allCases {
                let folder = place.folder(existing, sizes: sizes)
                let large = try await place.write(bytes, to: "\(existing)/large", in: folder)
                #expect(large.place == "s3://reports/\(existing)/large")
                #expect(try await place.read("\(existing)/large") == bytes)
                #expect(try await folder.checksum(of: large.place) == large.sha256)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
        }
    }

    @Test("leave alone or number what is there when they are told to")
    func existing() async throws {
        try await inPlace { place, _ in
            _ = try await place.write(Array("first".utf8), to: "x.txt", in: place.folder())
            let error = await #expect(throws: OutputError.self) {
                try await place.folder(.fail).begin("x.txt", unique: "8-1")
            }
            #expect(error?.kind == .taken)
            let strict = place.folder(.fail)
            let late = try await strict.begin("y.txt", unique: "8-1")
            _ = try await place.write(Array("first".utf8), to: "y.txt", in: place.folder())
            #expect(await #expect(throws: OutputError.self) { try await late.publish() }?.kind == .taken)
            #expect(try await place.read("y.txt") == Array("first".utf8))
            for number in 2...4 {
                let place = try await place.write([1], to: "x.txt", in: place.folder(.version), unique: "\(number)-1")
                #expect(place.place == "s3://reports/x.\(number).txt")
            }
            #expect(try await place.read("x.txt") == Array("first".utf8))
        }
    }

    @Test("say what is wrong with keys, rights and buckets")
    func refusals() async throws {
        try await inPlace { place, stranger in
            func complaint(_ keys: AWSCredentials, _ output: String = "a") async throws -> String {
                try await #require(throws: OutputError.self) {
                    _ = try await place.write([1], to: output, in: place.folder(keys: keys))
                }.description
            }
            let denied = try await complaint(stranger)
            #expect(denied.contains("does not let the user stranger") && denied.contains("s3:PutObject"))
            let wrong = AWSCredentials(
                accessKeyID: place.keys.accessKeyID, secretAccessKey: Secret("planted-wrong"), source: "the test")
            let unproved = try await complaint(wrong)
            #expect(unproved.contains("Check the secret access key") && !unproved.contains("planted"))
            #expect(
                try await complaint(place.keys, "s3://nobody-has-it/a").contains("there is no bucket 'nobody-has-it'"))
        }
    }
}
