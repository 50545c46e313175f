import Testing

@testable import SellerJobs

@Suite("Pieces of objects")
struct ObjectSizesTests {
    private static let mebibyte = 1 << 20

    @Test("Up to 16 MiB an object goes in one piece", arguments: [0, 1, 16 << 20])
    func one(bytes: Int) {
        #expect(ObjectSizes().parts(of: bytes) == nil)
    }

    @Test(
        "A larger one goes in parts of 8 MiB, or larger ones where that would be more than 10,000",
        arguments: [
            ((16 << 20) + 1, 8), (2_000_000_000, 8), (10_000 * 8 << 20, 8), ((10_000 * 8 << 20) + 1, 9), (5 << 40, 525),
        ])
    func parts(bytes: Int, size: Int) throws {
        let parts = try #require(ObjectSizes().parts(of: bytes))
        #expect(parts.count <= ObjectSizes.mostParts)
        #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == bytes)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(parts.dropLast().allSatisfy { $0.count == size * Self.mebibyte })
        #expect(parts.allSatisfy { !$0.isEmpty })
    }
}
