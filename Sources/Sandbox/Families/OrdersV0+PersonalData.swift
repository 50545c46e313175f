/// The personal data of orders, made up like the rest. Each member is there only when it was asked for.
extension OrdersV0 {
    static func personalData(of order: FakeOrder, _ elements: Set<String>, to writer: inout JSONWriter) {
        let number = order.number % 100 + 1
        let country = order.marketplace.country
        if elements.contains("buyerInfo") || elements.contains("buyerTaxInformation") {
            writer.member(
                "BuyerInfo",
                object: { writer in
                    if elements.contains("buyerInfo") {
                        writer.member("BuyerEmail", "buyer-\(number)@marketplace.example")
                        writer.member("BuyerName", "Sample Buyer \(number)")
                    }
                    if elements.contains("buyerTaxInformation") {
                        writer.member(
                            "BuyerTaxInfo",
                            object: { writer in
                                writer.member("CompanyLegalName", "Sample Company \(number)")
                                writer.member("TaxingRegion", country)
                            })
                    }
                })
        }
        guard elements.contains("shippingAddress") else { return }
        writer.member(
            "ShippingAddress",
            object: { writer in
                writer.member("Name", "Sample Buyer \(number)")
                writer.member("AddressLine1", "\(number) Sample Street")
                writer.member("City", "Sampleton")
                writer.member("PostalCode", String(10_000 + number))
                writer.member("CountryCode", country)
            })
    }

    static func personalData(ofItemOf order: FakeOrder, _ elements: Set<String>, to writer: inout JSONWriter) {
        guard elements.contains("buyerInfo") else { return }
        writer.member(
            "BuyerInfo",
            object: { writer in
                writer.member("GiftMessageText", "For sample buyer \(order.number % 100 + 1)")
            })
    }
}
