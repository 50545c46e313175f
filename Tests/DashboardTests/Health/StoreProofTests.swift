import Dashboard
import JobModel
import JobStore
import JobStoreTesting
import Testing

@Suite("Proof that the store takes writes")
struct StoreProofTests {
    private let clock = VirtualTimekeeper()

    private func store(cut: SeveredStore.Cut? = nil) -> SeveredStore {
        let clock = clock
        return SeveredStore(MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }, cut: cut)
    }

    @Test("However often and by how many it is asked, the store is written once in five seconds")
    func seldom() async {
        let store = store()
        let proof = StoreProof(store: store, timekeeper: clock)
        await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { await proof.fault() } }
            for await fault in group { #expect(fault == nil) }
        }
        #expect(store.count(.prove) == 1)
        clock.advance(by: .seconds(4))
        _ = await proof.fault()
        #expect(store.count(.prove) == 1)
        clock.advance(by: .seconds(1))
        _ = await proof.fault()
        #expect(store.count(.prove) == 2)
    }

    @Test("What keeps the store from it is told")
    func fault() async {
        let store = store(cut: SeveredStore.Cut(.before, call: 1, of: [.prove]))
        let proof = StoreProof(store: store, timekeeper: clock)
        #expect(await proof.fault()?.hasPrefix("The store cannot be written: ") == true)
    }
}
