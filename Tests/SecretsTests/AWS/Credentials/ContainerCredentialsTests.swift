import JobStoreTesting
import Ports
import Secrets
import Synchronization
import Testing

@Suite("AWS keys of containers")
struct ContainerCredentialsTests {
    @Test(
        "are asked of encrypted addresses, of this machine and of Amazon's own",
        arguments: [
            "https://anywhere.example/keys", "http://localhost:8080/keys", "http://127.0.0.1/keys", "http://127.9.8.7",
            "http://[::1]:80/keys", "http://169.254.170.2/keys", "http://169.254.170.23/v1/credentials",
            "http://[fd00:ec2::23]/v1/credentials", "HTTP://LOCALHOST/keys",
        ])
    func trusted(url: String) throws {
        #expect(try ContainerEndpoint(relative: nil, full: url)?.url == url)
    }

    @Test(
        "are asked nowhere else",
        arguments: [
            "http://example.com/keys", "http://169.254.169.254/keys", "http://127.0.0.1@example.com/keys",
            "http://127.0.0.1.example.com", "http://128.0.0.1", "http://127.0.0.1:80:90/", "http://localhost:x/",
            "ftp://localhost/keys", "localhost/keys", "http://", "http:///keys", "http://[::1",
            "http://[fd00:ec2::24]/",
            "http://localhost\\@example.com/", "http://localhost/ keys", "https://user@localhost/",
            "http://127.0.0.+1/",
            "https://127.0.0.1\r\nX: 1",
        ])
    func refused(url: String) throws {
        let error = #expect(throws: SecretError.self) { try ContainerEndpoint(relative: nil, full: url) }
        #expect(error?.code == .invalid)
    }

    @Test("are asked at a relative address first, which must be a path")
    func relative() throws {
        let endpoint = try ContainerEndpoint(relative: "/v2/x?a=b", full: "https://elsewhere")
        #expect(endpoint?.url == "http://169.254.170.2/v2/x?a=b")
        #expect(throws: SecretError.self) { try ContainerEndpoint(relative: "@evil.example/", full: nil) }
        #expect(try ContainerEndpoint(relative: nil, full: nil) == nil)
    }

    @Test("are asked with the token of a file, which is read each time and outweighs the variable")
    func tokenFile() async throws {
        let machine = Self.machine([
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other",
        ])
        machine.files.write("/token", "planted-one")
        let chain = machine.chain()
        let keys = try await chain.credentials()
        #expect(keys.accessKeyID == "CONTAINER")
        #expect(keys.sessionToken == Secret("planted-token"))
        machine.files.write("/token", "planted-two\n")
        _ = try await chain.credentials()
        let sent = machine.transport.requests.map { $0.headers.first("Authorization") }
        #expect(sent == ["planted-one", "planted-two"])
        #expect(machine.transport.requests.first?.timeout == .seconds(2))
    }

    @Test(
        "are not asked with a token that would break its header", arguments: ["a\r\nX-Evil: planted", "a\nplanted", ""])
    func illegalHeader(token: String) async throws {
        let machine = Self.machine(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token"])
        machine.files.write("/token", token)
        let error = await machine.failure()
        #expect(error?.code == .invalid)
        #expect(error?.description.contains("planted") == false)
        #expect(machine.transport.requests.isEmpty)
    }

    @Test("whose token file is missing stop the chain")
    func missingToken() async throws {
        let error = await Self.machine(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token"]).failure()
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("/token does not exist") == true)
    }

    @Test("are asked for three times when the endpoint is in trouble, and once when it refuses")
    func attempts() async throws {
        for (status, count, code) in [(500, 3, SecretError.Code.unavailable), (404, 1, .denied)] {
            var machine = Self.machine()
            machine.transport = ScriptedTransport { _ in .json(status, "planted") }
            let error = await machine.failure()
            #expect(error?.code == code)
            #expect(machine.transport.requests.count == count)
            #expect(error?.description.contains("planted") == false)
        }
        var machine = Self.machine()
        let answers = Mutex(0)
        machine.transport = ScriptedTransport { _ in
            let number = answers.withLock { count in
                count += 1
                return count
            }
            if number == 1 { throw HTTPTransportError(.timeout, wasSent: true, message: "too slow") }
            return number == 2 ? .json(200, "<html>planted") : .json(200, WholeMachine.keys("LATE"))
        }
        #expect(try await machine.chain().credentials().accessKeyID == "LATE")
    }

    private static func machine(_ more: [String: String] = [:]) -> FakeMachine {
        FakeMachine(
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/v2/keys"].merging(more) { $1 },
            transport: ScriptedTransport(WholeMachine.answer))
    }
}
