import JobModel
import OperationCatalogue
import Overview

/// Something that happened in the demo.
struct DemoMoment: Sendable {
    /// A short, stable word for programs: an act's, or that of an event of the store.
    let kind: String
    /// When, in Amazon's time.
    let at: Timestamp
    /// Real time since the start.
    let elapsed: Duration
    /// Accelerated time since the start.
    let virtual: Duration
    /// A sentence for people.
    let text: String
    let style: Style?

    /// The moment as programs read it.
    var json: JSONValue {
        .object([
            "kind": .string(kind), "at": .time(at), "seconds": .seconds(elapsed), "virtualSeconds": .seconds(virtual),
            "text": .string(text),
        ])
    }
}
