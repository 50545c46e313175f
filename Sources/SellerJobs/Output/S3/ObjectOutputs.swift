/// The outputs that go to S3.
package struct ObjectOutputs: Sendable {
    /// Brings them there.
    let store: ObjectStore
    private let settings: ObjectSettings

    /// Sets them up.
    package init(_ store: ObjectStore) {
        self.store = store
        settings = store.settings
    }

    /// Where an output goes that names no bucket; `nil` when it stays on this machine.
    func place(of path: String) -> ObjectPlace? {
        settings.bucket.map { ObjectPlace(bucket: $0, key: settings.prefix + path) }
    }
}
