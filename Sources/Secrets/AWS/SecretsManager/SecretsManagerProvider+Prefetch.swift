extension SecretsManagerProvider {
    /// How many batches, or single reads in place of one, run at once.
    private static let atOnce = 4

    /// Secrets of one region that are asked for together.
    private struct Batch: Sendable {
        let region: String
        let ids: [String]
    }

    /// Reads the current versions of many secrets, twenty a call.
    ///
    /// References to other versions are left out, and so is what the answers leave out: both are read one by one later.
    package func prefetch(
        _ references: [SecretReference]
    ) async -> [SecretReference: Result<ResolvedSecret, SecretError>] {
        var results: [SecretReference: Result<ResolvedSecret, SecretError>] = [:]
        var wanted: [String: [String: [SecretReference]]] = [:]
        for reference in Set(references) where reference.scheme == .awsSecretsManager {
            guard reference.version == nil, reference.stage ?? "AWSCURRENT" == "AWSCURRENT" else { continue }
            do {
                wanted[try await regions.region(for: reference), default: [:]][reference.name, default: []]
                    .append(reference)
            } catch {
                results[reference] = .failure(error)
            }
        }
        let batches = wanted.flatMap { region, secrets in
            secrets.keys.sorted().runs(of: SecretsManager.batchSize).map { Batch(region: region, ids: $0) }
        }
        let answers = await batches.concurrentMap(atOnce: Self.atOnce) { batch in (batch, await self.read(batch)) }
        for (batch, found) in answers {
            for (id, outcome) in found {
                for reference in wanted[batch.region]?[id] ?? [] {
                    results[reference] = Self.result(outcome, reference, batch.region)
                }
            }
        }
        return results
    }

    private func read(_ batch: Batch) async -> SecretsManager.Found {
        guard batch.ids.count > 1 else { return await readSingly(batch) }
        do {
            return try await service.values(batch.ids, region: batch.region)
        } catch {
            if let refusal = error.refusal, refusal.isDenied || refusal.type.hasPrefix("UnknownOperation") {
                tellOfBatches(refusal)
                return await readSingly(batch)
            }
            // One name that the service does not accept must not keep nineteen others from their sellers.
            if ["InvalidParameterException", "ValidationException"].contains(error.refusal?.type) {
                return await readSingly(batch)
            }
            return Dictionary(uniqueKeysWithValues: batch.ids.map { ($0, .failure(error)) })
        }
    }

    private func readSingly(_ batch: Batch) async -> SecretsManager.Found {
        let answers = await batch.ids.concurrentMap(atOnce: Self.atOnce) { await self.readOne($0, batch.region) }
        return answers.reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    // A function of its own that returns a dictionary: a closure that returned the pair of name and result made the
    // optimised program crash when the task group copied it (Swift 6.3.1).
    private func readOne(_ id: String, _ region: String) async -> SecretsManager.Found {
        do {
            return [id: .success(try await service.value(id, stage: nil, version: nil, region: region))]
        } catch {
            return [id: .failure(error)]
        }
    }

    private static func result(
        _ outcome: Result<SecretValue, AWSFailure>, _ reference: SecretReference, _ region: String
    ) -> Result<ResolvedSecret, SecretError> {
        switch outcome {
        case .success(let value):
            do {
                return .success(try resolved(value, reference, region))
            } catch {
                return .failure(error)
            }
        case .failure(let failure):
            return .failure(explanation(reference, SecretsManager.get, region).error(failure))
        }
    }
}
