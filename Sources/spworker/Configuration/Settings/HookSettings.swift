import JobStore
import Secrets
package import SellerJobs

/// Who is told of what happens to sellers, applications and jobs.
package struct HookSettings: Sendable, Equatable {
    /// The targets of each hook. Nobody by default.
    package var targets = HookTargets()

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        for hook in Hook.allCases {
            let found = Self.targets(section, hook.rawValue)
            if !found.isEmpty { targets.targets[hook] = found }
        }
    }

    private static func targets(_ section: SettingSection, _ key: String) -> [HookTarget] {
        let entries = section.sections(key)
        guard case .list(let items)? = section.node(key)?.value else { return [] }
        var found: [HookTarget] = []
        for (item, entry) in zip(items, entries) {
            // What is no map was reported when it was opened.
            guard case .map = item.value, let target = target(entry) else { continue }
            if found.contains(where: { $0.name == target.name }) {
                section.reader.report(
                    entry.origin, entry.path, "this target stands in the list twice", "keep one of the entries")
            }
            found.append(target)
        }
        return found
    }

    private static func target(_ entry: SettingSection) -> HookTarget? {
        switch (entry.node("post") != nil, entry.node("exec") != nil) {
        case (true, false):
            let secret = entry.reference("secret")
            return address(entry).map { HookTarget(.post($0, secret: secret)) }
        case (false, true):
            if entry.node("secret") != nil {
                entry.report("secret", "only what is posted is signed", "remove the key")
            }
            return program(entry)
        case (true, true):
            entry.report("exec", "an entry has either post or exec", "write two entries")
            return nil
        case (false, false):
            entry.reader.report(
                entry.origin, entry.path, "it has neither post nor exec",
                "write {post: https://HOST/PATH, secret: env:NAME} or {exec: [./PROGRAM]}")
            return nil
        }
    }

    private static func address(_ entry: SettingSection) -> HookTarget.Address? {
        guard let text = entry.text("post", due: "a URL such as https://host/path, or a reference") else { return nil }
        guard text.contains("://") else { return entry.reference("post").map { .reference($0) } }
        do throws(HookURL.Flaw) {
            return .url(try HookURL(text))
        } catch {
            entry.report("post", error.message, error.cure)
            return nil
        }
    }

    private static func program(_ entry: SettingSection) -> HookTarget? {
        let due = "a program and its arguments, such as [./notify.sh, --verbose]"
        let words = entry.texts("exec", due: due).map(\.text)
        guard let name = words.first, !name.isEmpty, !name.hasSuffix("/") else {
            // A list that is none was reported as such.
            if case .list? = entry.node("exec")?.value { entry.report("exec", "it names no program", "write \(due)") }
            return nil
        }
        return HookTarget(.exec(words))
    }
}
