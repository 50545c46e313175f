import Ports
import Secrets
import Testing

@Suite("Resolving secrets")
struct SecretResolverTests {
    private let environment = EnvironmentProvider(environment: ["SET": "planted-value\n", "EMPTY": ""])

    @Test("reads the environment, without the line break at the end")
    func environmentValues() async throws {
        let found = try await SecretResolver(providers: [environment]).resolve(.environment("SET"))
        #expect(found.secret == Secret("planted-value"))
        #expect(found.source == "environment variable SET")
    }

    @Test("counts an empty variable as missing")
    func emptyVariable() async throws {
        let error = await #expect(throws: SecretError.self) { try await environment.resolve(.environment("EMPTY")) }
        #expect(error?.code == .notFound)
        #expect(error?.description.contains("set but empty") == true)
    }

    @Test(
        "says that a scheme is not part of this build",
        arguments: ["aws-sm:a#b", "aws-ssm:/a", "exec:[\"a\"]", "file:a"])
    func missingProvider(text: String) async throws {
        let resolver = SecretResolver(providers: [environment])
        let error = await #expect(throws: SecretError.self) { try await resolver.resolve(SecretReference(text)) }
        #expect(error?.code == .invalid)
        #expect(error?.description.contains("references are not available in this build; use one of env:") == true)
    }

    @Test("gives literals only where they are allowed")
    func literals() async throws {
        let reference = try SecretReference("literal:planted-value", allowsLiteral: true)
        let allowed = SecretResolver(providers: [], allowsLiteral: true)
        #expect(try await allowed.resolve(reference).secret == Secret("planted-value"))
        let error = await #expect(throws: SecretError.self) {
            try await SecretResolver(providers: []).resolve(reference)
        }
        #expect(error?.code == .denied)
        #expect(error?.description.contains("planted") == false)
    }

    @Test("refuses a reference whose placeholders were not filled in")
    func unfilled() async throws {
        let error = await #expect(throws: SecretError.self) {
            try await SecretResolver(providers: [environment]).resolve(SecretReference("env:A_{seller}"))
        }
        #expect(error?.code == .invalid)
    }

    @Test("goes on along a chain after a missing secret, and after nothing else")
    func chains() async throws {
        let stub = StubProvider(failure: .denied)
        let resolver = SecretResolver(providers: [environment, stub])
        let first = try await resolver.resolve(chain: [
            .environment("NONE"), .environment("EMPTY"), .environment("SET"),
        ])
        #expect(first.secret == Secret("planted-value"))
        for code in [SecretError.Code.denied, .invalid, .unavailable] {
            let stopped = SecretResolver(providers: [environment, StubProvider(failure: code)])
            let error = await #expect(throws: SecretError.self) {
                try await stopped.resolve(chain: [.file("x"), .environment("SET")])
            }
            #expect(error?.code == code)
        }
        let missing = await #expect(throws: SecretError.self) {
            try await resolver.resolve(chain: [.environment("NONE")])
        }
        #expect(missing?.code == .notFound)
    }

    @Test("teaches the redactor every value it finds")
    func registers() async throws {
        let redactor = Redactor()
        let resolver = SecretResolver(providers: [environment], redactor: redactor)
        #expect(redactor.redact("a planted-value b") == "a planted-value b")
        _ = try await resolver.resolve(.environment("SET"))
        #expect(redactor.redact("a planted-value b") == "a <redacted> b")
    }
}

private struct StubProvider: SecretProvider {
    let failure: SecretError.Code
    let schemes: Set<SecretReference.Scheme> = [.file]

    func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        throw SecretError(failure, reference: reference.description, message: "stub", cure: "none")
    }
}
