import Foundation
import JobModel
import Ports
import Synchronization
import Testing

@testable import SellerJobs

@Suite("An output in S3", .timeLimit(.minutes(5)))
struct ObjectOutputTests {
    /// Sizes with which small texts go in parts.
    private static let small: ObjectSizes = {
        var sizes = ObjectSizes()
        sizes.largestSingle = 8
        // Rounded up to a mebibyte.
        sizes.leastPart = 1
        return sizes
    }()

    private static let place = "s3://reports/a/b.tsv"
    private static let key = "reports/a/b.tsv"

    /// Gives `body` a folder that is gone afterwards.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func folder(
        _ path: String, _ store: ObjectStore, existing: ExistingOutput = .replace
    ) -> OutputFolder {
        OutputFolder(path: path, minFree: 0, existing: existing, objects: ObjectOutputs(store))
    }

    private func write(
        _ bytes: [UInt8], to place: String = Self.place, in folder: OutputFolder, unique: String = "7-1"
    ) async throws -> (sha256: String, place: String) {
        let file = try await folder.begin(place, unique: unique)
        try await file.append(bytes)
        return try await file.finish()
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    private func failure(_ body: () async throws -> Void) async throws -> OutputError {
        try await #require(throws: OutputError.self) { try await body() }
    }

    // MARK: Storing

    @Test("appears when it is complete, with its checksum and kind, and nothing stays on this machine")
    func single() async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            let folder = folder(path, storage.store())
            let file = try await folder.begin(Self.place, unique: "7-1")
            try await file.append(Array("abc".utf8))
            #expect(try names(in: path) == [".b.tsv.7-1.part"])
            #expect(storage.objects.isEmpty)
            let end = try await file.finish()
            #expect(end.place == Self.place)
            #expect(end.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            let object = try #require(storage.objects[Self.key])
            #expect(object.text == "abc" && object.parts == nil)
            #expect(object.headers.first("x-amz-meta-spworker-sha256") == end.sha256)
            #expect(object.headers.first("content-type") == "text/tab-separated-values")
            #expect(object.headers.first("x-amz-server-side-encryption") == nil)
            #expect(try names(in: path).isEmpty)
            #expect(try await folder.checksum(of: Self.place) == end.sha256)
            #expect(try await folder.checksum(of: "s3://reports/none") == nil)
            #expect(storage.calls.filter { $0.hasPrefix("PUT") }.count == 1)
        }
    }

    @Test("that is empty is an object too")
    func empty() async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            _ = try await write([], in: folder(path, storage.store()))
            #expect(storage.objects[Self.key]?.bytes == [])
        }
    }

    @Test("carries what the settings say, and goes below the prefix when it names no bucket")
    func settings() async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            let store = storage.store {
                $0.bucket = "reports"
                $0.prefix = "sp/"
                $0.encryption = .kms
                $0.kmsKeyID = "key-1"
                $0.storageClass = "STANDARD_IA"
            }
            let end = try await write(Array("x".utf8), to: "ä b/c.json", in: folder(path, store))
            #expect(end.place == "s3://reports/sp/ä b/c.json")
            let object = try #require(storage.objects["reports/sp/%C3%A4%20b/c.json"])
            #expect(object.headers.first("x-amz-server-side-encryption") == "aws:kms")
            #expect(object.headers.first("x-amz-server-side-encryption-aws-kms-key-id") == "key-1")
            #expect(object.headers.first("x-amz-storage-class") == "STANDARD_IA")
            #expect(object.headers.first("content-type") == "application/json")
        }
    }

    @Test("that is large goes in parts, two at a time, and appears in one instant")
    func parts() async throws {
        try await inFolder { path in
            let sent = Mutex(0)
            let storage = FakeStorage(onCall: { call, _ in
                guard call.hasPrefix("PUT") else { return nil }
                sent.withLock { $0 += 1 }
                // The first part waits for a second one.
                while sent.withLock({ $0 }) < 2 { await Task.yield() }
                return nil
            })
            let bytes = (0..<(5 << 20) + 3).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let folder = folder(path, storage.store(sizes: Self.small))
            let end = try await write(bytes, in: folder)
            let object = try #require(storage.objects[Self.key])
            #expect(object.bytes == bytes && object.parts == 6)
            #expect(object.headers.first("x-amz-checksum-algorithm") == "SHA256")
            #expect(storage.mostAtOnce == 2)
            #expect(storage.uploads.isEmpty && storage.aborted.isEmpty)
            #expect(try names(in: path).isEmpty)
            #expect(try await folder.checksum(of: Self.place) == end.sha256)
        }
    }

    // MARK: What is there

    @Test("replaces what is there, unless told otherwise", arguments: [ObjectSizes(), Self.small])
    func replaces(sizes: ObjectSizes) async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            storage.put(Self.key, "old")
            let end = try await write(Array("new, and longer".utf8), in: folder(path, storage.store(sizes: sizes)))
            #expect(end.place == Self.place)
            #expect(storage.objects[Self.key]?.text == "new, and longer")
        }
    }

    @Test("fails before anything is fetched, or when it is stored, and leaves what is there", arguments: [true, false])
    func fails(isSmall: Bool) async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            let folder = folder(path, storage.store(sizes: isSmall ? ObjectSizes() : Self.small), existing: .fail)
            let file = try await folder.begin(Self.place, unique: "7-1")
            try await file.append(Array("long enough".utf8))
            storage.put(Self.key, "mine")
            #expect(try await failure { _ = try await file.finish() }.kind == .taken)
            #expect(try await failure { _ = try await folder.begin(Self.place, unique: "8-1") }.kind == .taken)
            #expect(storage.objects[Self.key]?.text == "mine")
            #expect(storage.uploads.isEmpty)
        }
    }

    @Test("gets a number, and one that nobody else gets", arguments: [true, false])
    func versions(isSmall: Bool) async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            storage.put(Self.key, "mine")
            let folder = folder(path, storage.store(sizes: isSmall ? ObjectSizes() : Self.small), existing: .version)
            let places = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...12 {
                    group.addTask {
                        try await write(Array("this is \(number)".utf8), in: folder, unique: "\(number)-1").place
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(places) == Set((2...13).map { "s3://reports/a/b.\($0).tsv" }))
            #expect(Set(storage.objects.values.map(\.text)).count == 13)
            #expect(storage.uploads.isEmpty)
        }
    }

    // MARK: Crashes and lost answers

    @Test(
        "is known by the run that comes after, whenever the one before died", arguments: ExistingOutput.allCases,
        [ObjectSizes(), Self.small])
    func settled(existing: ExistingOutput, sizes: ObjectSizes) async throws {
        try await inFolder { path in
            let storage = FakeStorage()
            if existing == .version { storage.put(Self.key, "other") }
            let expected = existing == .version ? "s3://reports/a/b.2.tsv" : Self.place
            let folder = folder(path, storage.store(sizes: sizes), existing: existing)
            let text = Array("long enough".utf8)
            let file = try await folder.begin(Self.place, unique: "7-1")
            try await file.append(text)
            let hash = try await file.seal()
            let part = path + "/.b.tsv.7-1.part"
            // It died before the object was there; when it was there and the file too; when the file had gone.
            try FileManager.default.copyItem(atPath: part, toPath: path + "/copy")
            #expect(try await folder.settle(Self.place, unique: "7-1", sha256: hash, bytes: text.count) == expected)
            try FileManager.default.moveItem(atPath: path + "/copy", toPath: part)
            #expect(try await folder.settle(Self.place, unique: "7-1", sha256: hash, bytes: text.count) == expected)
            #expect(try await folder.settle(Self.place, unique: "7-1", sha256: hash, bytes: text.count) == expected)
            #expect(try names(in: path).isEmpty)
            #expect(storage.objects.count == (existing == .version ? 2 : 1) && storage.uploads.isEmpty)
            #expect(try await folder.settle(Self.place, unique: "8-1", sha256: hash, bytes: text.count) == nil)
        }
    }

    @Test("is stored once although an answer was lost", arguments: ExistingOutput.allCases, [true, false])
    func lostAnswer(existing: ExistingOutput, isSmall: Bool) async throws {
        try await inFolder { path in
            let ends = Mutex(0)
            // The object itself, or the end of an upload: the second call to create or end.
            let storage = FakeStorage(afterCall: { call, _ in
                guard call == (isSmall ? "PUT \(Self.key)" : "POST \(Self.key)") else { return nil }
                let number = ends.withLock {
                    $0 += 1
                    return $0
                }
                guard number == (isSmall ? 1 : 2) else { return nil }
                throw HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
            })
            let folder = folder(
                path, storage.store(sizes: isSmall ? ObjectSizes() : Self.small), existing: existing)
            let end = try await write(Array("long enough".utf8), in: folder)
            #expect(end.place == Self.place)
            #expect(storage.objects.count == 1 && storage.uploads.isEmpty)
        }
    }

    @Test("calls off what a killed run had begun, before it begins anew")
    func older() async throws {
        try await inFolder { path in
            let isDown = Mutex(true)
            let storage = FakeStorage(onCall: { call, _ in
                guard call.hasPrefix("PUT"), isDown.withLock({ $0 }) else { return nil }
                // The process dies here.
                throw CancellationError()
            })
            let folder = folder(path, storage.store(sizes: Self.small))
            let file = try await folder.begin(Self.place, unique: "7-1")
            try await file.append(Array("long enough".utf8))
            let hash = try await file.seal()
            await #expect(throws: CancellationError.self) { try await file.publish() }
            #expect(storage.uploads == ["upload-1"])
            #expect(try names(in: path) == [".b.tsv.7-1.part", ".b.tsv.upload.7-1.part"])
            isDown.withLock { $0 = false }
            #expect(try await folder.settle(Self.place, unique: "7-1", sha256: hash, bytes: 11) == Self.place)
            #expect(storage.aborted == ["upload-1"] && storage.uploads.isEmpty)
            #expect(storage.objects[Self.key]?.text == "long enough")
            #expect(try names(in: path).isEmpty)
        }
    }

    @Test("that cannot be stored in parts calls the upload off, and the file stays for another try")
    func abort() async throws {
        try await inFolder { path in
            let storage = FakeStorage(onCall: { call, _ in
                call.hasPrefix("PUT") ? FakeStorage.error(403, "AccessDenied", "no") : nil
            })
            let folder = folder(path, storage.store(sizes: Self.small))
            let error = try await failure { _ = try await write(Array("long enough".utf8), in: folder) }
            #expect(error.kind == .trouble)
            #expect(error.description.contains("Allow s3:PutObject on arn:aws:s3:::reports/*"))
            #expect(storage.aborted == ["upload-1"])
            #expect(try names(in: path) == [".b.tsv.7-1.part"])
        }
    }
}
