/// A service of AWS that is called.
package enum AWSService: String, Sendable, Hashable, CaseIterable {
    /// Secrets Manager.
    case secretsManager
    /// Systems Manager, for its Parameter Store.
    case parameterStore
    /// Security Token Service.
    case securityTokens
    /// The portal of IAM Identity Center, which gives keys for a login.
    case signOn
    /// Simple Storage Service.
    case storage

    /// What a signature names the service.
    package var signingName: String {
        switch self {
        case .secretsManager: "secretsmanager"
        case .parameterStore: "ssm"
        case .securityTokens: "sts"
        case .signOn: "awsssoportal"
        case .storage: "s3"
        }
    }

    /// The environment variable that sends its calls elsewhere.
    package var endpointVariable: String { "AWS_ENDPOINT_URL_" + profileKey.uppercased() }

    /// Its name in the `services` section of a profile.
    package var profileKey: String {
        switch self {
        case .secretsManager: "secrets_manager"
        case .parameterStore: "ssm"
        case .securityTokens: "sts"
        case .signOn: "sso"
        case .storage: "s3"
        }
    }

    /// Its name for people.
    package var title: String {
        switch self {
        case .secretsManager: "Secrets Manager"
        case .parameterStore: "Parameter Store"
        case .securityTokens: "Security Token Service"
        case .signOn: "IAM Identity Center"
        case .storage: "S3"
        }
    }

    /// The first labels of its hosts.
    var hostPrefix: String {
        switch self {
        case .secretsManager: "secretsmanager"
        case .parameterStore: "ssm"
        case .securityTokens: "sts"
        case .signOn: "portal.sso"
        case .storage: "s3"
        }
    }
}
