import JobModel
import OperationCatalogue
import Overview

/// One thing that the doctor found out.
struct DoctorFinding: Sendable, Hashable {
    /// How bad it is.
    enum Level: String, Sendable, CaseIterable {
        /// As it should be.
        case ok
        /// Worth knowing; nothing is to be done.
        case note
        /// It works, and something should be done.
        case warning
        /// It does not work.
        case fault
    }

    /// What it belongs to, in the order in which it is told.
    enum Group: String, Sendable, CaseIterable {
        case configuration, definitions, hooks, files, database, worker, secrets, aws, network, clock, sellers
    }

    let group: Group
    let level: Level
    /// Whom or what it is about; `nil` when the sentence says so.
    var subject: String?
    /// What is the case: a sentence. Holds no secret, and nothing that depends on the subject where many may have the
    /// same trouble.
    let message: String
    /// What to do: a sentence. Never `nil` for a warning or a fault.
    var cure: String?
    /// What to look at, the likeliest first, where the reason cannot be told.
    var checklist: [String] = []
    /// The seller, where it is about one.
    var seller: AuthorizationKey?

    /// As it should be.
    static func ok(_ group: Group, _ message: String, about subject: String? = nil) -> DoctorFinding {
        DoctorFinding(group: group, level: .ok, subject: subject, message: message)
    }

    /// Worth knowing.
    static func note(
        _ group: Group, _ message: String, about subject: String? = nil, cure: String? = nil
    ) -> DoctorFinding {
        DoctorFinding(group: group, level: .note, subject: subject, message: message, cure: cure)
    }

    /// Something should be done.
    static func warning(
        _ group: Group, _ message: String, about subject: String? = nil, cure: String
    ) -> DoctorFinding {
        DoctorFinding(group: group, level: .warning, subject: subject, message: message, cure: cure)
    }

    /// It does not work.
    static func fault(
        _ group: Group, _ message: String, about subject: String? = nil, cure: String
    ) -> DoctorFinding {
        DoctorFinding(group: group, level: .fault, subject: subject, message: message, cure: cure)
    }

    /// The same about a seller.
    func of(_ seller: AuthorizationKey) -> DoctorFinding {
        var finding = self
        finding.seller = seller
        finding.subject = "\(seller.seller)/\(seller.region)"
        return finding
    }

    /// The finding with every text changed: what Amazon or another program said must hold no secret.
    func mapped(_ change: (String) -> String) -> DoctorFinding {
        DoctorFinding(
            group: group, level: level, subject: subject.map(change), message: change(message), cure: cure.map(change),
            checklist: checklist.map(change), seller: seller)
    }

    /// The finding as programs read it.
    var json: JSONValue {
        .object([
            "group": .string(group.rawValue), "level": .string(level.rawValue), "subject": .text(subject),
            "message": .string(message), "cure": .text(cure), "checklist": .texts(checklist),
            "seller": .text(seller?.seller), "region": .text(seller?.region),
        ])
    }
}

extension DoctorFinding.Group {
    /// The group's headline.
    var title: String {
        switch self {
        case .aws: "AWS"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// What one of its members is called where many are fine.
    var noun: String {
        switch self {
        case .sellers: "seller"
        case .secrets: "secret"
        case .definitions: "definition"
        case .hooks: "hook"
        default: "check"
        }
    }
}

/// A text as a sentence: with a capital at its beginning and a full stop at its end.
func sentence(_ text: String) -> String {
    let text = text.plain
    let isEnded = text.last.map { ".!?".contains($0) } ?? true
    // A path or a name stays as it is.
    let isWord = text.prefix { $0 != " " }.allSatisfy { $0.isLetter || $0 == "," }
    return (isWord ? text.prefix(1).uppercased() + text.dropFirst() : text) + (isEnded ? "" : ".")
}
