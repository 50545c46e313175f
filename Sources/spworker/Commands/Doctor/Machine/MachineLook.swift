import JobStore
import Ports
import SellerJobs

/// Looks at files, hooks and job definitions.
struct MachineLook {
    let composition: Composition
    let configuration: Configuration

    /// What is to be said of them.
    func findings() async -> [DoctorFinding] {
        let configuration = configuration
        let path = composition.environment.value("PATH")
        let folder = composition.definitions(configuration)
        let found = try? await Offload.run {
            DefinitionCondition.findings(folder.read(), sellers: configuration.sellers)
                + Self.hooks(configuration, path: path) + Self.files(configuration)
        }
        return found ?? []
    }

    private static func hooks(_ configuration: Configuration, path: String?) -> [DoctorFinding] {
        Hook.allCases.flatMap { hook in
            (configuration.hooks.targets.targets[hook] ?? []).flatMap { target in
                HookCondition.findings(hook, target.name, look(target, configuration.directory, path))
            }
        }
    }

    private static func look(_ target: HookTarget, _ directory: String, _ path: String?) -> HookCondition.Target {
        switch target.way {
        case .post(_, let secret): return .post(isSigned: secret != nil)
        case .exec(let words):
            let places = HookCondition.places(of: words.first ?? "", directory: directory, path: path)
            return .exec(places.lazy.compactMap { FileFacts(path: $0) }.first)
        }
    }

    private static func files(_ configuration: Configuration) -> [DoctorFinding] {
        let file = configuration.file.flatMap { $0.split(separator: "/").last }.map {
            "\(configuration.directory)/\($0)"
        }
        return (file.map { FileCondition.configuration($0, FileFacts(path: $0)) } ?? [])
            + FileCondition.definitions(configuration.jobs, FileFacts(path: configuration.jobs))
            + FileCondition.output(
                configuration.output.directory, FileFacts(path: configuration.output.directory),
                mode: configuration.output.mode)
            + (configuration.http.caFile.map { FileCondition.authorities($0, FileFacts(path: $0)) } ?? [])
    }
}
