import Overview

extension Style? {
    /// The class that gives the look to a state, a badge or a figure.
    var tone: String {
        switch self {
        case .good?, .warning?, .bad?, .accent?: self?.rawValue ?? "none"
        case .bold?, .faint?, nil: "none"
        }
    }
}
