extension Marketplace {
    /// The time zone that sellers of the store live by, by its name in the IANA's list: of the capital, and for stores
    /// of wide countries the one by which Amazon's reports count days (Pacific time for the United States and Canada).
    package var timeZone: String { Self.timeZones[countryCode] ?? "UTC" }

    private static let timeZones = [
        "CA": "America/Los_Angeles", "US": "America/Los_Angeles", "MX": "America/Mexico_City",
        "BR": "America/Sao_Paulo", "IE": "Europe/Dublin", "ES": "Europe/Madrid", "UK": "Europe/London",
        "FR": "Europe/Paris", "BE": "Europe/Brussels", "NL": "Europe/Amsterdam", "DE": "Europe/Berlin",
        "IT": "Europe/Rome", "SE": "Europe/Stockholm", "ZA": "Africa/Johannesburg", "PL": "Europe/Warsaw",
        "EG": "Africa/Cairo", "TR": "Europe/Istanbul", "SA": "Asia/Riyadh", "AE": "Asia/Dubai", "IN": "Asia/Kolkata",
        "SG": "Asia/Singapore", "AU": "Australia/Sydney", "JP": "Asia/Tokyo",
    ]
}
