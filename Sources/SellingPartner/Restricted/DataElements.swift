package import OperationCatalogue

/// The personal data that may be asked for in a restricted data token.
package enum DataElements {
    /// Amazon's words for them.
    package static let all = ["buyerInfo", "shippingAddress", "buyerTaxInformation"]

    /// Why `elements` cannot be asked for in a call of `operation`, or `nil` when they can.
    package static func problem(_ elements: [String], of operation: Operation) -> String? {
        let known = operation.restrictedDataElements
        guard !elements.isEmpty else { return nil }
        guard !known.isEmpty else {
            return operation.isRestricted
                ? "\(operation.name) needs no 'dataElements': its personal data is always asked for."
                : "\(operation.name) knows no 'dataElements': leave them out."
        }
        guard let unknown = elements.first(where: { !known.contains($0) }) else { return nil }
        return "\(operation.name) has no data element '\(unknown.prefix(60))', only \(known.joined(separator: ", "))."
    }
}
