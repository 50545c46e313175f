import Secrets

/// Who this program is to AWS, where the usual variables and files do not say it.
package struct AWSSettings: Sendable, Hashable {
    /// The profile in the AWS command line's files; `nil` for what `AWS_PROFILE` says. When it is set, keys in variables do
    /// not count.
    package var profile: String?
    /// The region for references that name none; `nil` for what the variables, the profile or the machine say.
    package var region: String?
    /// The URL of the Secrets Manager Agent on this machine; `nil` for its usual one, or the one of Lambda's extension.
    package var agent: String?

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        profile = section.text("profile", due: "the name of an AWS profile")
        region = section.value("region", due: "an AWS region such as eu-west-1") { text in
            AWSRegions.isName(text) ? text : nil
        }
        agent = section.serviceURL("agent")
        if let agent, !ServiceURL.isLocal(agent) {
            section.report("agent", "the agent runs on the same machine", "write http://localhost:PORT")
            self.agent = nil
        }
    }
}
