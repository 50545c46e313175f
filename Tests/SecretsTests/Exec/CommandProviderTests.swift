import Foundation
import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite("Secrets that programs print")
struct CommandProviderTests {
    private func provider(
        _ clock: any Timekeeper = VirtualTimekeeper(), _ environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        directory: String = "/tmp"
    ) -> CommandProvider {
        CommandProvider(directory: directory, environment: environment, timekeeper: clock)
    }

    private func failure(_ text: String, _ provider: CommandProvider) async -> SecretError? {
        await #expect(throws: SecretError.self) { try await provider.resolve(SecretReference(text)) }
    }

    @Test("are one line, or a key of what is printed")
    func prints() async throws {
        let line = try await provider().resolve(SecretReference(#"exec:["printf", "planted\\n"]"#))
        #expect(line.secret == Secret("planted"))
        #expect(line.source == "the output of printf")
        #expect(line.version == nil)
        let json = #"exec:["printf", "%s", "{\"data\": {\"token\": \"planted\"}}"]#data.token"#
        #expect(try await provider().resolve(SecretReference(json)).secret == Secret("planted"))
        let lines = #"exec:["printf", "A=1\\nTOKEN=planted\\n"]#TOKEN"#
        #expect(try await provider().resolve(SecretReference(lines)).secret == Secret("planted"))
    }

    @Test("come from programs that get their arguments as they are written, with no shell between")
    func noShell() async throws {
        let text = #"exec:["printf", "%s|%s", "$HOME; `id` *", "a b"]"#
        #expect(try await provider().resolve(SecretReference(text)).secret == Secret("$HOME; `id` *|a b"))
    }

    @Test("come from programs that get the given variables, in the given folder, with placeholders filled")
    func surroundings() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "exec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "give")
        try Data("#!/bin/sh\necho \"$1-$VAULT-$UNSET-$(basename \"$PWD\")\"\n".utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let provider = provider(
            VirtualTimekeeper(), ["PATH": "/usr/bin:/bin", "VAULT": "v"], directory: folder.path)
        let reference = try SecretReference(#"exec:["./give", "{seller}"]"#)
            .filled(seller: "acme", region: "EU", application: "main")
        let found = try await provider.resolve(reference)
        #expect(found.secret == Secret("acme-v--\(folder.lastPathComponent)"))
    }

    @Test("are refused when the program fails, prints nothing, too much, several lines or no text")
    func failures() async throws {
        let cases: [(String, SecretError.Code, String)] = [
            (#"exec:["sh", "-c", "echo planted; echo planted >&2; exit 3"]"#, .unavailable, "exit code 3"),
            (#"exec:["sh", "-c", "kill -TERM $$"]"#, .unavailable, "signal 15"),
            (#"exec:["true"]"#, .invalid, "printed nothing"),
            (#"exec:["printf", "planted\\nplanted\\n"]"#, .invalid, "several lines"),
            (#"exec:["printf", "\\377\\376"]"#, .invalid, "not text"),
            (#"exec:["sh", "-c", "head -c 2000000 /dev/zero | tr '\\0' a"]"#, .invalid, "more than 1 MiB"),
            (#"exec:["printf", "planted"]#key"#, .invalid, "one bare value"),
            (#"exec:["printf", "{\"a\": \"planted\"}"]#key"#, .notFound, "there is no key"),
            (#"exec:["no-such-program"]"#, .invalid, "there is no program no-such-program"),
            (#"exec:["/no/such/program"]"#, .invalid, "there is no program /no/such/program"),
        ]
        for (text, code, says) in cases {
            let error = await failure(text, provider())
            #expect(error?.code == code, "\(text)")
            #expect(error?.message.contains(says) == true, "\(text)")
            #expect(error?.message.contains("planted") == false)
        }
    }

    @Test("are not waited for longer than the limit, and what was started is ended")
    func slow() async throws {
        let clock = VirtualTimekeeper()
        let provider = provider(clock)
        async let error = failure(#"exec:["sh", "-c", "sleep 600 & sleep 600"]"#, provider)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(30))
        #expect(await error?.code == .unavailable)
        #expect(await error?.message.contains("took longer than 30.0 seconds") == true)
    }

    @Test("come one after the other when many are asked for at once")
    func many() async throws {
        let provider = provider()
        let found = await Array(0..<20).concurrentMap(atOnce: 20) { number in
            try? await provider.resolve(SecretReference(#"exec:["printf", "planted-\#(number)"]"#)).secret
        }
        #expect(found.count == 20)
        #expect(found.allSatisfy { $0 != nil })
    }

    @Test("never take a seller's name for an option")
    func options() throws {
        let reference = try SecretReference(#"exec:["get", "{seller}"]"#)
        #expect(throws: SecretError.self) {
            try reference.filled(seller: "-rf", region: "EU", application: "main")
        }
        let safe = try SecretReference(#"exec:["get", "--name={seller}"]"#)
        #expect(try safe.filled(seller: "-rf", region: "EU", application: "main").arguments[1] == "--name=-rf")
    }
}
