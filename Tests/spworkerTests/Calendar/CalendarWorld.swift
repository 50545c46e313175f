import JobModel
import JobStore
import JobStoreTesting
import SellerJobs

@testable import spworker

/// Six definitions and many sellers in three regions.
enum CalendarWorld {
    /// Monday; the clocks change in America within the month, and in Europe.
    static let start = Timestamp(iso8601: "2026-03-02T00:00:00Z") ?? .distantPast
    static let days = 30

    static let orders = "orders"
    static let report = "report"

    /// The definitions, by name. Only `orders` can lag behind and come up between its fires.
    static let definitions: [String: String] = [
        orders: """
        every: 12h
        jitter: 20m
        job:
          operation: orders.searchOrders
          params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}", marketplaceIds: "{marketplaces}"}
        cursor: {field: lastUpdatedBefore, start: "{now-5d}", lookback: 2m, maxWindow: 2d}
        """,
        report: """
        schedule: "30 2 * * *"
        timezone: marketplace
        missed: {all: 3}
        overlap: queue
        jitter: 1h
        job: {kind: report, type: GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL, from: "{cursor}", to: "{now-15m}"}
        cursor: {field: to, start: "{now-3d}", lookback: 1h}
        """,
        "inventory": """
        schedule: "30 2 * * *"
        timezone: Europe/Berlin
        missed: skip
        job: {operation: sellers.getMarketplaceParticipations}
        """,
        "listings": """
        every: 1d
        overlap: queue
        jitter: 2h
        job: {operation: sellers.getMarketplaceParticipations}
        """,
        "weekly": """
        schedule: "0 6 * * MON"
        timezone: America/New_York
        missed: {all: 2}
        job: {kind: report, type: GET_MERCHANT_LISTINGS_ALL_DATA}
        """,
        "prices": """
        schedule: "0 */8 * * *"
        missed: skip
        jitter: 10m
        sellers: {regions: [EU]}
        job: {operation: sellers.getMarketplaceParticipations}
        """,
    ]

    static func configuration(sellers count: Int) throws -> Configuration {
        let places = [("EU", "DE"), ("NA", "US"), ("FE", "JP")]
        let sellers = (0..<count).map { number in
            let (region, country) = places[number % places.count]
            return
                "  - {id: s\(number), region: \(region), marketplaces: [\(country)], refreshToken: \"env:TOKEN_\(number)\"}\n"
        }
        return try load(
            """
            applications:
              - {id: main, clientId: "env:ID", clientSecret: "env:SECRET", usagePlans: {"*": {scale: 200}}}
            sellers:

            """ + sellers.joined())
    }
}
