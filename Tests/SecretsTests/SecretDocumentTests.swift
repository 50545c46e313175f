import Secrets
import Testing

@Suite("Secret content")
struct SecretDocumentTests {
    private static let dotenv = """
        # comment
        export SP_CLIENT_ID="amzn1.x" # trailing
        SECRET='a=b#c'
        TOKEN = plain=with==equals # gone
        ESCAPED="line\\nnext \\"q\\""
        """

    @Test(
        "gives the value of a key in each format",
        arguments: [
            (#"{"clientSecret": "s1"}"#, "clientSecret", "s1"),
            (#"{"a.b": "flat", "a": {"b": "deep"}}"#, "a.b", "flat"),
            (#"{"a": {"b": "deep"}}"#, "a.b", "deep"), (#"{"a": {"b.c": "dot"}}"#, #"a.b\.c"#, "dot"),
            (#"{"a": [{"b": "item"}]}"#, "a.0.b", "item"), (#"{"n": 12345678901}"#, "n", "12345678901"),
            (#"{"u": "\u00e9\ud83d\ude00\/"}"#, "u", "é😀/"), (#"{"lwa_app_id": "id"}"#, "clientId", "id"),
            (#"{"LWA_REFRESH_TOKEN": "r"}"#, "refresh-token", "r"), (#"{"AppClientSecret": "x"}"#, "clientSecret", "x"),
            ("version: '1.0'\ndefault:\n  refresh_token: yaml\n", "default.refresh_token", "yaml"),
            ("token: NO\n", "token", "NO"), ("token: 0123\n", "token", "0123"),
            (dotenv, "SP_CLIENT_ID", "amzn1.x"), (dotenv, "clientid", "amzn1.x"), (dotenv, "SECRET", "a=b#c"),
            (dotenv, "TOKEN", "plain=with==equals"), (dotenv, "ESCAPED", "line\nnext \"q\""),
            ("Atzr|bare\n", "refreshToken", "Atzr|bare"),
        ])
    func picks(text: String, key: String, value: String) throws {
        #expect(try SecretDocument(text: text, reference: "file:x").value(key: key) == value)
    }

    @Test(
        "is the value itself when no key is named",
        arguments: [
            ("bare\n", "bare"), ("bare\r\n", "bare"), ("with space ", "with space "), ("base64==", "base64=="),
            ("a: b", "a: b"), ("-----BEGIN-----\nx\n-----END-----\n", "-----BEGIN-----\nx\n-----END-----"),
        ])
    func whole(text: String, value: String) throws {
        #expect(try SecretDocument(text: text, reference: "file:x").value(key: nil) == value)
    }

    @Test(
        "explains what is wrong without showing a value",
        arguments: [
            (#"{"clientId": "planted", "other": "planted"}"#, "missing", "the keys are clientId, other"),
            (#"{"a": "planted", "b": 1}"#, nil, "the keys are a, b"),
            ("A=planted\nB=planted\n", nil, "the keys are A, B"),
            (#"{"a": {"b": "planted"}}"#, "a", "pick one of b"), (#"{"a": ["planted"]}"#, "a", "holds a list"),
            (#"{"a": null, "b": "planted"}"#, "a", "is null"), (#"{"a": ""}"#, "a", "is empty"),
            (#"{"a": "planted""#, "a", "not valid JSON"), ("planted", "a", "one bare value"), (" \n", nil, "is empty"),
            (#"{"lwa_client_id": "planted", "lwa_app_id": "planted2"}"#, "clientId", "several keys could be meant"),
        ] as [(String, String?, String)])
    func explains(text: String, key: String?, says: String) throws {
        let error = try #require(throws: SecretError.self) {
            try SecretDocument(text: text, reference: "file:x").value(key: key)
        }
        #expect(error.description.contains(says))
        #expect(!error.description.contains("planted"))
    }

    @Test(
        "is called what it is where it lies",
        arguments: [
            ("file:x#k", "make the file JSON"), ("aws-sm:x#k", "make the secret's value JSON"),
            ("aws-agent:x#k", "make the secret's value JSON"), ("aws-ssm:/x#k", "make the parameter's value JSON"),
            ("exec:[\"x\"]#k", "make what the program prints JSON"),
        ])
    func noun(reference: String, says: String) throws {
        let error = try #require(throws: SecretError.self) {
            try SecretDocument(text: "planted", reference: reference).value(key: "k")
        }
        #expect(error.cure.contains(says) && !error.description.contains("planted"))
    }

    @Test("in a format that its file name promises reports the line that breaks it")
    func formats() throws {
        #expect(SecretFormat(path: "/a/x.JSON") == .json)
        #expect(SecretFormat(path: "x.yml") == .yaml)
        #expect(SecretFormat(path: "/a/.env") == .keyValue)
        #expect(SecretFormat(path: "token") == .automatic)
        let lines = try #require(throws: SecretError.self) {
            try SecretDocument(text: "A=1\nplanted\n", format: .keyValue, reference: "file:.env").value(key: "A")
        }
        #expect(lines.description.contains("line 2 is not KEY=VALUE"))
        #expect(!lines.description.contains("planted"))
        let yaml = try #require(throws: SecretError.self) {
            try SecretDocument(text: "a: 1\nb: 'planted\n", format: .yaml, reference: "file:x.yaml").value(key: "a")
        }
        #expect(yaml.description.contains("not valid YAML"))
        #expect(!yaml.description.contains("planted"))
    }

    @Test("never says key names that look like secrets")
    func hidesOddKeys() throws {
        let error = try #require(throws: SecretError.self) {
            try SecretDocument(text: #"{"Atzr|planted": "x", "good": "y"}"#, reference: "file:x").value(key: "z")
        }
        #expect(error.description.contains("(unprintable), good"))
    }
}
