import OperationCatalogue
import Ports
import Secrets

/// Reads applications and sellers from `SP_*` variables, for when nothing is configured.
///
/// `SP_CLIENT_ID`, `SP_CLIENT_SECRET` and `SP_REFRESH_TOKEN` make one application and one seller, both called
/// `default`. `SP_REFRESH_TOKEN__ACME` adds the seller `acme`. A seller's refresh token never falls back to the one
/// without a suffix; the application's credentials do. Any name may end in `_FILE`, and the names of other clients are
/// read too. What is kept are references to the variables, not their values.
struct EnvironmentCredentials {
    let environment: any Environment
    let files: any ConfigurationFiles
    let reader: SettingReader

    /// What the variables say.
    struct Result {
        var applications: [ApplicationSettings] = []
        var sellers: [SellerSettings] = []
        var apiEndpoint: String?
        var lwaEndpoint: String?

        /// The endpoints; those that are set by their own keys win.
        func endpoints(over configured: EndpointSettings) -> EndpointSettings {
            var endpoints = configured
            if let lwaEndpoint, endpoints.lwa == EndpointSettings.defaultLWA { endpoints.lwa = lwaEndpoint }
            if let apiEndpoint {
                for region in Region.allCases where endpoints.regions[region] == nil {
                    endpoints.regions[region] = apiEndpoint
                }
            }
            return endpoints
        }
    }

    func read() -> Result {
        let table = CredentialTable(environment)
        ForeignVariables(environment: environment, reader: reader).check(hasCredentials: !table.isEmpty)
        for notice in UnreadVariables(environment: environment, table: table).notices() { reader.notice(notice) }
        var result = Result()
        result.apiEndpoint = url(.endpoint, table)
        result.lwaEndpoint = url(.lwaEndpoint, table)
        var sellers: [(suffix: String?, token: CredentialTable.Given)] = []
        for suffix in [nil] + table.suffixes.map(Optional.some) {
            refuseServiceWide(suffix, table)
            if let token = table.given(.refreshToken, suffix, reader) {
                sellers.append((suffix, token))
            } else {
                reportOrphans(suffix, table)
            }
        }
        var applications: [String: ApplicationSettings] = [:]
        for (suffix, token) in sellers {
            let application = application(suffix, table)
            if let application, applications.updateValue(application, forKey: application.id) == nil {
                result.applications.append(application)
            }
            guard let application, let seller = seller(suffix, token, application.id, table) else { continue }
            if let other = result.sellers.first(where: { $0.id == seller.id }) {
                reader.report(
                    token.origin, "", "\(other.origin) already gives the seller \(seller.id)", "unset one of them")
            }
            result.sellers.append(seller)
        }
        let hasApplication = !table.names([.clientId, .clientSecret], nil).isEmpty
        if sellers.isEmpty, hasApplication, let application = application(nil, table) {
            // Enough for operations that belong to the application and to no seller.
            result.applications.append(application)
        }
        return result
    }

    // MARK: Pieces

    private func application(_ suffix: String?, _ table: CredentialTable) -> ApplicationSettings? {
        let own = !table.names([.clientId, .clientSecret], suffix).isEmpty
        let suffix = own ? suffix : nil
        let id = table.given(.clientId, suffix, reader)
        let secret = table.given(.clientSecret, suffix, reader)
        guard let id, let secret else {
            if id == nil { reportMissing(.clientId, suffix, table) }
            if secret == nil { reportMissing(.clientSecret, suffix, table) }
            return nil
        }
        let name = suffix?.lowercased() ?? "default"
        return ApplicationSettings(
            id: name, clientId: reference(id, "applications.\(name).clientId"),
            clientSecret: reference(secret, "applications.\(name).clientSecret"), origin: id.origin)
    }

    private func reportMissing(_ variable: CredentialVariable, _ suffix: String?, _ table: CredentialTable) {
        let name = variable.names[0] + (suffix.map { "__\($0)" } ?? "")
        guard !wasReported(name) else { return }
        let other = suffix == nil ? UnreadVariables(environment: environment, table: table).other(for: variable) : nil
        let hint = other.map { " (\($0) is set, but that name is not read)" } ?? ""
        reader.report(.environment(name), "", "this is missing", "set \(name), or \(name)_FILE\(hint)")
    }

