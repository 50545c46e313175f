import Ports
import Secrets

/// The credential variables that are set, by seller.
struct CredentialTable {
    /// One variable that is set.
    struct Given {
        let name: String
        let isFile: Bool
        let text: String
        let rank: Int

        var origin: SettingOrigin { .environment(name) }
    }

    private struct Slot: Hashable {
        let variable: CredentialVariable
        let suffix: String?
    }

    private var slots: [Slot: [Given]] = [:]

    init(_ environment: any Environment) {
        for name in environment.names.sorted() {
            guard let (variable, rank, suffix, isFile) = CredentialVariable.parse(name),
                let text = environment.value(name), !text.isEmpty
            else { continue }
            slots[Slot(variable: variable, suffix: suffix), default: []].append(
                Given(name: name, isFile: isFile, text: text, rank: rank))
        }
    }

    /// Whether no credential variable is set.
    var isEmpty: Bool { slots.isEmpty }

    /// The suffixes of sellers, sorted.
    var suffixes: [String] { Set(slots.keys.compactMap(\.suffix)).sorted() }

    /// The names that give any of `variables` for a suffix, sorted.
    func names(_ variables: [CredentialVariable], _ suffix: String?) -> [String] {
        variables.flatMap { slots[Slot(variable: $0, suffix: suffix)] ?? [] }.map(\.name).sorted()
    }

    /// What gives `variable`: the first name in the order of precedence.
    ///
    /// Names that disagree are refused: the order says which would count, but whoever sets two means one of them, and a
    /// guess could send one seller's credentials out for another. Names that agree do no harm and bring a notice.
    func given(_ variable: CredentialVariable, _ suffix: String?, _ reader: SettingReader) -> Given? {
        let all = slots[Slot(variable: variable, suffix: suffix)] ?? []
        let ordered = all.sorted { ($0.rank, $0.isFile ? 1 : 0) < ($1.rank, $1.isFile ? 1 : 0) }
        guard let first = ordered.first else { return nil }
        for other in ordered.dropFirst() {
            guard let difference = Self.difference(first, other) else {
                reader.noticeOnce("\(other.name) says the same as \(first.name), which counts")
                continue
            }
            reader.reportOnce(
                other.origin, "", "\(first.name) is set too and would count, but \(difference)", "unset one of the two")
        }
        return first
    }

    /// Why it is not known that two variables say the same; `nil` when they do.
    private static func difference(_ first: Given, _ other: Given) -> String? {
        switch (first.isFile, other.isFile) {
        case (false, false): first.text == other.text ? nil : "the values differ"
        case (true, true): first.text == other.text ? nil : "they name different files"
        default: "a value and a file are not compared"
        }
    }
}
