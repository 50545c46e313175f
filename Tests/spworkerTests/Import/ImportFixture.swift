@testable import spworker

/// What a text of another client's settings holds.
func imported(
    _ text: String, format: ImportFormat? = nil, seller: String? = nil
) throws(ConfigurationError) -> ImportedSettings {
    try ImportedSettings(Array(text.utf8), name: "settings", format: format, seller: seller)
}

/// The problems of a text; none when it can be taken over.
func importProblems(_ text: String, format: ImportFormat? = nil, seller: String? = nil) -> [String] {
    importProblems(Array(text.utf8), format: format, seller: seller)
}

/// The problems of a file's bytes.
func importProblems(_ bytes: [UInt8], format: ImportFormat? = nil, seller: String? = nil) -> [String] {
    do throws(ConfigurationError) {
        _ = try ImportedSettings(bytes, name: "settings", format: format, seller: seller)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// Small settings in each format. Every value that must not be seen begins with `planted`.
enum ImportSample {
    static let saleweaver = """
        version: '1.0'

        default:
          refresh_token: planted-token-1
          lwa_app_id: planted-id
          lwa_client_secret: "planted-secret"
        Big Corp:
          refresh_token: planted-token-2
          lwa_app_id: planted-id
          lwa_client_secret: "planted-secret"

        """

    static let airbyte = """
        {
          "auth_type": "oauth2.0",
          "aws_environment": "PRODUCTION",
          "region": "DE",
          "account_type": "Seller",
          "lwa_app_id": "planted-id",
          "lwa_client_secret": "planted-secret",
          "refresh_token": "planted-token",
          "replication_start_date": "2024-01-01T00:00:00Z"
        }
        """

    static let node = """
        # application
        SELLING_PARTNER_APP_CLIENT_ID=planted-id
        SELLING_PARTNER_APP_CLIENT_SECRET=planted=secret#with==signs

        """

    static let fika = """
        {
          // for development
          "Logging": { "LogLevel": { "Default": "Information" } },
          "FikaAmazonAPI": {
            "AccessKey": "planted-key",
            "SecretKey": "planted-key",
            "RoleArn": "planted-role",
            "ClientId": "planted-id",
            "ClientSecret": "planted-secret",
            "RefreshToken": "planted-token", /* of the shop */
            "MarketPlaceID": "A1F83G8C2ARO7P",
            "SellerId": "A2EXAMPLE",
          },
        }
        """

    static let all: [(format: ImportFormat, text: String)] = [
        (.saleweaver, saleweaver), (.airbyte, airbyte), (.amazonSPAPI, node), (.fika, fika),
    ]
}
