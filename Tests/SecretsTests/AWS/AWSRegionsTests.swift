import Testing

@testable import Secrets

@Suite("The region of a reference")
struct AWSRegionsTests {
    private static let arn = "aws-sm:arn:aws:secretsmanager:ap-south-1:123456789012:secret:app-AbCdEf"

    @Test("is named by the strongest of ARN, option, configuration, environment, profile and machine")
    func order() throws {
        let plain = try SecretReference("aws-sm:app")
        func region(
            _ reference: SecretReference, _ environment: [String: String] = [:], configured: String? = nil,
            profile: String? = nil, machine: String? = nil
        ) throws -> String {
            try AWSRegions(environment: environment, configured: configured, profile: profile)
                .choice(for: reference, machine: machine).region
        }
        let both = ["AWS_REGION": "r-new", "AWS_DEFAULT_REGION": "r-old"]
        #expect(try region(plain, machine: "r-machine") == "r-machine")
        #expect(try region(plain, profile: "r-profile", machine: "r-machine") == "r-profile")
        #expect(try region(plain, ["AWS_DEFAULT_REGION": "r-old"], profile: "r-profile") == "r-old")
        #expect(try region(plain, both) == "r-new")
        #expect(try region(plain, ["AWS_REGION": "", "AWS_DEFAULT_REGION": "r-old"]) == "r-old")
        #expect(try region(plain, both, configured: "r-config") == "r-config")
        #expect(try region(SecretReference("aws-sm:app?region=r-own"), both, configured: "r-config") == "r-own")
        #expect(try region(SecretReference(Self.arn), both, configured: "r-config") == "ap-south-1")
    }

    @Test("is told with its source, and with a warning when two variables differ")
    func sources() throws {
        let regions = AWSRegions(environment: ["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"])
        #expect(regions.standard == .init(region: "a", source: "AWS_REGION"))
        #expect(regions.warning?.contains("AWS_DEFAULT_REGION differ") == true)
        #expect(AWSRegions(environment: ["AWS_REGION": "a", "AWS_DEFAULT_REGION": "a"]).warning == nil)
    }

    @Test("is an error when nobody names it, when two name different ones, or when it is none")
    func errors() async throws {
        let finder = RegionFinder(AWSRegions(environment: [:]))
        for (text, says) in [
            ("aws-sm:app", "AWS_REGION"), (Self.arn + "?region=eu-west-1", "leave ?region= out"),
            ("aws-sm:app?region=evil.example.com", "like eu-west-1"),
        ] {
            let error = await #expect(throws: SecretError.self) { try await finder.region(for: SecretReference(text)) }
            #expect(error?.code == .invalid)
            #expect(error?.description.contains(says) == true)
        }
    }

    @Test("is asked of the machine only when nothing else tells")
    func machine() async throws {
        let asked = CallCount()
        let machine: RegionFinder.Machine = {
            _ = asked.next()
            return "here"
        }
        let silent = RegionFinder(AWSRegions(environment: [:]), machine: machine)
        #expect(try await silent.region(for: SecretReference(Self.arn)) == "ap-south-1")
        #expect(
            try await RegionFinder(AWSRegions(environment: ["AWS_REGION": "a"]), machine: machine).region(nil) == "a")
        #expect(asked.next() == 1)
        #expect(try await silent.region(nil) == "here")
        #expect(try await silent.region("given") == "given")
        #expect(asked.next() == 3)
    }
}
