/// The definitions' files as they were last read, for those who look at them often.
actor DefinitionShelf {
    private let folder: DefinitionFolder
    private var look: [String]?
    private var held: [DefinitionFolder.Entry] = []

    init(_ folder: DefinitionFolder) { self.folder = folder }

    /// What each file holds now. Files are read again when one of them has changed.
    func entries() async -> [DefinitionFolder.Entry] {
        let folder = folder
        let now = try? await Offload.run { try folder.look() }
        if let now, now == look { return held }
        look = now
        held = (try? await Offload.run { folder.read() }) ?? []
        return held
    }
}
