import Ports

/// Variables of other programs that look as if they meant something here.
struct ForeignVariables {
    let environment: any Environment
    let reader: SettingReader

    /// Left from the days when requests to Amazon's API were signed with AWS keys.
    private static let signing = [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "SP_API_ACCESS_KEY", "SP_API_SECRET_KEY", "SP_API_ROLE_ARN",
        "SP_AWS_ACCESS_KEY_ID", "SP_AWS_SECRET_ACCESS_KEY", "SP_ROLE_ARN", "SELLING_PARTNER_ACCESS_KEY_ID",
        "AWS_SELLING_PARTNER_ACCESS_KEY_ID", "AWS_SELLING_PARTNER_SECRET_ACCESS_KEY", "AWS_SELLING_PARTNER_ROLE",
    ]
    private static let managed = ["SP_API_AWS_SECRET_ID", "SP_API_APP_CREDENTIALS_SECRET_ARN"]

    /// Reports what is ambiguous, and gives one notice for what is ignored.
    ///
    /// - Parameter hasCredentials: Whether credentials come from the environment at all. Without them AWS keys are there
    ///   for somebody else and deserve no notice.
    func check(hasCredentials: Bool) {
        for name in ["SP_API_ENDPOINT", "SP_API_ENDPOINT_FILE"] where isSet(name) {
            reader.report(
                .environment(name), "",
                "this name means the API's address in one client and the token endpoint in another",
                "set SP_ENDPOINT for the API or SP_LWA_ENDPOINT for tokens, and unset it")
        }
        for name in Self.managed where isSet(name) {
            reader.notice(
                "\(name) is ignored: name the secret in spworker.yaml, for example refreshToken: "
                    + "'aws-sm:prod/spapi/acme#refresh_token'")
        }
        guard hasCredentials else { return }
        let ignored = Self.signing.filter(isSet)
        if !ignored.isEmpty {
            reader.notice("ignored, because Amazon's API no longer takes AWS keys: \(ignored.joined(separator: ", "))")
        }
        if isSet("AWS_ENV") { reader.notice("AWS_ENV is ignored; set SP_SANDBOX=true for the sandbox") }
    }

    private func isSet(_ name: String) -> Bool { environment.value(name)?.isEmpty == false }
}
