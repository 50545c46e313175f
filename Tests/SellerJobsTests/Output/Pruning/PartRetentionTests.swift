import JobModel
import Testing

@testable import SellerJobs

@Suite("Which temporary files nobody comes back to")
struct PartRetentionTests {
    private let month = PartRetention(outputs: .seconds(30 * 86_400))

    private func days(_ days: Int) -> Duration { .seconds(days * 86_400) }

    @Test(
        "A part goes after a week at the latest, when its job has ended",
        arguments: [
            ".orders.ndjson.42.part", ".orders.ndjson.42-3.part", ".42.json.42-17.part", ".orders.tsv.upload.42-3.part",
            ".42.json.42-items.part",
        ])
    func parts(name: String) {
        #expect(month.job(of: name, age: days(8)) == JobID(42))
        #expect(month.job(of: name, age: days(6)) == nil)
        #expect(month.job(of: name, age: .zero - days(3)) == nil, "a clock was wrong")
        #expect(PartRetention(outputs: days(1)).job(of: name, age: days(2)) == JobID(42))
    }

    @Test(
        "Whatever has no such name is somebody else's, however old",
        arguments: [
            "orders.ndjson", "42.json", "catalogue.42.part", ".gitignore", ".nfs0001", ".x.part", ".part", ".42.part",
            ".a.b-1.part", ".a.0.part", ".a.-1.part", ".a.42.part.bak",
        ])
    func others(name: String) {
        #expect(month.job(of: name, age: days(1000)) == nil)
    }
}
