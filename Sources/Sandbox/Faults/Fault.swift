package import OperationCatalogue

/// Something that goes wrong on purpose.
package struct Fault: Sendable, Hashable {
    /// Which requests it hits. A member that is `nil` matches everything.
    package struct Match: Sendable, Hashable {
        /// `family.operation`, `family.operation@version`, `lwa` for the token exchange, `documents.get` and
        /// `documents.put` for downloads and uploads, or `*` for every call.
        package var operation: String?
        /// The seller's id in the world.
        package var seller: String?
        /// The region.
        package var region: Region?
        /// The ASIN or SKU of an item in a batch, or `*` for every item: the fault hits single items then, and never a
        /// whole call. With `nil` it hits whole calls only.
        package var item: String?

        /// Creates a match.
        package init(operation: String? = nil, seller: String? = nil, region: Region? = nil, item: String? = nil) {
            self.operation = operation
            self.seller = seller
            self.region = region
            self.item = item
        }
    }

    /// What happens instead of the right answer.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 500 in the shape of the API (or of the login).
        case internalError = "500"
        /// 503 in the shape of the API (or of the login).
        case unavailable = "503"
        /// 429 that names no application.
        case throttled = "429"
        /// 429 that names the application.
        case applicationThrottled = "429-application"
        /// 400.
        case badRequest = "400"
        /// 401, which Amazon declares and hardly ever sends.
        case unauthorized = "401"
        /// 404.
        case notFound = "404"
        /// 409.
        case conflict = "409"
        /// 413.
        case tooLarge = "413"
        /// 403 as for an expired access token.
        case expired = "403-expired"
        /// 403 as for a revoked or invalid access token.
        case revoked = "403-revoked"
        /// 403 as for an expired client secret.
        case secretExpired = "403-secret"
        /// 403 without details, as for a missing role.
        case denied = "403-denied"
        /// 403 as for a marketplace of another region.
        case wrongRegion = "403-region"
        /// 403 as for a request without an access token.
        case tokenMissing = "403-missing"
        /// 403 as for a host or path that leads nowhere.
        case unrouted = "403-unrouted"
        /// The login's `invalid_grant`.
        case invalidGrant = "invalid_grant"
        /// The login's `invalid_client`.
        case invalidClient = "invalid_client"
        /// The login's `unauthorized_client`.
        case unauthorizedClient = "unauthorized_client"
        /// The login's `access_denied`.
        case accessDenied = "access_denied"
        /// The connection is closed after the request was read.
        case reset
        /// No answer comes until the client gives up.
        case hang
        /// 500 with a page of HTML.
        case html
        /// 200 with a page of HTML, as a gateway in between may send it.
        case page = "200-html"
        /// 200 with nothing in it.
        case empty
        /// The right answer, late.
        case slow
        /// 403 as for an address of the storage that is no longer valid.
        case lapse
        /// A document that ends too early: the connection is closed behind ``Fault/bytes`` bytes, half of them by
        /// default.
        case truncate
        /// A document with a wrong byte, behind ``Fault/bytes`` bytes, half of them by default.
        case corrupt

        /// Whether a single item of a batch can have it.
        package var hitsItems: Bool {
            switch self {
            case .internalError, .unavailable, .throttled, .badRequest, .denied, .notFound, .conflict: true
            default: false
            }
        }

        /// Whether only the storage of documents can have it.
        package var isOfStorage: Bool { self == .lapse || self == .truncate || self == .corrupt }
    }

    /// Which requests it hits.
    package var match: Match
    /// What happens.
    package var kind: Kind
    /// Whether the call takes effect all the same and only its answer is spoilt. Always so for
    /// `slow`, and for what spoils a document on its way.
    package var carriedOut: Bool
    /// How long the answer is held back on top of the usual latency.
    package var latency: Duration
    /// How often it happens before it is over; `nil` means without end.
    package var times: Int?
    /// The share of matching requests that are hit, from 0 to 1.
    package var probability: Double
    /// The time since the start from which it may happen.
    package var from: Duration
    /// The time since the start at which it is over; `nil` means never.
    package var until: Duration?
    /// For a document: behind how many bytes of an answer it happens. `reset` and `slow` hit the whole answer when
    /// `nil`.
    package var bytes: Int?

    /// Creates a fault that hits every request unless told otherwise.
    package init(
        match: Match = Match(), kind: Kind, carriedOut: Bool = false, latency: Duration = .zero, times: Int? = nil,
        probability: Double = 1, from: Duration = .zero, until: Duration? = nil, bytes: Int? = nil
    ) {
        self.match = match
        self.kind = kind
        self.carriedOut =
            carriedOut || kind == .slow || kind.isOfStorage && kind != .lapse
            || kind == .reset && bytes != nil
        self.latency = latency
        self.times = times
        self.probability = probability
        self.from = from
        self.until = until
        self.bytes = bytes
    }
}
