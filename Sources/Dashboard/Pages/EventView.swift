import JobModel
import JobStore
import Overview

/// Something that happened, as a point of a timeline.
struct EventView {
    let eventTone: String
    /// Whom it happened to.
    let subject: String
    /// Where more is told of them; `nil` when that is nowhere.
    let subjectPath: String?
    let meaning: String
    /// What Amazon or a person said.
    let words: String?
    /// Who did it; `nil` when a worker did.
    let actor: String?
    /// What to tell Amazon's support.
    let request: String?
    let at: Instant

    init(_ event: EventRow, now: Timestamp) {
        let line = EventLine(event)
        eventTone = line.style.tone
        subject = line.subject
        subjectPath =
            if let seller = event.seller, let region = event.region {
                Links.seller(AuthorizationKey(application: event.application, seller: seller, region: region))
            } else {
                event.application.isEmpty ? nil : Links.application(event.application)
            }
        meaning = line.meaning
        words = event.text
        actor = line.actor
        // Amazon's words may name it already.
        request = event.failure?.requestID.flatMap { event.text?.contains($0) ?? false ? nil : $0 }
        at = event.at.shown(now)
    }
}
