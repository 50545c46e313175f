// What people did.
extension MemoryJobStore {
    package func record(_ deed: Deed) throws { try write { try $0.record(deed) } }
}
