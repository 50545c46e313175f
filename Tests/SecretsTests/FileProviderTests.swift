import Logging
import Secrets
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Secret files")
struct FileProviderTests {
    @Test("are read relative to the given folder, with their key and the time of their last change")
    func reads() async throws {
        try await withFolder { folder in
            try folder.write("token.json", #"{"refreshToken": "planted"}"#)
            let found = try await folder.provider().resolve(SecretReference("file:token.json#refreshToken"))
            #expect(found.secret == Secret("planted"))
            #expect(found.source == "file \(folder.path)/token.json, key refreshToken")
            #expect((found.changedAt ?? 0) > 1_700_000_000_000_000)
        }
    }

    @Test("may begin with a byte order mark and end their lines with CRLF")
    func windowsText() async throws {
        try await withFolder { folder in
            try folder.write(".env", "\u{FEFF}A=planted\r\nB=2\r\n")
            #expect(try await folder.provider().resolve(SecretReference("file:.env#A")).secret == Secret("planted"))
        }
    }

    @Test("may hold many secrets; a change of one is seen at once, and errors name the reference that asks")
    func manySecrets() async throws {
        try await withFolder { folder in
            func lines(_ last: String) -> String {
                (0..<200).map { "k\($0): \"planted \($0)\"" }.joined(separator: "\n") + "\nlast: \(last)\n"
            }
            let provider = folder.provider()
            func value(_ key: String) async throws -> Secret {
                try await provider.resolve(SecretReference("file:many.yaml#\(key)")).secret
            }
            try folder.write("many.yaml", lines("one"))
            #expect(try await value("k7") == Secret("planted 7"))
            #expect(try await value("last") == Secret("one"))
            try folder.write("many.yaml", lines("two"))
            #expect(try await value("last") == Secret("two"))
            let error = await #expect(throws: SecretError.self) { try await value("nothing") }
            #expect(error?.reference == "file:many.yaml#nothing")
            try folder.write("many.yaml", lines("[broken"))
            await #expect(throws: SecretError.self) { try await value("k7") }
        }
    }

    @Test("are refused when others may reach them, unless that is allowed", arguments: [0o640, 0o604, 0o660, 0o610])
    func loosePermissions(mode: Int) async throws {
        try await withFolder { folder in
            try folder.write("token", "planted\n", mode: mode_t(mode))
            let error = await folder.failure("file:token")
            #expect(error?.code == .denied)
            #expect(error?.description.contains("chmod 600") == true)
            #expect(error?.description.contains("planted") == false)
            let found = try await folder.provider(insecure: true).resolve(SecretReference("file:token"))
            #expect(found.secret == Secret("planted"))
        }
    }

    @Test("may be links, as a mounted Kubernetes secret is")
    func kubernetesLinks() async throws {
        try await withFolder { folder in
            try #require(mkdir("\(folder.path)/..2026", 0o700) == 0)
            try folder.write("..2026/token", "planted")
            try #require(symlink("..2026", "\(folder.path)/..data") == 0)
            try #require(symlink("..data/token", "\(folder.path)/token") == 0)
            #expect(try await folder.provider().resolve(SecretReference("file:token")).secret == Secret("planted"))
        }
    }

    @Test("that are missing are the one failure that lets a chain go on")
    func missing() async throws {
        try await withFolder { folder in
            #expect(await folder.failure("file:none")?.code == .notFound)
            #expect(await folder.failure("file:none/deeper")?.code == .notFound)
            #expect(await folder.failure("file:~/token")?.code == .invalid)
        }
    }

    @Test("must be regular files of at most 1 MiB")
    func kindsOfFile() async throws {
        try await withFolder { folder in
            #expect(await folder.failure("file:.")?.code == .invalid)
            try #require(mkfifo("\(folder.path)/pipe", 0o600) == 0)
            #expect(await folder.failure("file:pipe")?.description.contains("not a regular file") == true)
            try folder.write("large", String(repeating: "x", count: (1 << 20) + 1))
            #expect(await folder.failure("file:large")?.description.contains("larger than 1 MiB") == true)
            try #require(symlink("loop", "\(folder.path)/loop") == 0)
            #expect(await folder.failure("file:loop")?.code == .invalid)
        }
    }

    @Test("must be UTF-8", arguments: [[0xFF, 0xFE, 0x41, 0x00], [0x41, 0x00], [0x41, 0xC3, 0x28]] as [[UInt8]])
    func encodings(bytes: [UInt8]) async throws {
        try await withFolder { folder in
            try folder.write("token", bytes)
            let error = await folder.failure("file:token")
            #expect(error?.code == .invalid)
            #expect(error?.cure == "save it as UTF-8")
        }
    }

    @Test("that change, vanish or appear are noticed; those seen for the first time are not")
    func watch() async throws {
        try await withFolder { folder in
            try folder.write("a", "1")
            try folder.write("b", "1")
            let paths: Set = ["\(folder.path)/a", "\(folder.path)/b", "\(folder.path)/c"]
            var watch = SecretWatch()
            #expect(watch.changes(in: await folder.provider().snapshots(of: paths)).isEmpty)
            #expect(watch.changes(in: await folder.provider().snapshots(of: paths)).isEmpty)
            try folder.write("a", "changed")
            unlink("\(folder.path)/b")
            try folder.write("c", "1")
            #expect(watch.changes(in: await folder.provider().snapshots(of: paths)) == paths)
            #expect(watch.changes(in: [:]).isEmpty)
            #expect(watch.changes(in: await folder.provider().snapshots(of: paths)).isEmpty)
        }
    }

    private func withFolder(_ body: (Folder) async throws -> Void) async throws {
        let folder = try Folder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try await body(folder)
    }
}

/// A folder for one test.
private struct Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/secrets-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
        try #require(chmod("\(path)/\(name)", mode) == 0)
    }

    func provider(insecure: Bool = false) -> FileProvider {
        FileProvider(
            directory: path, allowsInsecureFiles: insecure,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    func failure(_ text: String) async -> SecretError? {
        do throws(SecretError) {
            _ = try await provider().resolve(SecretReference(text))
            return nil
        } catch {
            return error
        }
    }
}
