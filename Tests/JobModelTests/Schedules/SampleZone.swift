@testable import JobModel

/// Zones by which the tests tell the time, whatever the machine knows of zones.
enum SampleZone: String, CaseIterable, Sendable {
    case newYork, london, tokyo, lordHowe, azores, dublin, havana, nuuk, casablanca, apia

    /// The name of the real one.
    var name: String {
        switch self {
        case .newYork: "America/New_York"
        case .london: "Europe/London"
        case .tokyo: "Asia/Tokyo"
        case .lordHowe: "Australia/Lord_Howe"
        case .azores: "Atlantic/Azores"
        case .dublin: "Europe/Dublin"
        case .havana: "America/Havana"
        case .nuuk: "America/Nuuk"
        case .casablanca: "Africa/Casablanca"
        case .apia: "Pacific/Apia"
        }
    }

    /// The rule of the year 2026, as zone files have it.
    var rule: String {
        switch self {
        case .newYork: "EST5EDT,M3.2.0,M11.1.0"
        case .london: "GMT0BST,M3.5.0/1,M10.5.0"
        case .tokyo: "JST-9"
        // Half an hour.
        case .lordHowe: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
        // At midnight.
        case .azores: "<-01>1<+00>,M3.5.0/0,M10.5.0/1"
        // The winter's is the other time, and it is behind.
        case .dublin: "IST-1GMT0,M10.5.0,M3.5.0/1"
        case .havana: "CST5CDT,M3.2.0/0,M11.1.0/1"
        // On the day before the one that is named.
        case .nuuk: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
        case .casablanca: "<+01>-1"
        case .apia: "<+13>-13"
        }
    }

    /// Changes that follow no rule.
    private var transitions: [Zone.Transition] {
        switch self {
        // An hour back in the month of fasting.
        case .casablanca:
            [
                Zone.Transition(second: 1_540_692_000, offset: 3600),
                Zone.Transition(second: 1_771_120_800, offset: 0), Zone.Transition(second: 1_774_144_800, offset: 3600),
            ]
        // From one side of the date line to the other.
        case .apia:
            [
                Zone.Transition(second: 1_316_872_800, offset: -36_000),
                Zone.Transition(second: 1_325_239_200, offset: 50_400),
                Zone.Transition(second: 1_333_202_400, offset: 46_800),
                Zone.Transition(second: 1_348_927_200, offset: 50_400),
                Zone.Transition(second: 1_365_256_800, offset: 46_800),
                Zone.Transition(second: 1_380_376_800, offset: 50_400),
                Zone.Transition(second: 1_396_706_400, offset: 46_800),
                Zone.Transition(second: 1_411_826_400, offset: 50_400),
            ]
        default: []
        }
    }

    func zone() throws -> Zone {
        guard let rule = ZoneRule(rule) else { throw UnreadableRule(text: rule) }
        let first = transitions.first?.offset ?? rule.standard
        return Zone(name: name, initialOffset: first, transitions: transitions, rule: rule)
    }

    struct UnreadableRule: Error {
        let text: String
    }
}
