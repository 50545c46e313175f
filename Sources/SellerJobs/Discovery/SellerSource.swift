/// A place in AWS whose names tell which sellers there are.
package enum SellerSource: Sendable, Hashable, CustomStringConvertible {
    /// Secrets of Secrets Manager whose names begin alike, such as `prod/spapi/sellers/`.
    case secretsPrefix(String)
    /// Parameters of Parameter Store below a path, such as `/prod/spapi/sellers/`. Ends with a slash.
    case parameterPath(String)

    /// What all names there begin with.
    package var beginning: String {
        switch self {
        case .secretsPrefix(let text), .parameterPath(let text): text
        }
    }

    /// The place for people.
    package var description: String {
        switch self {
        case .secretsPrefix(let prefix): "Secrets Manager below \(prefix)"
        case .parameterPath(let path): "Parameter Store below \(path)"
        }
    }

    /// The place in the store.
    package var key: String {
        switch self {
        case .secretsPrefix(let prefix): "aws-sm:\(prefix)"
        case .parameterPath(let path): "aws-ssm:\(path)"
        }
    }
}
