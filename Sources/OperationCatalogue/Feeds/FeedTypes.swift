/// The feed types that are known. Amazon adds types: one that is not here may exist all the same.
package struct FeedTypes: Sendable {
    /// The types of Amazon's page on feed type values as of August 2026, removed ones among them. Read once, when first
    /// used.
    package static let builtIn: FeedTypes = {
        do {
            return FeedTypes(try FeedTypeReader.types(in: FeedTypeText.builtIn))
        } catch {
            // The text is part of the program, and a test reads all of it: this cannot happen to a user.
            preconditionFailure("\(error)")
        }
    }()

    /// Every type.
    package let all: [FeedType]
    private let byName: [String: FeedType]

    /// Makes a list of types, whose names must differ.
    package init(_ types: [FeedType]) {
        all = types
        byName = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The type of this name, written as Amazon does.
    package func type(named name: String) -> FeedType? { byName[name] }

    /// Types that may have been meant and that Amazon takes, at most three, the nearest first.
    package func nearest(to name: String) -> [String] {
        NearestNames(to: name).nearest(among: all.lazy.filter { $0.standing == .active }.map(\.name))
    }
}
