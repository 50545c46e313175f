/// Which role opens which personal data, by the names that Amazon gives them.
package enum RestrictedRoles {
    private static let delivery = "Direct-to-Consumer Delivery (Restricted)"
    private static let invoicing = "Tax Invoicing (Restricted)"
    private static let remittance = "Tax Remittance (Restricted)"

    /// The roles that open a data element; any of them will do.
    private static let byElement = [
        "buyerInfo": [remittance, invoicing],
        "buyerTaxInformation": [invoicing],
        "shippingAddress": [delivery],
    ]

    /// The roles of operations that know no data elements, by family.
    private static let byFamily = [
        "easyShip": [delivery],
        "merchantFulfillment": [delivery],
        "shipping": [delivery],
        "shipmentInvoicing": [invoicing],
    ]

    /// What to ask Amazon for, as the object of "ask for".
    package static func wanted(for resource: RestrictedResource) -> String {
        let known =
            resource.dataElements.isEmpty
            ? byFamily[String(resource.operation.prefix { $0 != "." })].map { [text($0)] } ?? []
            : resource.dataElements.compactMap { element in byElement[element].map { "\(text($0)) for \(element)" } }
        guard !known.isEmpty else {
            return "the restricted role that \(resource.operation) belongs to in Amazon's list of role mappings"
        }
        return "the restricted role \(known.joined(separator: ", "))"
    }

    /// The restricted role that opens the operations of a family, as far as it is known.
    package static func wanted(forFamily family: String) -> String? {
        byFamily[family].map { "the restricted role \(text($0))" }
    }

    private static func text(_ roles: [String]) -> String {
        roles.map { "'\($0)'" }.joined(separator: " or ")
    }
}
