/// One operation of a service of AWS.
package struct AWSOperation: Sendable, Hashable {
    /// The service.
    package let service: AWSService
    /// The operation's name, such as `GetSecretValue`.
    package let name: String

    /// Creates an operation.
    package init(_ service: AWSService, _ name: String) {
        self.service = service
        self.name = name
    }

    /// What the header `X-Amz-Target` says.
    var target: String {
        switch service {
        case .secretsManager: "secretsmanager.\(name)"
        case .parameterStore: "AmazonSSM.\(name)"
        case .securityTokens, .signOn, .storage: "\(service.signingName).\(name)"
        }
    }

    /// The right that a policy must grant, such as `secretsmanager:GetSecretValue`.
    package var right: String { "\(service.signingName):\(name)" }
}
