import JobModel
import Testing

@testable import SellerJobs

@Suite("Which results have been kept long enough")
struct OutputRetentionTests {
    private let month = OutputRetention(outputs: .seconds(30 * 86_400))

    private func days(_ days: Int) -> Duration { .seconds(days * 86_400) }

    @Test("A result goes when it is older than results are kept, not before")
    func results() {
        #expect(month.verdict(name: "orders.ndjson", age: days(31)) == .delete)
        #expect(month.verdict(name: "orders.ndjson", age: days(30)) == .keep)
        #expect(month.verdict(name: "orders.ndjson", age: .zero - days(3)) == .keep, "a clock was wrong")
    }

    @Test("A result under a job's number goes when that job is not open")
    func numbered() {
        #expect(month.verdict(name: "42.json", age: days(31)) == .deleteUnlessOpen(JobID(42)))
        #expect(month.verdict(name: "42.json", age: days(29)) == .keep)
    }

    @Test("A numbered version of a result goes as the result does")
    func versions() {
        #expect(month.verdict(name: "42.3.json", age: days(31)) == .deleteUnlessOpen(JobID(42)))
        #expect(month.verdict(name: "orders.2.ndjson", age: days(31)) == .delete)
        #expect(month.verdict(name: "orders.2.ndjson", age: days(29)) == .keep)
    }

    @Test(
        "A part goes after a week at the latest, when its job is not open",
        arguments: [
            ".orders.ndjson.42.part", ".orders.ndjson.42-3.part", ".42.json.42-17.part", ".orders.tsv.upload.42-3.part",
            ".42.json.42-items.part",
        ])
    func parts(name: String) {
        #expect(month.verdict(name: name, age: days(8)) == .deleteUnlessOpen(JobID(42)))
        #expect(month.verdict(name: name, age: days(6)) == .keep)
        let day = OutputRetention(outputs: days(1))
        #expect(day.verdict(name: name, age: days(2)) == .deleteUnlessOpen(JobID(42)))
    }

    @Test("A part of nobody goes after a week")
    func strangeParts() {
        for name in [".x.part", ".part", ".a.b-1.part", ".a.0.part"] {
            #expect(month.verdict(name: name, age: days(8)) == .delete)
            #expect(month.verdict(name: name, age: days(6)) == .keep)
        }
    }

    @Test("Other hidden files are somebody else's, and a part that is not hidden is a result")
    func others() {
        #expect(month.verdict(name: ".gitignore", age: days(1000)) == .keep)
        #expect(month.verdict(name: ".nfs0001", age: days(1000)) == .keep)
        #expect(month.verdict(name: "catalogue.part", age: days(8)) == .keep)
        #expect(month.verdict(name: "catalogue.part", age: days(31)) == .delete)
    }
}
