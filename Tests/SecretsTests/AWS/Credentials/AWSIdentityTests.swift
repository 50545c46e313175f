import JobStoreTesting
import Ports
import Secrets
import Testing

@Suite("Who and where this process is to AWS")
struct AWSIdentityTests {
    @Test("takes regions and endpoints from variables and the profile")
    func places() async throws {
        let machine = FakeMachine(
            ["AWS_PROFILE": "a"],
            config: "[profile a]\nregion = eu-west-3\nservices = s\n[services s]\nssm =\n  endpoint_url = http://ssm\n")
        let identity = AWSIdentity(machine.surroundings)
        #expect(try await identity.regions().standard?.region == "eu-west-3")
        #expect(try await identity.regions().standard?.source == "the profile")
        let endpoints = try await identity.endpoints()
        #expect(try endpoints.url(.parameterStore, region: "eu-west-3") == "http://ssm")
        #expect(
            try endpoints.url(.secretsManager, region: "eu-west-3") == "https://secretsmanager.eu-west-3.amazonaws.com")
        #expect(try await AWSIdentity(profile: "", FakeMachine().surroundings).profile() == nil)
    }

    @Test("asks the machine for its region once, and not again at once when it does not say")
    func machineRegion() async throws {
        let region = "http://169.254.169.254/latest/meta-data/placement/region"
        let zone = "http://169.254.169.254/latest/meta-data/placement/availability-zone"
        for said in [region, zone] {
            let machine = FakeMachine(
                transport: ScriptedTransport { request in
                    if request.url == said {
                        let text = said == zone ? "eu-north-1b" : "eu-north-1\n"
                        return HTTPResponse(status: 200, body: HTTPBody(Array(text.utf8)))
                    }
                    return request.method == "PUT" ? try WholeMachine.answer(request) : HTTPResponse(status: 404)
                })
            let identity = AWSIdentity(machine.surroundings)
            #expect(await identity.machineRegion() == "eu-north-1")
            let count = machine.transport.requests.count
            #expect(await identity.machineRegion() == "eu-north-1")
            #expect(machine.transport.requests.count == count)
        }
        let silent = FakeMachine()
        let identity = AWSIdentity(silent.surroundings)
        #expect(await identity.machineRegion() == nil)
        #expect(await identity.machineRegion() == nil)
        #expect(silent.transport.requests.count == 1)
    }
}
