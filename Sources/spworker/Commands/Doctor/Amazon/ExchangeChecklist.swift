import JobModel
import OperationCatalogue

/// What may be wrong when Login with Amazon gives no token, the likeliest first.
struct ExchangeChecklist {
    /// What to do, in a sentence before the list.
    let cure: String
    let items: [String]
    /// Whether it may pass by itself.
    let isPassing: Bool

    /// - Parameter failure: What the exchange said.
    init(_ failure: JobFailure, _ visit: SellerVisit, now: Timestamp) {
        let settings = visit.settings
        let application = settings.application
        isPassing = failure.kind.hasPrefix("login.")
        switch failure.kind {
        case "invalidGrant":
            cure = "Amazon does not say which; look at these in turn:"
            items =
                visit.flaws + [
                    Self.revoked(settings, now: now), Self.otherClient(application), Self.otherRegion(settings),
                ] + (visit.flaws.isEmpty ? ["A part of the token is missing. Its form gives no sign of that."] : [])
                + (visit.applicationWorks
                    ? ["Client id and secret are right: other sellers of '\(application)' get tokens."] : [])
        case "unauthorizedClient", "accessDenied":
            cure = "Client and token do not fit; look at these in turn:"
            items =
                visit.flaws + [
                    Self.otherClient(application),
                    "The application is a draft, or was delisted: look at its state in the developer console.",
                    Self.otherRegion(settings),
                ]
        case "invalidClient":
            cure = "This hits all sellers of the application; look at these in turn:"
            items =
                visit.flaws + [
                    "The client secret was rotated: the old one works for 7 days. Store the new one.",
                    "The client secret is older than 180 days: rotate it in the developer console.",
                    "Client id and secret belong to two applications, or one to the sandbox and the other not: compare "
                        + "both with the console ('applications:', '\(application)').",
                ]
        case "invalidRequest":
            cure = "Something that was sent is empty or malformed; look at these:"
            items =
                visit.flaws + [
                    "A credential is empty, or the reference picks the wrong key: see the secrets above."
                ]
        case "unsupportedGrantType", "invalidScope":
            cure = "Check endpoints.lwa: this is not how Login with Amazon answers."
            items = []
        default:
            cure = isPassing ? "Ask again later; check endpoints.lwa if it stays so." : "Check the credentials."
            items = visit.flaws
        }
    }

    private static func revoked(_ settings: SellerSettings, now: Timestamp) -> String {
        let date = settings.authorizedAt.map { " It was authorized on \($0)." } ?? ""
        return
            "Revoked: the seller disabled the application in Manage Your Apps, or a year has passed.\(date) Let "
            + "the seller authorize it again, and store the new refresh token."
    }

    private static func otherClient(_ application: String) -> String {
        "Of another application: a refresh token works with the client id alone that it was issued to. Compare with "
            + "application '\(application)'."
    }

    private static func otherRegion(_ settings: SellerSettings) -> String {
        "Of another region, or of the \(settings.sandbox ? "production" : "sandbox"): each has a grant of its "
            + "own. It is configured for \(settings.region.rawValue)\(settings.sandbox ? ", sandbox" : "")."
    }
}
