/// Where a secret is to be found. Configuration and database hold references, never the values.
///
/// | Written | Means |
/// | --- | --- |
/// | `env:NAME` | an environment variable |
/// | `file:PATH#key` | a file, or one key in a JSON, YAML or `KEY=VALUE` file |
/// | `aws-sm:NAME_OR_ARN#key?region=&stage=&version=` | AWS Secrets Manager |
/// | `aws-ssm:/PATH#key?region=` | AWS Systems Manager Parameter Store |
/// | `aws-agent:NAME#key` | the AWS Secrets Manager Agent on this machine |
/// | `exec:["program", "argument"]#key` | what a program prints |
/// | `literal:VALUE` | the value itself; for tests, and refused unless it is allowed |
///
/// `\#` stands for a `#` inside a path. ``description`` is text that parses to an equal reference, except that the
/// value of a literal is redacted.
public struct SecretReference: Sendable, Equatable {
    /// The part before the first colon.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// An environment variable.
        case environment = "env"
        /// A file.
        case file
        /// AWS Secrets Manager.
        case awsSecretsManager = "aws-sm"
        /// AWS Systems Manager Parameter Store.
        case awsParameterStore = "aws-ssm"
        /// The AWS Secrets Manager Agent.
        case awsAgent = "aws-agent"
        /// A program's output.
        case exec
        /// The value itself.
        case literal
    }

    /// Who answers for it.
    public let scheme: Scheme
    /// The variable, path, secret or parameter; empty for `exec` and `literal`.
    public internal(set) var name: String
    /// The key to pick from structured content; `nil` takes the whole content.
    public internal(set) var key: String?
    /// The AWS region to ask, or `nil` for the default one.
    public internal(set) var region: String?
    /// The version stage, such as `AWSPENDING`; `nil` for the current one. Secrets Manager only.
    public internal(set) var stage: String?
    /// The version's identifier; `nil` for the one that the stage names. Secrets Manager only.
    public internal(set) var version: String?
    /// The program and its arguments. `exec` only.
    public internal(set) var arguments: [String] = []
    /// The value of a `literal`.
    public let literal: Secret?

    init(scheme: Scheme, name: String = "", key: String? = nil, literal: Secret? = nil) {
        self.scheme = scheme
        self.name = name
        self.key = key
        self.literal = literal
    }

    /// Reads a reference.
    ///
    /// - Parameters:
    ///   - text: The reference as a person wrote it.
    ///   - allowsLiteral: Whether `literal:VALUE` is accepted. Defaults to no.
    /// - Throws: `SecretError` with the code `invalid`. Text that is no reference is never repeated in it, because it
    ///   may be the secret.
    public init(_ text: String, allowsLiteral: Bool = false) throws(SecretError) {
        self = try SecretReferenceParser(allowsLiteral: allowsLiteral).parse(text)
    }

    /// A reference to the environment variable `name`, which must be a valid name.
    public static func environment(_ name: String) -> SecretReference {
        SecretReference(scheme: .environment, name: name)
    }

    /// A reference to the file at `path`, or to one key in it.
    public static func file(_ path: String, key: String? = nil) -> SecretReference {
        SecretReference(scheme: .file, name: path, key: key)
    }
}

extension SecretReference: Hashable {
    public func hash(into hasher: inout Hasher) {
        hasher.combine(scheme)
        hasher.combine(name)
        hasher.combine(key)
        hasher.combine(region)
        hasher.combine(arguments)
    }
}

extension SecretReference: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        var text = scheme.rawValue + ":"
        switch scheme {
        case .literal: text += Secret.redactedText
        case .exec: text += "[" + arguments.map(Self.quoted).joined(separator: ", ") + "]"
        case .environment: text += name
        case .file, .awsSecretsManager, .awsParameterStore, .awsAgent: text += Self.escaped(name)
        }
        if let key { text += "#" + key }
        let options = [("region", region), ("stage", stage), ("version", version)].compactMap { name, value in
            value.map { "\(name)=\($0)" }
        }
        return options.isEmpty ? text : text + "?" + options.joined(separator: "&")
    }

    public var debugDescription: String { description }

    private static func escaped(_ name: String) -> String {
        name.contains("#")
            ? name.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\\#") : name
    }

    private static func quoted(_ argument: String) -> String {
        var text = "\""
        for scalar in argument.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                text += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
