/// The settings of another client that can be taken over. The raw values are what `--format` takes.
enum ImportFormat: String, CaseIterable, Sendable {
    /// `credentials.yml` of saleweaver's python-amazon-sp-api: a map of accounts.
    case saleweaver
    /// The configuration of Airbyte's source-amazon-seller-partner: one seller, or several in a list.
    case airbyte
    /// `.amzspapi/credentials` of the Node client amazon-sp-api: lines of `KEY=VALUE`, without a seller.
    case amazonSPAPI = "amazon-sp-api"
    /// The section `FikaAmazonAPI` in the `appsettings.json` of a C# program.
    case fika

    /// What it is called in messages.
    var title: String {
        switch self {
        case .saleweaver: "credentials.yml of saleweaver's python-amazon-sp-api"
        case .airbyte: "a configuration of Airbyte's source-amazon-seller-partner"
        case .amazonSPAPI: ".amzspapi/credentials of the Node client amazon-sp-api"
        case .fika: "FikaAmazonAPI settings of a C# program"
        }
    }

    /// The key's name as the format writes it.
    func name(of field: CredentialField) -> String {
        switch (self, field) {
        case (.saleweaver, .clientID), (.airbyte, .clientID): "lwa_app_id"
        case (.saleweaver, .clientSecret), (.airbyte, .clientSecret): "lwa_client_secret"
        case (.saleweaver, .refreshToken), (.airbyte, .refreshToken): "refresh_token"
        case (.amazonSPAPI, .clientID): "SELLING_PARTNER_APP_CLIENT_ID"
        case (.amazonSPAPI, .clientSecret): "SELLING_PARTNER_APP_CLIENT_SECRET"
        case (.amazonSPAPI, .refreshToken): "SP_REFRESH_TOKEN"
        case (.fika, .clientID): "ClientId"
        case (.fika, .clientSecret): "ClientSecret"
        case (.fika, .refreshToken): "RefreshToken"
        case (_, .region): "region"
        case (_, .marketplace): "MarketPlaceID"
        case (_, .sellerID): "SellerId"
        case (_, .environment): "aws_environment"
        }
    }

    /// Whether every account must have a refresh token. The Node client is given it in code.
    var needsRefreshToken: Bool { self != .amazonSPAPI }

    /// The accounts that a document of this format holds, still unread.
    func sections(_ root: SettingNode, _ findings: inout ImportFindings) -> [AccountSection] {
        switch self {
        case .saleweaver: SaleweaverFormat.sections(root, &findings)
        case .airbyte: AirbyteFormat.sections(root, &findings)
        case .amazonSPAPI: NodeClientFormat.sections(root, &findings)
        case .fika: FikaFormat.sections(root, &findings)
        }
    }
}
