/// Report types whose content Amazon renews once a day.
enum DailyReports {
    /// By Amazon's page "Report type values", part "Fulfillment by Amazon", which tells daily reports from those that
    /// are nearly of the moment: a daily one is made at most every four hours, the others every half an hour. Inventory
    /// planning has come later: it has taken the place of inventory health and age, which are daily.
    static let types: Set<String> = [
        "GET_FBA_FULFILLMENT_CURRENT_INVENTORY_DATA", "GET_FBA_FULFILLMENT_MONTHLY_INVENTORY_DATA",
        "GET_FBA_FULFILLMENT_INVENTORY_RECEIPTS_DATA", "GET_FBA_FULFILLMENT_INVENTORY_SUMMARY_DATA",
        "GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA", "GET_FBA_FULFILLMENT_INVENTORY_HEALTH_DATA",
        "GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA", "GET_FBA_INVENTORY_AGED_DATA",
        "GET_FBA_INVENTORY_PLANNING_DATA", "GET_FBA_RECOMMENDED_REMOVAL_DATA", "GET_FBA_REIMBURSEMENTS_DATA",
        "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA", "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA",
        "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_PROMOTION_DATA",
    ]
}
