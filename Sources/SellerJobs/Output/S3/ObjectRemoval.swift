import Secrets

extension ObjectStore {
    /// What became of an object that was to be deleted.
    enum Removal: Sendable, Hashable {
        case deleted
        /// It was gone already.
        case gone
        /// Another object is there now, which stays.
        case changed
    }

    /// Deletes an object if it still is the one that was written.
    ///
    /// - Parameter sha256: The checksum that was written down with it, in hexadecimal.
    /// - Throws: `OutputError`, also when this program may not look; `CancellationError`.
    func delete(_ place: ObjectPlace, sha256: String) async throws -> Removal {
        var right = Self.lookingRight
        do {
            guard let object = try await look(place) else { return .gone }
            guard object.sha256 == sha256 else { return .changed }
            right = "s3:DeleteObject"
            _ = try await call(ObjectCall(method: "DELETE", bucket: place.bucket, key: place.key, right: right))
            return .deleted
        } catch let failure as AWSFailure {
            // Somebody was quicker.
            if right != Self.lookingRight, failure.refusal?.type == "NoSuchKey" { return .gone }
            throw try ObjectExplanation(place: place.description, bucket: place.bucket, right: right, verb: "deleted")
                .error(failure)
        }
    }
}
