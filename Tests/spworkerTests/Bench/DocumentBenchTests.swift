import JobStoreTesting
import Testing

@testable import spworker

@Suite("Figures about documents")
struct DocumentBenchTests {
    @Test("rates are megabytes of the inflated document a second, and ratios are taken within each round")
    func figures() {
        let figures = DocumentBenchFigures(
            size: 400_000_000,
            rounds: [
                .init(pipeline: .seconds(2), fetch: .seconds(4), growth: 1000),
                .init(pipeline: .seconds(20), fetch: .seconds(40), growth: 3000),
                .init(pipeline: .seconds(4), fetch: .seconds(4), growth: 2000),
            ])
        #expect(figures.pipeline == Spread([200, 20, 100]))
        #expect(figures.fetch == Spread([100, 10, 100]))
        #expect(figures.ratio == Spread([0.5, 0.5, 1]))
        #expect(figures.growth == Spread([1000, 3000, 2000]))
        #expect(Set(figures.lines.map(\.key)).count == 4)
    }

    @Test("a process status tells the resident memory in bytes")
    func memory() {
        #expect(
            ResidentMemory.bytes(in: "Name:\tx\nVmHWM:\t    9999 kB\nVmRSS:\t    1234 kB\nThreads:\t3\n") == 1234 << 10)
        #expect(ResidentMemory.bytes(in: "Name:\tx\n") == 0)
    }

    @Test("a sample of any size is text", arguments: [0, 1, 99, 100, 5000])
    func sample(_ size: Int) {
        for seed in 0..<50 {
            let bytes = SampleReport.records(size, SeededRandom(seed: UInt64(seed)))
            #expect(bytes.count == size)
            #expect(String(validating: bytes, as: UTF8.self) != nil)
        }
    }
}
