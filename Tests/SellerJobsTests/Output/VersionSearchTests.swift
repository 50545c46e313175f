import Testing

@testable import SellerJobs

@Suite("Numbers of outputs whose name is taken")
struct VersionSearchTests {
    /// The number that is found while `taken` are taken, and how many questions that took.
    private func find(_ isTaken: (Int) -> Bool) -> (number: Int, questions: Int) {
        var search = VersionSearch()
        var questions = 0
        while !search.isOver {
            questions += 1
            search.answer(isTaken: isTaken(search.number))
        }
        return (search.number, questions)
    }

    @Test("The first free number is found, with few questions", arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9, 100, 12_345])
    func first(taken: Int) {
        let found = find { $0 <= taken }
        #expect(found.number == taken + 1)
        #expect(found.questions <= 32)
    }

    @Test("Where some between have gone, a free one is found")
    func gaps() {
        let taken: Set = [1, 2, 3, 5, 6, 9, 10]
        #expect(!taken.contains(find { taken.contains($0) }.number))
    }

    @Test("Whoever was not quick enough takes the next")
    func lost() {
        var search = VersionSearch()
        search.answer(isTaken: false)
        #expect(search.number == 1)
        search.lost()
        #expect(search.number == 2)
        search.lost()
        #expect(search.number == 3)
    }

    @Test(
        "The number stands before the last ending",
        arguments: [
            ("a/b.json", "a/b.2.json"), ("b", "b.2"), ("a.b/c", "a.b/c.2"), ("x.tar.gz", "x.tar.2.gz"),
            ("a/.b", "a/.b.2"),
        ])
    func path(path: String, expected: String) {
        #expect(VersionSearch.path(path, 1) == path)
        #expect(VersionSearch.path(path, 2) == expected)
    }

    @Test(
        "A name is told to be a version of another, or not",
        arguments: [
            ("b.json", 1), ("b.2.json", 2), ("b.10.json", 10), ("b.1.json", nil), ("b.02.json", nil), ("b.x.json", nil),
            ("b.2.csv", nil), ("c.2.json", nil), ("b..json", nil), ("b.-2.json", nil),
        ] as [(String, Int?)])
    func number(name: String, number: Int?) {
        #expect(VersionSearch.number(of: name, from: "b.json") == number)
    }
}
