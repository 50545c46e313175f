import JobModel

/// An object in S3.
struct ObjectDestination: OutputDestination {
    let store: ObjectStore
    let place: ObjectPlace
    let existing: ExistingOutput
    let note: UploadNote

    func prepare() async throws {
        try await store.check(bucket: place.bucket)
        // Who may not look finds out when the output is stored.
        if existing == .fail, try await store.isKnownToHold(place) { throw OutputError.taken(place.description) }
    }

    func publish(_ output: SealedOutput) async throws -> String {
        switch existing {
        case .replace:
            _ = try await upload(output, to: place, onlyIfFree: false)
            return place.description
        case .fail:
            guard try await upload(output, to: place, onlyIfFree: true) == .stored else {
                throw OutputError.taken(place.description)
            }
            return place.description
        case .version:
            var (search, own) = try await look(for: output)
            if let own { return own.description }
            while true {
                let version = version(search.number)
                if try await upload(output, to: version, onlyIfFree: true) == .stored { return version.description }
                search.lost()
            }
        }
    }

    func find(_ output: SealedOutput) async throws -> String? {
        guard existing == .version else {
            return try await store.object(at: place)?.isOwn(output) == true ? place.description : nil
        }
        return try await look(for: output).own?.description
    }

    var certainPlace: String? { existing == .version ? nil : place.description }

    func record(of output: SealedOutput, at place: String, isPlaced: Bool) -> WrittenOutput {
        WrittenOutput(location: place, bytes: output.bytes, sha256: output.sha256, isPlaced: isPlaced)
    }

    /// Finds the first version that is free, unless it comes upon this same output.
    private func look(for output: SealedOutput) async throws -> (search: VersionSearch, own: ObjectPlace?) {
        var search = VersionSearch()
        while !search.isOver {
            let version = version(search.number)
            let found = try await store.object(at: version)
            if found?.isOwn(output) == true { return (search, version) }
            search.answer(isTaken: found != nil)
        }
        return (search, nil)
    }

    private func version(_ number: Int) -> ObjectPlace {
        ObjectPlace(bucket: place.bucket, key: VersionSearch.path(place.key, number))
    }

    private func upload(
        _ output: SealedOutput, to place: ObjectPlace, onlyIfFree: Bool
    ) async throws -> ObjectUpload.End {
        try await ObjectUpload(store: store, place: place, output: output, onlyIfFree: onlyIfFree, note: note).run()
    }
}
