import JobStore

/// The keys that a configuration may hold.
enum ConfigurationSchema {
    /// Every key by its path; `[]` stands for the entries of a list, `*` for any key.
    static let paths = ownPaths + hookPaths

    private static let hookPaths = Hook.allCases.flatMap { hook in
        ["post", "secret", "exec"].map { "hooks.\(hook.rawValue)[].\($0)" }
    }

    private static let ownPaths = [
        "database", "jobs",
        "output.directory", "output.mode", "output.minFree", "output.existing",
        "output.s3.bucket", "output.s3.prefix", "output.s3.region", "output.s3.endpoint",
        "output.s3.serverSideEncryption", "output.s3.kmsKeyId", "output.s3.storageClass",
        "worker.concurrency", "worker.perSeller", "worker.drain", "worker.lease",
        "retention.succeeded", "retention.failed", "retention.cancelled", "retention.events", "retention.outputs",
        "retention.inbox", "retention.maxJobs",
        "tokens.store", "tokens.keys",
        "http.userAgent", "http.connectTimeout", "http.requestTimeout", "http.totalTimeout", "http.idleTimeout",
        "http.connectionsPerHost", "http.http2", "http.proxy", "http.caFile",
        "revocation.confirmAfter", "revocation.probeEvery", "revocation.breaker.sellers", "revocation.breaker.share",
        "revocation.breaker.window", "revocation.breaker.pause", "revocation.breaker.maxPause",
        "reports.poll.first", "reports.poll.max", "reports.giveUpAfter",
        "dashboard.listen", "dashboard.token", "dashboard.readToken",
        "aws.profile", "aws.region", "aws.agent",
        "endpoints.lwa", "endpoints.NA", "endpoints.EU", "endpoints.FE",
        "applications", "sellers", "sellerTemplates",
        "applications[].id", "applications[].clientId", "applications[].clientSecret",
        "applications[].secretCreatedAt", "applications[].usagePlans",
        "applications[].usagePlans.*.rate", "applications[].usagePlans.*.burst", "applications[].usagePlans.*.scale",
        "sellers[].id", "sellers[].application", "sellers[].region", "sellers[].sellerId", "sellers[].marketplaces",
        "sellers[].refreshToken", "sellers[].authorizedAt", "sellers[].sandbox", "sellers[].tags",
        "sellerTemplates[].ids", "sellerTemplates[].application", "sellerTemplates[].region",
        "sellerTemplates[].marketplaces", "sellerTemplates[].refreshToken", "sellerTemplates[].authorizedAt",
        "sellerTemplates[].sandbox", "sellerTemplates[].tags",
        "sellerTemplates[].ids.file", "sellerTemplates[].ids.list", "sellerTemplates[].ids.awsSecretsPrefix",
        "sellerTemplates[].ids.ssmPath",
    ]

    /// The keys of a job definition, a file of its own, below `definition`.
    static let definitionPaths =
        [
            "definition.name", "definition.schedule", "definition.every", "definition.timezone", "definition.missed",
            "definition.overlap", "definition.jitter", "definition.sellers", "definition.job", "definition.cursor",
            "definition.retry", "definition.then",
            "definition.missed.all",
            "definition.sellers.tags", "definition.sellers.regions", "definition.sellers.exclude",
            "definition.sellers.list",
            "definition.cursor.field", "definition.cursor.start", "definition.cursor.lookback",
            "definition.cursor.maxWindow", "definition.cursor.until",
            "definition.retry.maxAttempts", "definition.retry.backoff", "definition.retry.maxBackoff",
            "definition.then.run", "definition.then.forEach", "definition.then.limit",
        ] + DefinitionReader.jobKeys.map { "definition.job.\($0)" }

    /// The keys of the map at `path`, in order; those of the top level for an empty path.
    static func keys(under path: String) -> [String] {
        (path.hasPrefix("definition") ? definitionChildren : children)[path] ?? []
    }

    /// The paths that a variable can set: all that do not lie inside a list, sections included.
    static let settable: [[String]] = children.keys.filter { !$0.contains("[]") }.flatMap { parent in
        keys(under: parent).map { (parent.isEmpty ? [] : parent.split(separator: ".").map(String.init)) + [$0] }
    }

    private static let children = tree(paths)
    private static let definitionChildren = tree(definitionPaths)

    private static func tree(_ paths: [String]) -> [String: [String]] {
        var children: [String: [String]] = [:]
        for path in paths {
            var parent = ""
            for part in path.split(separator: ".").map(String.init) {
                let key = part.hasSuffix("[]") ? String(part.dropLast(2)) : part
                if children[parent]?.contains(key) != true { children[parent, default: []].append(key) }
                parent = parent.isEmpty ? part : "\(parent).\(part)"
            }
        }
        return children
    }
}
