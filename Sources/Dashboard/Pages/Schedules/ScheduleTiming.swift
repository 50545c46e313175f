import JobModel
import Overview

/// When a definition fires, for people.
struct ScheduleTiming {
    /// In words where there are some, else as it is written.
    let fires: String
    /// As it is written, where that says more.
    let expression: String?
    let zone: String?

    init(_ definition: DefinitionView) {
        guard let text = definition.scheduleText else {
            fires = definition.needsItem ? "for what another one finds" : "by hand"
            (expression, zone) = (nil, nil)
            return
        }
        let words = ScheduleWords.words(text)
        fires = words ?? text
        expression = words == nil || text.lowercased() == words ? nil : text
        zone = definition.zone.map { $0 == "marketplace" ? "by each marketplace's clock" : $0 }
    }
}
