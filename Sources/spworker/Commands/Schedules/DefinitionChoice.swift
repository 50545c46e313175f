import JobModel
import OperationCatalogue
import Overview

/// Finds the definition that a command names, and the sellers that it is about.
struct DefinitionChoice {
    let name: String
    let seller: String?
    let region: String?

    /// The definition, out of the folder.
    ///
    /// - Throws: `Failure` that tells what there is, and what cannot be read.
    func definition(_ composition: Composition, _ configuration: Configuration) async throws -> JobDefinition {
        let folder = composition.definitions(configuration)
        let entries = try await Offload.run { folder.read() }
        for entry in entries {
            if case .success(let definition) = entry.result, definition.name == name { return definition }
        }
        // The one that is meant may be the one that cannot be read.
        let problems = entries.flatMap { entry in
            if case .failure(let error) = entry.result { return error.problems } else { return [] }
        }
        let names = entries.compactMap { try? $0.result.get().name }
        let near = NearestNames(to: name).nearest(among: names)
        let hint =
            near.isEmpty ? "'spworker schedules list' shows all." : "Did you mean \(near.joined(separator: " or "))?"
        let more =
            problems.isEmpty ? "" : "\n" + ConfigurationError(problems).text(in: "definitions that cannot be used")
        throw Failure(
            .usage, "error: there is no definition '\(name.plain)' in \(configuration.jobs). \(hint)\(more)")
    }

    /// The definition of a name, as its file says now; `nil` when no file can be used that has it.
    static func known(
        _ name: String, _ composition: Composition, _ configuration: Configuration
    ) async throws -> JobDefinition? {
        try await usable(composition, configuration).first { $0.name == name }
    }

    private static func usable(
        _ composition: Composition, _ configuration: Configuration
    ) async throws -> [JobDefinition] {
        let folder = composition.definitions(configuration)
        return try await Offload.run { folder.read().compactMap { try? $0.result.get() } }
    }

    /// Why a definition cannot be run by hand whose job asks for `{item}`.
    func needsItem(_ composition: Composition, _ configuration: Configuration) async throws -> Failure {
        let leaders = try await Self.usable(composition, configuration).filter { $0.then?.run == name }.map(\.name)
        let cure =
            leaders.isEmpty
            ? "No definition names it in 'then.run' yet."
            : "Run \(leaders.sorted().joined(separator: " or ")), which it follows: spworker schedules run \(leaders.sorted()[0])"
        return Failure(
            .usage,
            "error: '\(name.plain)' cannot be run by itself: {item} stands for what another definition has found. \(cure)"
        )
    }

    /// Why a command about rows finds none.
    var unknown: Failure {
        let place = region.map { " in \($0.uppercased())" } ?? ""
        return Failure(
            .usage,
            "error: nothing is known of '\(name.plain)'\(seller.map { " for \($0.plain)" } ?? "")\(place). A worker makes "
                + "the rows of a definition when it starts; 'spworker schedules list' shows the definitions.")
    }

    /// The sellers that are meant: all that the definition selects, or the one that is named.
    func sellers(_ configuration: Configuration, _ definition: JobDefinition) throws -> [DefinitionSeller] {
        let sellers = configuration.sellers.map { DefinitionSeller($0) }.filter { entry in
            (seller == nil ? definition.sellers.includes(entry) : entry.id == seller)
                && (region == nil || entry.region.rawValue == region?.uppercased())
        }
        guard !sellers.isEmpty else {
            let what = seller.map { "no seller '\($0.plain)'" } ?? "no seller that the definition selects"
            throw Failure(
                .usage,
                "error: \(what)\(region.map { " in region \($0.uppercased())" } ?? "") is in the configuration. "
                    + "'spworker sellers list' shows all."
                    + (configuration.foundNote.isEmpty ? "" : " \(configuration.foundNote)"))
        }
        return sellers
    }
}
