/// Where calls go that belong to an application and to no seller.
struct GrantlessPlace: Sendable, Hashable {
    /// The host.
    let endpoint: String
    /// Whether it is Amazon's sandbox, whose rate header means nothing.
    let isSandbox: Bool
}
