/// All operations that can be called, and the names users give them.
public struct OperationCatalogue: Sendable {
    /// The Selling Partner API as of Amazon's models of August 2026: 370 operations. Read once, when first used.
    public static let builtIn: OperationCatalogue = {
        do {
            return OperationCatalogue(try CatalogueReader.operations(in: CatalogueText.builtIn))
        } catch {
            // The text is part of the program, and a test reads all of it: this cannot happen to a user.
            preconditionFailure("\(error)")
        }
    }()

    /// Every operation, API by API in alphabetical order of the families.
    public let all: [Operation]

    /// Positions in `all` by `family.operationId`, best version first.
    private let versions: [String: [Int]]
    /// The names `family.operationId` by the bare id.
    private let namesByID: [String: [String]]

    /// Makes a catalogue of `operations`, whose names must differ.
    package init(_ operations: [Operation]) {
        var versions: [String: [Int]] = [:]
        var namesByID: [String: [String]] = [:]
        for (position, operation) in operations.enumerated() {
            let name = "\(operation.family).\(operation.id)"
            if versions[name] == nil { namesByID[operation.id, default: []].append(name) }
            versions[name, default: []].append(position)
        }
        self.all = operations
        self.versions = versions.mapValues { positions in
            positions.sorted { Self.isBetter(operations[$0], operations[$1]) }
        }
        self.namesByID = namesByID
    }

    /// The operation that `name` means.
    ///
    /// - Parameter name: `family.operationId` or, where only one family has it, the bare `operationId`; either with
    ///   `@version`. Without a version the newest one that is not deprecated is meant, and where all are deprecated the
    ///   newest.
    /// - Throws: ``UnknownOperation`` with what the user may have meant.
    public func operation(named name: String) throws(UnknownOperation) -> Operation {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let base = String(parts[0])
        let version = parts.count == 2 ? String(parts[1]) : nil
        let candidates = versions[base] == nil ? namesByID[base] ?? [] : [base]
        guard !candidates.isEmpty else {
            throw UnknownOperation(name: name, reason: .notFound, suggestions: suggestions(for: base))
        }
        let operations = candidates.compactMap { candidate in
            versions[candidate]?.lazy.map { all[$0] }.first { version == nil || $0.version == version }
        }
        switch operations.count {
        case 1:
            return operations[0]
        case 0:
            let names = candidates.flatMap { (versions[$0] ?? []).map { all[$0].name } }
            throw UnknownOperation(name: name, reason: .versionNotFound, suggestions: names)
        default:
            let names = operations.map { version == nil ? "\($0.family).\($0.id)" : $0.name }
            throw UnknownOperation(name: name, reason: .ambiguous, suggestions: names)
        }
    }

    private func suggestions(for base: String) -> [String] {
        let id = base.split(separator: ".").last.map { String($0).lowercased() }
        let search = NearestNames(to: base)
        let isBare = !base.contains(".")
        let ranked = namesByID.values.joined().compactMap { name -> (rank: Int, name: String)? in
            let candidateID = name.split(separator: ".").last.map(String.init) ?? name
            // The right id under the wrong family is as near as one wrong letter.
            let sameID = candidateID.lowercased() == id ? 1 : nil
            let rank = search.rank(of: isBare ? candidateID : name) ?? sameID
            return rank.map { (min($0, sameID ?? $0), name) }
        }
        return NearestNames.best(ranked)
    }

    /// Current versions come before deprecated ones, later before earlier.
    private static func isBetter(_ one: Operation, _ other: Operation) -> Bool {
        if (one.deprecation == nil) != (other.deprecation == nil) { return one.deprecation == nil }
        return VersionOrder(other.version) < VersionOrder(one.version)
    }
}
