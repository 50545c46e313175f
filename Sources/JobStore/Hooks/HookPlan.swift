/// Which events are told, and to whom. The store writes a notice for each target of an event's hook, and for nobody else.
package struct HookPlan: Sendable, Hashable {
    /// The names of each hook's targets, in order and without repetition. Hooks without targets are left out.
    package let targets: [Hook: [String]]

    /// Creates a plan; by default nobody is told of anything.
    package init(_ targets: [Hook: [String]] = [:]) {
        self.targets = targets.mapValues(Self.unique).filter { !$0.value.isEmpty }
    }

    /// Whether nobody is told of anything.
    package var isEmpty: Bool { targets.isEmpty }

    /// Every target's name, in the order of the hooks.
    package var names: [String] { Self.unique(Hook.allCases.flatMap { targets[$0] ?? [] }) }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
