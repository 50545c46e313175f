import JobStoreTesting
import Ports
import Secrets
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("The redactor")
struct RedactorTests {
    private static let value = #"s3cr/et+va"lue\?é &="#

    @Test(
        "hides a registered value in the forms in which it leaks",
        arguments: [
            value, "s3cr%2Fet%2Bva%22lue%5C%3F%C3%A9%20%26%3D", "s3cr%2fet%2bva%22lue%5c%3f%c3%a9%20%26%3d",
            "s3cr%2Fet%2Bva%22lue%5C%3F%C3%A9+%26%3D", #"s3cr/et+va\"lue\\?é &="#, #"s3cr\/et+va\"lue\\?é &="#,
            Data(value.utf8).base64EncodedString(),
            Data(value.utf8).base64EncodedString().replacing("=", with: ""),
            Data(value.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_"),
        ])
    func forms(form: String) {
        let redactor = Redactor()
        redactor.register(Secret(Self.value))
        #expect(redactor.redact("before \(form) after") == "before <redacted> after")
        #expect(redactor.redact(form) == "<redacted>")
        #expect(redactor.redact("\(form), \(form)") == "<redacted>, <redacted>")
    }

    @Test(
        "hides Amazon's tokens and presigned queries that nobody registered",
        arguments: [
            ("token Atzr|IwEBIabc-_/+= end", "token <redacted> end"), ("\"Atza|x.y\"", "\"<redacted>\""),
            ("a=Atc|abc&b=1", "a=<redacted>&b=1"), ("refresh_token=Atzr%7CIwEB&x", "refresh_token=<redacted>&x"),
            ("id amzn1.oa2-cs.v1.0123abc.", "id <redacted>"),
            (
                "https://b/x?X-Amz-Credential=A%2FB&X-Amz-Date=2026&X-Amz-Signature=0aF",
                "https://b/x?X-Amz-Credential=<redacted>&X-Amz-Date=2026&X-Amz-Signature=<redacted>"
            ),
            ("x-amz-security-token=abc", "x-amz-security-token=<redacted>"),
        ])
    func patterns(text: String, expected: String) {
        #expect(Redactor().redact(text) == expected)
    }

    @Test("leaves everything else as it is", arguments: ["", "a", "plain text, ätzend Atz", "Xylophone amzn1.account"])
    func leavesAlone(text: String) {
        let redactor = Redactor()
        redactor.register(Secret("short"))
        redactor.register(Secret("unrelated"))
        #expect(redactor.redact(text + " short") == text + " short")
    }

    @Test("hides the longest of nested values and joins overlapping ones")
    func overlaps() {
        let redactor = Redactor()
        for value in ["abcdefgh", "cdefgh", "fghijklm"] { redactor.register(Secret(value)) }
        #expect(redactor.redact("<abcdefgh>") == "<<redacted>>")
        #expect(redactor.redact("<abcdefghijklm>") == "<<redacted>>")
        #expect(redactor.redact("cdefgh") == "<redacted>")
    }

    @Test("forgets the oldest values past its capacity, and no newer ones")
    func capacity() {
        let redactor = Redactor(capacity: 10)
        for number in 0..<15 { redactor.register(Secret("value-\(number + 100)")) }
        #expect(redactor.redact("value-100") == "value-100")
        for number in 5..<15 { #expect(redactor.redact("value-\(number + 100)") == "<redacted>") }
    }

    @Test("finds any of 20,000 values that begin alike, wherever they stand")
    func manyValues() {
        let random = SeededRandom(seed: 20_260_930)
        let redactor = Redactor()
        var values: [String] = []
        for _ in 0..<20_000 {
            let value = "shared-beginning-" + random.identifier()
            values.append(value)
            redactor.register(Secret(value))
        }
        for _ in 0..<300 {
            let value = random.pick(values)
            let before = String(random.identifier().prefix(random.below(30)))
            let after = String(random.identifier().prefix(random.below(30)))
            #expect(redactor.redact(before + value + after) == before + "<redacted>" + after, "seed \(random.seed)")
        }
        #expect(redactor.redact("shared-beginning-none") == "shared-beginning-none")
    }
}
