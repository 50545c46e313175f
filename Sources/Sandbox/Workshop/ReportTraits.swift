/// What the sandbox knows of report types, in its own words: a client that has a wrong table must not find the same
/// mistake here.
enum ReportTraits {
    /// Types that Amazon makes by itself. They are listed, and cannot be asked for.
    static let settlements = [
        "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE", "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2",
        "GET_V2_SETTLEMENT_REPORT_DATA_XML",
    ]

    /// Types whose documents hold personal data.
    static let restricted: Set<String> = [
        "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_INVOICING", "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_TAX",
        "GET_EASYSHIP_DOCUMENTS", "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING",
        "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_INVOICING", "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_SHIPPING",
        "GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_TAX", "GET_FLAT_FILE_ORDER_REPORT_DATA_INVOICING",
        "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING", "GET_FLAT_FILE_ORDER_REPORT_DATA_TAX", "GET_GST_MTR_B2B_CUSTOM",
        "GET_ORDER_REPORT_DATA_INVOICING", "GET_ORDER_REPORT_DATA_SHIPPING", "GET_ORDER_REPORT_DATA_TAX",
        "GET_VAT_TRANSACTION_DATA", "SC_VAT_TAX_REPORT",
    ]

    /// How a type's documents are written.
    static func format(of type: String) -> DocumentShape.Format {
        if type.contains("_XML") || xml.contains(type) { return .xml }
        if type.hasPrefix("GET_BRAND_ANALYTICS_") || type.hasPrefix("GET_VENDOR_") || json.contains(type) {
            return .json
        }
        if type.contains("_CSV") || type.hasPrefix("GST_") || type.hasPrefix("GET_EPR_") || csv.contains(type) {
            return .csv
        }
        return .tab
    }

    /// The charset of a document for which none is given.
    static func charset(of format: DocumentShape.Format, marketplaces: [String]) -> DocumentShape.Charset {
        let isJapanese = marketplaces.first == SandboxMarketplace.named("JP")?.id
        return isJapanese && (format == .tab || format == .csv) ? .shiftJIS : .utf8
    }

    private static let xml: Set<String> = [
        "GET_ORDER_REPORT_DATA_INVOICING", "GET_ORDER_REPORT_DATA_SHIPPING", "GET_ORDER_REPORT_DATA_TAX",
        "GET_PENDING_ORDERS_DATA", "GET_V1_SELLER_PERFORMANCE_REPORT",
    ]
    private static let json: Set<String> = [
        "END_USER_DATA_REPORT", "GET_COUPON_PERFORMANCE_REPORT", "GET_PROMOTION_PERFORMANCE_REPORT",
        "GET_SALES_AND_TRAFFIC_REPORT", "GET_V2_SELLER_PERFORMANCE_REPORT", "MARKETPLACE_ASIN_PAGE_VIEW_METRICS",
    ]
    private static let csv: Set<String> = [
        "GET_B2B_PRODUCT_OPPORTUNITIES_NOT_YET_ON_AMAZON", "GET_B2B_PRODUCT_OPPORTUNITIES_RECOMMENDED_FOR_YOU",
        "GET_DATE_RANGE_FINANCIAL_HOLDS_DATA", "GET_DATE_RANGE_FINANCIAL_TRANSACTION_DATA", "GET_GST_STR_ADHOC",
        "SC_VAT_TAX_REPORT",
    ]
}
