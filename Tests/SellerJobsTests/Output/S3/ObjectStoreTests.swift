import Foundation
import JobStoreTesting
import Ports
import Secrets
import Synchronization
import Testing

@testable import SellerJobs

@Suite("Calls of S3", .timeLimit(.minutes(5)))
struct ObjectStoreTests {
    private func put(_ store: ObjectStore) async throws {
        _ = try await store.call(
            ObjectCall(method: "PUT", bucket: "reports", key: "a", body: Array("x".utf8), right: "s3:PutObject"))
    }

    /// Stores a small output and returns what is said when that fails.
    private func complaint(_ store: ObjectStore, place: String = "s3://reports/a") async throws -> String {
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = OutputFolder(path: path, minFree: 0, objects: ObjectOutputs(store))
        let error = try await #require(throws: OutputError.self) {
            let file = try await folder.begin(place, unique: "7-1")
            try await file.append([1])
            _ = try await file.finish()
        }
        return error.description
    }

    @Test("go to the bucket's own region once S3 has told it, and from then on at once")
    func region() async throws {
        let storage = FakeStorage(region: "eu-central-1")
        let store = storage.store(region: "us-east-1")
        try await put(store)
        #expect(storage.calls == ["PUT reports/a", "PUT reports/a"])
        try await put(store)
        #expect(storage.calls.count == 3)
    }

    @Test("follow only one such word")
    func movedTwice() async throws {
        let count = Mutex(0)
        let storage = FakeStorage(onCall: { _, _ in
            let number = count.withLock {
                $0 += 1
                return $0
            }
            return FakeStorage.error(
                301, "PermanentRedirect", "Go on.", headers: [HTTPHeader("x-amz-bucket-region", "eu-west-\(number)")])
        })
        await #expect(throws: AWSFailure.self) { try await put(storage.store(region: "us-east-1")) }
        #expect(storage.calls.count == 2)
    }

    @Test(
        "are made again while the reason may pass",
        arguments: [
            (503, "SlowDown"), (500, "InternalError"), (400, "RequestTimeout"), (409, "ConditionalRequestConflict"),
        ])
    func passing(status: Int, code: String) async throws {
        let storage = FakeStorage(onCall: { _, number in number < 4 ? FakeStorage.error(status, code) : nil })
        try await put(storage.store())
        #expect(storage.calls.count == 4)
        #expect(storage.objects.count == 1)
    }

    @Test("are not made for ever")
    func slow() async throws {
        let storage = FakeStorage(onCall: { call, _ in
            call.hasPrefix("PUT") ? FakeStorage.error(503, "SlowDown", "Reduce your request rate.") : nil
        })
        let text = try await complaint(storage.store())
        #expect(text.contains("S3 asks for fewer requests (SlowDown)"))
        #expect(storage.calls.filter { $0.hasPrefix("PUT") }.count == 5)
    }

    @Test(
        "that fail say what to do",
        arguments: [
            (404, "NoSuchBucket", "", "there is no bucket 'reports'. Create it"),
            (403, "AccessDenied", "denied", "AWS does not let the test do it (denied). Allow s3:PutObject"),
            (403, "AccessDenied", "not authorized to perform: kms:GenerateDataKey", "Allow kms:GenerateDataKey"),
            (403, "InvalidAccessKeyId", "", "AWS does not know the keys from the test"),
            (403, "SignatureDoesNotMatch", "planted", "Check the secret access key"),
            (400, "ExpiredToken", "", "have expired"), (400, "InvalidStorageClass", "", "output.s3.storageClass"),
            (400, "Strange", "Words.", "S3 refused it as Strange (Words.)"),
        ])
    func complaints(status: Int, code: String, message: String, text: String) async throws {
        let storage = FakeStorage(onCall: { call, _ in
            call.hasPrefix("PUT") ? FakeStorage.error(status, code, message) : nil
        })
        let complaint = try await complaint(storage.store())
        #expect(complaint.contains(text) && !complaint.contains("planted"))
        #expect(complaint.hasPrefix("The output s3://reports/a cannot be stored: "))
    }

    @Test("find out before anything is fetched that there is no such bucket, or nothing answers")
    func early() async throws {
        let storage = FakeStorage()
        #expect(try await complaint(storage.store(), place: "s3://nobody/a").contains("there is no bucket 'nobody'"))
        #expect(storage.calls == ["HEAD nobody"])
        let silent = FakeStorage(onCall: { _, _ in
            throw HTTPTransportError(.connect, wasSent: false, message: "the connection was refused")
        })
        let text = try await complaint(silent.store())
        #expect(text.contains("storage.test cannot be reached (the connection was refused)"))
    }

    @Test("may be made by somebody who may only write")
    func writeOnly() async throws {
        let storage = FakeStorage(onCall: { call, _ in
            call.hasPrefix("HEAD") ? FakeStorage.error(403, "", isBare: true) : nil
        })
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for existing in [ExistingOutput.replace, .fail] {
            let folder = OutputFolder(
                path: path, minFree: 0, existing: existing, objects: ObjectOutputs(storage.store()))
            let file = try await folder.begin("s3://reports/\(existing)", unique: "7-1")
            #expect(try await file.finish().place == "s3://reports/\(existing)")
        }
        // What cannot be known is no 'no'.
        let folder = OutputFolder(path: path, minFree: 0, objects: ObjectOutputs(storage.store()))
        let error = await #expect(throws: OutputError.self) { try await folder.checksum(of: "s3://reports/replace") }
        #expect(error?.description.contains("s3:GetObject and s3:ListBucket") == true)
    }

    @Test("without keys say how to get some")
    func noKeys() async throws {
        let storage = FakeStorage()
        let store = ObjectStore(
            ObjectSettings(), transport: storage, timekeeper: ImpatientClock(), random: SeededRandom(seed: 1)
        ) { throw SecretError(.notFound, reference: nil, message: "there are no AWS credentials", cure: "set some") }
        #expect(try await complaint(store).contains("S3 was not asked: there are no AWS credentials; set some"))
        #expect(storage.calls.isEmpty)
    }

    @Test(
        "name the bucket in the host where it is AWS, and in the path elsewhere",
        arguments: [
            (
                "reports", "https://s3.eu-west-1.amazonaws.com", true,
                "https://reports.s3.eu-west-1.amazonaws.com/a%20b/c?x=1&y"
            ),
            ("re.ports", "http://localhost:9000", false, "http://localhost:9000/re.ports/a%20b/c?x=1&y"),
        ])
    func urls(bucket: String, endpoint: String, inHost: Bool, url: String) {
        var call = ObjectCall(method: "GET", bucket: bucket, key: "a b/c", query: [("x", "1"), ("y", nil)], right: "")
        #expect(call.request(endpoint: endpoint, namesBucketInHost: inHost).url == url)
        call.key = nil
        call.query = []
        let whole = inHost ? "https://reports.s3.eu-west-1.amazonaws.com/" : "http://localhost:9000/re.ports"
        #expect(call.request(endpoint: endpoint, namesBucketInHost: inHost).url == whole)
    }
}
