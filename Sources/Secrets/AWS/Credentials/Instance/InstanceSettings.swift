import Ports

/// How the instance's metadata service is asked.
package struct InstanceSettings: Sendable, Equatable {
    /// Where it is, without a slash at the end.
    package let endpoint: String
    /// Whether it may be asked without a token when it gives none.
    package let allowsVersion1: Bool
    /// How long one question may take.
    package let timeout: Duration
    /// How often a question is asked at most.
    package let attempts: Int

    /// Reads the variables, and the profile where they say nothing.
    ///
    /// - Returns: `nil` when `AWS_EC2_METADATA_DISABLED` is `true`.
    /// - Throws: `SecretError` with the code `invalid` for values that mean nothing.
    package init?(_ surroundings: AWSSurroundings, profile: AWSProfile?) throws(SecretError) {
        guard !surroundings.isTrue("AWS_EC2_METADATA_DISABLED") else { return nil }
        func value(_ variable: String, _ key: String) -> String? { surroundings.variable(variable) ?? profile?[key] }

        let mode = value("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")
        let usual: String
        switch mode?.lowercased() {
        case nil, "ipv4": usual = "http://169.254.169.254"
        case "ipv6": usual = "http://[fd00:ec2::254]"
        default:
            throw Self.invalid(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "is neither IPv4 nor IPv6", "write one of them")
        }
        var endpoint = value("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint") ?? usual
        while endpoint.hasSuffix("/") { endpoint.removeLast() }
        let lower = endpoint.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"),
            endpoint.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !endpoint.contains(where: { "?#@\\".contains($0) })
        else {
            throw Self.invalid(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT", "is not an address of http", "write it like \(usual)")
        }
        self.endpoint = endpoint
        allowsVersion1 = value("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")?.lowercased() != "true"
        timeout = .seconds(
            try Self.number(
                value("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"), "AWS_METADATA_SERVICE_TIMEOUT"))
        attempts = try Self.number(
            value("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"),
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS")
    }

    private static func number(_ text: String?, _ variable: String) throws(SecretError) -> Int {
        guard let text else { return 1 }
        guard let number = Int(text), (1...60).contains(number) else {
            throw invalid(variable, "is not a number from 1 to 60", "correct it, or leave it out for 1")
        }
        return number
    }

    private static func invalid(_ variable: String, _ what: String, _ cure: String) -> SecretError {
        SecretError(.invalid, reference: nil, message: "\(variable) \(what)", cure: cure)
    }
}