    private func seller(
        _ suffix: String?, _ token: CredentialTable.Given, _ application: String, _ table: CredentialTable
    ) -> SellerSettings? {
        let id = suffix?.lowercased() ?? "default"
        guard let region = region(suffix, table) else { return nil }
        return SellerSettings(
            id: id, application: application, region: region, sellerId: nil, marketplaces: [],
            refreshToken: reference(token, "sellers.\(id).refreshToken"), authorizedAt: nil,
            sandbox: sandbox(suffix, table), tags: [], origin: token.origin)
    }

    /// The seller's own region, else the one without a suffix, else North America. A country stands for its region.
    private func region(_ suffix: String?, _ table: CredentialTable) -> Region? {
        guard let given = table.given(.region, suffix, reader) ?? table.given(.region, nil, reader) else {
            return .northAmerica
        }
        guard let text = text(given) else { return nil }
        if let place = Marketplace.named(text), Region(rawValue: text.uppercased()) == nil { return place.region }
        do throws(RegionText.Flaw) {
            return try RegionText.parse(text)
        } catch {
            if !wasReported(given.name) { reader.report(given.origin, "", error.message, error.cure) }
            return nil
        }
    }

    private func sandbox(_ suffix: String?, _ table: CredentialTable) -> Bool {
        guard let given = table.given(.sandbox, suffix, reader) ?? table.given(.sandbox, nil, reader),
            let text = text(given)
        else { return false }
        if let flag = ["true": true, "1": true, "false": false, "0": false][text.lowercased()] { return flag }
        if !wasReported(given.name) {
            reader.report(given.origin, "", "\(PrintableText.quoted(text)) does not fit here", "write true or false")
        }
        return false
    }

    private func url(_ variable: CredentialVariable, _ table: CredentialTable) -> String? {
        guard let given = table.given(variable, nil, reader), let text = text(given) else { return nil }
        switch ServiceURL.check(text) {
        case .success(let url): return url
        case .failure(let flaw):
            reader.report(given.origin, "", flaw.message, flaw.cure)
            return nil
        }
    }

    private func reference(_ given: CredentialTable.Given, _ path: String) -> SecretReference {
        reader.record(path, given.origin)
        return given.isFile ? .file(reader.absolute(given.text, at: given.origin)) : .environment(given.name)
    }

    /// The value of a variable that holds no secret, from its file if it names one.
    private func text(_ given: CredentialTable.Given) -> String? {
        guard given.isFile else { return given.text }
        do throws(ConfigurationFileFailure) {
            let path = reader.absolute(given.text, at: given.origin)
            if let text = try files.text(at: path) {
                return text.split(whereSeparator: \.isWhitespace).first.map(String.init)
            }
            if !wasReported(given.name) {
                reader.report(given.origin, "", "the file it names does not exist", "correct the path")
            }
        } catch {
            if !wasReported(given.name) {
                reader.report(
                    given.origin, "", "the file it names cannot be read (\(error.reason))", "correct the path")
            }
        }
        return nil
    }

    // MARK: Left-overs

    private func refuseServiceWide(_ suffix: String?, _ table: CredentialTable) {
        guard let suffix else { return }
        for name in table.names([.endpoint, .lwaEndpoint], suffix) {
            reader.report(
                .environment(name), "", "endpoints are the same for all sellers", "set the name without __\(suffix)")
        }
    }

    private func reportOrphans(_ suffix: String?, _ table: CredentialTable) {
        guard let suffix else { return }
        let lack = "there is no refresh token for the seller \(suffix.lowercased())"
        for name in table.names([.clientId, .clientSecret, .region, .sandbox], suffix) {
            if name.contains("__") {
                reader.report(.environment(name), "", lack, "set SP_REFRESH_TOKEN__\(suffix), or unset this one")
            } else {
                // The rest of the name may as well be somebody's own word, such as LWA_CLIENT_SECRET_AGE.
                reader.notice("\(name) is not used: \(lack); set SP_REFRESH_TOKEN__\(suffix) if that is one")
            }
        }
    }

    private func wasReported(_ name: String) -> Bool {
        reader.problems.contains { $0.origin == .environment(name) }
    }
}
