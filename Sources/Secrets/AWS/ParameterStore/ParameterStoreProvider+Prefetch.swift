extension ParameterStoreProvider {
    /// How many calls run at once: the service allows 40 a second to all readers of an account.
    private static let atOnce = 2

    /// Parameters of one region that are asked for together.
    private struct Batch: Sendable {
        let region: String
        let names: [String]
    }

    /// Reads many parameters, ten a call. What the answers leave out is read one by one later.
    package func prefetch(
        _ references: [SecretReference]
    ) async -> [SecretReference: Result<ResolvedSecret, SecretError>] {
        var results: [SecretReference: Result<ResolvedSecret, SecretError>] = [:]
        var wanted: [String: [String: [SecretReference]]] = [:]
        for reference in Set(references) where reference.scheme == .awsParameterStore {
            do {
                wanted[try await regions.region(for: reference), default: [:]][reference.name, default: []]
                    .append(reference)
            } catch {
                results[reference] = .failure(error)
            }
        }
        let batches = wanted.flatMap { region, parameters in
            parameters.keys.sorted().runs(of: ParameterStore.batchSize).map { Batch(region: region, names: $0) }
        }
        let answers = await batches.concurrentMap(atOnce: Self.atOnce) { batch in (batch, await self.read(batch)) }
        for (batch, found) in answers {
            for (name, outcome) in found {
                for reference in wanted[batch.region]?[name] ?? [] {
                    results[reference] = Self.result(outcome, reference, batch.region)
                }
            }
        }
        return results
    }

    private func read(_ batch: Batch) async -> ParameterStore.Found {
        do {
            return try await store.parameters(batch.names, region: batch.region)
        } catch {
            let passing = error.refusal.map { $0.isThrottling || $0.isOutage || $0.isExpiredKey } ?? true
            guard passing else {
                // A policy may forbid one parameter or the call itself, and one bad name spoils the call: the parameters
                // alone tell which it is.
                if let refusal = error.refusal, refusal.isDenied, batch.names.count > 1 { tellOfBatches(refusal) }
                return await readSingly(batch)
            }
            return Dictionary(uniqueKeysWithValues: batch.names.map { ($0, .failure(error)) })
        }
    }

    private func readSingly(_ batch: Batch) async -> ParameterStore.Found {
        let answers = await batch.names.concurrentMap(atOnce: Self.atOnce) { await self.readOne($0, batch.region) }
        return answers.reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    // A function of its own that returns a dictionary, as in SecretsManagerProvider, and for the same reason.
    private func readOne(_ name: String, _ region: String) async -> ParameterStore.Found {
        do {
            return [name: .success(try await store.parameter(name, region: region))]
        } catch {
            return [name: .failure(error)]
        }
    }

    private static func result(
        _ outcome: Result<StoredParameter, AWSFailure>, _ reference: SecretReference, _ region: String
    ) -> Result<ResolvedSecret, SecretError> {
        switch outcome {
        case .success(let parameter):
            do {
                return .success(try resolved(parameter, reference, region))
            } catch {
                return .failure(error)
            }
        case .failure(let failure): return .failure(explanation(reference, region).error(failure))
        }
    }
}
