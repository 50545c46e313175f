public import Ports

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The environment that this process was started with.
///
/// It is read once, when the value is created: what a library sets later with `setenv` is not seen.
public struct ProcessEnvironment: Environment {
    private let variables: [String: String]

    /// Reads the environment.
    public init() {
        variables = ProcessInfo.processInfo.environment
    }

    public var names: [String] { Array(variables.keys) }

    public func value(_ name: String) -> String? { variables[name] }
}
