import Overview

/// What is to be said of the job definitions.
enum DefinitionCondition {
    /// Judges each file.
    static func findings(_ entries: [DefinitionFolder.Entry], sellers: [SellerSettings]) -> [DoctorFinding] {
        entries.flatMap { path, result -> [DoctorFinding] in
            switch result {
            case .failure(let error):
                return error.problems.map { ConfigurationCondition.fault($0, .definitions) }
            case .success(let definition):
                let count = sellers.count { definition.sellers.includes(DefinitionSeller($0)) }
                guard count == 0, !sellers.isEmpty else {
                    return [.ok(.definitions, "\(counted(count, "seller")).", about: definition.name)]
                }
                return [
                    .warning(
                        .definitions, "It runs for no seller.", about: definition.name,
                        cure: "Correct 'sellers:' in \(path): tags, regions and 'exclude' leave nobody.")
                ]
            }
        }
    }
}
