import Overview

/// What is to be said of the configuration itself.
enum ConfigurationCondition {
    /// A configuration that can be used.
    ///
    /// - Parameters:
    ///   - allowsLiteral: Whether `--allow-literal-secrets` is given.
    ///   - allowsInsecure: Whether `--insecure-files` is given.
    static func findings(
        _ configuration: Configuration, allowsLiteral: Bool = false, allowsInsecure: Bool = false
    ) -> [DoctorFinding] {
        let place = configuration.file ?? "The environment"
        var findings: [DoctorFinding] = []
        if configuration.sellers.isEmpty {
            findings.append(
                .fault(
                    .configuration, "No seller is configured.",
                    cure: "Add one under 'sellers:', or set SP_CLIENT_ID, SP_CLIENT_SECRET and SP_REFRESH_TOKEN; "
                        + "'spworker init' writes a file to begin with."))
        } else {
            let sellers = Set(configuration.sellers.map(\.id)).count
            let entries = configuration.sellers.count > sellers ? " (\(configuration.sellers.count) with regions)" : ""
            findings.append(
                .ok(
                    .configuration,
                    "\(place): \(counted(configuration.applications.count, "application")), "
                        + "\(counted(sellers, "seller"))\(entries)."))
        }
        findings += configuration.notices.map { .note(.configuration, sentence($0)) }
        findings += configuration.foundFlaws.map {
            .warning(
                .configuration, sentence($0),
                cure: "Rename or remove it where it lies, or correct the template under 'sellerTemplates'.")
        }
        let used = Set(configuration.sellers.map(\.application))
        findings += configuration.applications.filter { !used.contains($0.id) && !configuration.sellers.isEmpty }.map {
            .note(.configuration, "No seller belongs to this application.", about: "application \($0.id)")
        }
        if allowsLiteral {
            findings.append(.note(.configuration, "Secrets may be written out: --allow-literal-secrets is for tests."))
        }
        if allowsInsecure {
            findings.append(.note(.configuration, "Secret files that others can read are taken: --insecure-files."))
        }
        return findings
    }

    /// A configuration with problems. Nothing else can be looked at.
    static func findings(_ error: ConfigurationError) -> [DoctorFinding] {
        error.problems.map { fault($0, .configuration) }
    }

    /// A problem as a fault.
    static func fault(_ problem: ConfigurationProblem, _ group: DoctorFinding.Group) -> DoctorFinding {
        let subject = problem.path.isEmpty ? "\(problem.origin)" : "\(problem.origin), \(problem.path)"
        return .fault(group, sentence(problem.message), about: subject, cure: sentence(problem.cure))
    }
}
