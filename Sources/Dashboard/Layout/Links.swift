package import JobModel

/// Addresses of pages.
package enum Links {
    /// A seller's page, or what is done to the seller.
    ///
    /// - Parameter action: What is done: the address of a form.
    package static func seller(_ key: AuthorizationKey, _ action: String? = nil) -> String {
        "/sellers/\(key.seller.percentEncoded)" + (action.map { "/\($0)" } ?? "")
            + "?region=\(key.region.percentEncoded)&application=\(key.application.percentEncoded)"
    }

    /// An application's page, or what is done to it.
    package static func application(_ name: String, _ action: String? = nil) -> String {
        "/applications/\(name.percentEncoded)" + (action.map { "/\($0)" } ?? "")
    }

    /// A page of a list.
    ///
    /// - Parameter fields: What is asked for; fields without a value are left out.
    package static func list(_ section: Section, _ fields: KeyValuePairs<String, String?>) -> String {
        let query = fields.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return section.path + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
    }
}
