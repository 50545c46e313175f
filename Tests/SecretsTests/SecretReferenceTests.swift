import Secrets
import Testing

@Suite("A secret reference")
struct SecretReferenceTests {
    @Test(
        "survives being written and read again",
        arguments: [
            "env:SP_CLIENT_ID", "env:TOKEN_{seller}", "file:secrets/acme.json#refreshToken", "file:/run/secrets/token",
            "file:~/.spworker/token", "file:odd\\#name.json#key", "file:tokens/{application}/{seller}-{region}#a.b",
            "aws-sm:prod/spapi/app#clientSecret", "aws-sm:prod/app?region=eu-west-1",
            "aws-sm:arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf#key?region=eu-west-1&stage=AWSPENDING&version=7",
            "aws-ssm:/prod/app:3#key?region=us-east-1", "aws-agent:prod/app#key",
            "aws-ssm:arn:aws:ssm:eu-west-1:123456789012:parameter/prod/app:live#key", "aws-sm:app?version=7",
            #"exec:["vault", "read", "a\"]b", "{seller}"]#data.token"#,
        ])
    func roundTrips(text: String) throws {
        let reference = try SecretReference(text)
        #expect(reference.description == text)
        #expect(try SecretReference(reference.description) == reference)
    }

    @Test("takes its parts apart")
    func parts() throws {
        let amazon = try SecretReference("aws-sm:prod/app#key?region=eu-west-1&stage=AWSPENDING")
        #expect(amazon.scheme == .awsSecretsManager)
        #expect(amazon.name == "prod/app")
        #expect(amazon.key == "key")
        #expect(amazon.region == "eu-west-1")
        #expect(amazon.stage == "AWSPENDING")
        #expect(amazon.version == nil)
        #expect(try SecretReference(#"exec:["a", "b#c"]#k"#).arguments == ["a", "b#c"])
        #expect(try SecretReference("file:a\\#b#c").name == "a#b")
    }

    @Test(
        "refuses what is not one, says the cure and never repeats the text",
        arguments: [
            ("Atzr|planted-secret", "plain secrets are refused"), ("planted-secret", "env:NAME"),
            ("planted:secret", "plain secrets are refused"), ("", "env:NAME"),
            ("ENV:planted_secret", "did you mean env:"), ("awssm:planted-secret", "did you mean aws-sm:"),
            ("literal:planted-secret", "--allow-literal-secrets"), ("env:planted-secret!", "letters, digits and _"),
            ("env:9planted", "letters, digits and _"), ("env:", "letters, digits and _"),
            ("file:", "the path is missing"),
            ("file:x#", "the key after # is missing"), ("file:{planted}/x", "{seller}, {region} or {application}"),
            ("aws-sm:#k", "the name is missing"), ("aws-sm:x?planted=1", "region, stage, version"),
            ("aws-sm:x?region=eu-west-1#planted", "NAME#key?option=value"),
            ("aws-agent:x?region=planted", "takes no options"), ("aws-ssm:planted/x", "begins with a slash"),
            ("exec:planted", "a JSON list"), ("exec:[]", "a JSON list"), (#"exec:["a"] planted"#, "text follows"),
            ("file:a\nplanted", "line break"),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: SecretError.self) { try SecretReference(text) }
        #expect(error.code == .invalid)
        #expect(error.description.contains(says))
        #expect(!error.description.contains("planted"))
    }

    @Test("keeps a literal's value out of its text and its log lines")
    func literal() throws {
        let reference = try SecretReference("literal:planted#x?y", allowsLiteral: true)
        #expect(reference.description == "literal:<redacted>")
        #expect(!String(reflecting: reference).contains("planted"))
        #expect(reference.literal?.reveal() == "planted#x?y")
    }

    @Test("names another stage of the same secret only where there are stages and none is named")
    func stages() throws {
        let staged = try SecretReference("aws-sm:app#key?region=eu-west-1").staged("AWSPREVIOUS")
        #expect(staged?.description == "aws-sm:app#key?region=eu-west-1&stage=AWSPREVIOUS")
        #expect(try SecretReference("aws-agent:app#key").staged("AWSPENDING")?.stage == "AWSPENDING")
        for text in ["aws-ssm:/app", "env:A", "file:a", "aws-sm:app?stage=AWSCURRENT", "aws-sm:app?version=7"] {
            #expect(try SecretReference(text).staged("AWSPREVIOUS") == nil)
        }
    }

    @Test("fills its placeholders for one seller")
    func fills() throws {
        let file = try SecretReference("file:{application}/{seller}/{region}.json#{seller}.token")
        #expect(file.placeholders == [.seller, .region, .application])
        let filled = try file.filled(seller: "acme-1", region: "EU", application: "main")
        #expect(filled.description == "file:main/acme-1/EU.json#acme-1.token")
        #expect(filled.placeholders.isEmpty)
        let variable = try SecretReference("env:TOKEN_{seller}_{region}")
        #expect(try variable.filled(seller: "acme-1.x", region: "EU", application: "m").name == "TOKEN_ACME_1_X_EU")
        let exec = try SecretReference(#"exec:["get", "{seller}"]"#)
        #expect(try exec.filled(seller: "acme", region: "EU", application: "m").arguments == ["get", "acme"])
    }

    @Test(
        "lets no value lead to another path",
        arguments: ["../other", "a/b", "..", ".", "", "a b", "a{region}", "a\u{0}b", "ä"])
    func refusesValue(value: String) throws {
        let reference = try SecretReference("file:tokens/{seller}")
        let error = try #require(throws: SecretError.self) {
            try reference.filled(seller: value, region: "EU", application: "main")
        }
        #expect(error.code == .invalid)
    }
}
