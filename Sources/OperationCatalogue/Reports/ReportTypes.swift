/// The report types that are known. Amazon adds types: one that is not here may exist all the same.
package struct ReportTypes: Sendable {
    /// The types of Amazon's pages as of August 2026, and some that clients use beside them. Read once, when first used.
    package static let builtIn: ReportTypes = {
        do {
            return ReportTypes(try ReportTypeReader.types(in: ReportTypeText.builtIn))
        } catch {
            // The text is part of the program, and a test reads all of it: this cannot happen to a user.
            preconditionFailure("\(error)")
        }
    }()

    /// Every type.
    package let all: [ReportType]
    private let byName: [String: ReportType]

    /// Makes a list of types, whose names must differ.
    package init(_ types: [ReportType]) {
        all = types
        byName = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The type of this name, written as Amazon does.
    package func type(named name: String) -> ReportType? { byName[name] }

    /// Types that may have been meant and that are not gone, at most three, the nearest first.
    package func nearest(to name: String) -> [String] {
        NearestNames(to: name).nearest(
            among: all.lazy.filter { if case .removed = $0.standing { false } else { true } }.map(\.name))
    }
}
