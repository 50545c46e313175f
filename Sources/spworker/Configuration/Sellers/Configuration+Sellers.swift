import SellerJobs

/// Sellers that come and go.
extension Configuration {
    /// Where sellers are listed, each place once.
    var sources: [SellerSource] {
        var seen: Set<SellerSource> = []
        return templates.compactMap { template in
            guard case .place(let source)? = template.naming, seen.insert(source).inserted else { return nil }
            return source
        }
    }

    /// The files that name sellers.
    var sellerFiles: Set<String> {
        Set(
            templates.compactMap { template in
                guard case .file(let file)? = template.naming else { return nil }
                return file.path
            })
    }

    /// The configuration with the sellers that its CSV files name now. Blocks.
    ///
    /// - Throws: Everything that is wrong with them.
    func rereading(_ files: any ConfigurationFiles) throws(ConfigurationError) -> Configuration {
        // Everything else has been read: only the files can have problems, and their paths are absolute.
        let reader = SettingReader(
            allowsLiteralSecrets: true, directory: directory, workingDirectory: directory, home: nil)
        let sellers = SellerReader(reader: reader, files: files, applications: applications.map(\.id))
        var configuration = self
        configuration.tabled = templates.flatMap { template -> [SellerSettings] in
            guard case .file(let file)? = template.naming else { return [] }
            return sellers.sellers(template, sellers.rows(file))
        }
        SellerChecks(reader: reader).check(listed + configuration.tabled)
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        return configuration
    }

    /// The configuration with the sellers whose names were found in places.
    func finding(_ names: [SellerSource: [String]]) -> (configuration: Configuration, discovery: SellerDiscovery) {
        var discovery = SellerDiscovery(beside: listed + tabled)
        for template in templates {
            guard case .place(let source)? = template.naming else { continue }
            discovery.add(names[source] ?? [], in: source, template)
        }
        var configuration = self
        configuration.found = discovery.found
        configuration.foundFlaws = discovery.flaws
        return (configuration, discovery)
    }
}
