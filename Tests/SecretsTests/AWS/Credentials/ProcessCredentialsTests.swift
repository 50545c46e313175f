import JobStoreTesting
import Secrets
import Testing

@Suite("AWS keys that a program prints")
struct ProcessCredentialsTests {
    @Test("come with the program's arguments split as a shell would, and may end")
    func whole() async throws {
        let program = FakeProgram(
            #"{"Version": 1, "AccessKeyId": "KEY", "SecretAccessKey": "planted", "SessionToken": "token", "#
                + #""Expiration": "2026-01-01T01:00:00Z"}"#)
        let keys = try await Self.machine(program, #"/opt/keys --for "a b" 'c  d' e\ f"#).chain().credentials()
        #expect(keys.accessKeyID == "KEY")
        #expect(keys.sessionToken == Secret("token"))
        #expect(keys.expiresAt == 1_767_229_200_000_000)
        #expect(program.calls == [["/opt/keys", "--for", "a b", "c  d", "e f"]])
    }

    @Test(
        "are refused when the program fails or prints something else, without its words",
        arguments: [
            (1, "planted", "ended with code 1"), (0, "planted", "printed no JSON object"),
            (0, #"{"Version": 2, "SecretAccessKey": "planted"}"#, "another version"),
            (0, #"{"AccessKeyId": "planted"}"#, "another version"),
            (0, #"{"Version": 1, "AccessKeyId": "planted"}"#, "missing"),
            (
                0,
                #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "planted", "Expiration": "2025-12-31T00:00:00Z"}"#,
                "have ended"
            ),
        ])
    func refusals(code: Int, output: String, words: String) async throws {
        let error = await Self.machine(FakeProgram(exitCode: Int32(code), output), "/opt/keys").failure()
        #expect(error?.code == .invalid || error?.code == .unavailable)
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.contains("planted") == false)
    }

    @Test("are given up when the program does not end")
    func slow() async throws {
        let timekeeper = VirtualTimekeeper()
        var machine = Self.machine(FakeProgram(), "/opt/keys")
        machine.timekeeper = timekeeper
        let surroundings = AWSSurroundings(
            environment: machine.environment, files: machine.files, program: EndlessProgram(), home: "/home/me",
            transport: machine.transport, timekeeper: timekeeper, random: SeededRandom(seed: 1))
        let chain = AWSCredentialChain(AWSCredentialChain.providers(configuredProfile: nil, surroundings))
        let task = Task { try await chain.credentials() }
        await timekeeper.waitForSleepers(1)
        timekeeper.advance(by: .seconds(60))
        let error = await #expect(throws: SecretError.self) { try await task.value }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("did not end within 60 seconds") == true)
    }

    @Test("come from real programs, however much those say of errors")
    func real() async throws {
        let program = LocalCredentialProgram(environment: ["PATH": "/usr/bin:/bin", "WORD": "said"])
        let script = "head -c 1000000 /dev/zero >&2; printf '%s' \"$WORD\"; exit 3"
        let ended = try await program.run(["sh", "-c", script])
        #expect(ended.exitCode == 3)
        #expect(ended.output == Array("said".utf8))
        #expect(try await program.run(["/bin/sh", "-c", "exit 0"]).exitCode == 0)
        for name in ["/none/such", "no-such-program"] {
            let error = await #expect(throws: SecretError.self) { try await program.run([name]) }
            #expect(error?.code == .invalid)
        }
        let error = await #expect(throws: SecretError.self) {
            try await program.run(["sh", "-c", "head -c 100000 /dev/zero"])
        }
        #expect(error?.message.contains("prints more than") == true)
    }

    @Test(
        "leave a command line with an open end alone",
        arguments: ["/opt/keys \"a", "/opt/keys 'a", "/opt/keys a\\", "\"/opt/keys\\"])
    func openEnds(line: String) async throws {
        let program = FakeProgram()
        #expect(await Self.machine(program, line).failure()?.message.contains("a quote is not closed") == true)
        #expect(program.calls.isEmpty)
    }

    private static func machine(_ program: FakeProgram, _ line: String) -> FakeMachine {
        var machine = FakeMachine(config: "[default]\ncredential_process = \(line)\n")
        machine.program = program
        machine.timekeeper = VirtualTimekeeper()
        return machine
    }
}

/// A program that ends when its task is cancelled, and not before.
private struct EndlessProgram: CredentialProgram {
    func run(_ arguments: [String]) async throws(SecretError) -> (exitCode: Int32, output: [UInt8]) {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        continuation.finish()
        throw SecretError(.unavailable, reference: nil, message: "stopped", cure: "none")
    }
}
