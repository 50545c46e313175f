import JobModel
import Testing

@testable import spworker

@Suite("How far definitions say that their jobs reach")
struct DefinitionCursorTests {
    /// The problems of a definition whose end of the time range says `end`, with a cursor on line 5.
    private func problems(_ end: String, _ cursor: String) -> [String] {
        definitionProblems(
            """
            name: a
            job:
              operation: orders.searchOrders
              params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "\(end)"}
            cursor: {field: lastUpdatedBefore, \(cursor)}

            """)
    }

    @Test(
        "may be told by an instant in the field itself, or by the cursor's own 'until'",
        arguments: [
            ("{now-2m}", "start: \"{now-1d}\""), ("{scheduledAt}", "start: \"{scheduledAt-1d}\""),
            ("{date}", "start: \"{now-1d}\""), ("{until}", "until: \"{scheduledAt}\", start: \"{now-1d}\""),
            ("{until|datetime}", "until: \"{now-2m}\", start: \"2026-01-01T00:00:00Z\""),
        ])
    func right(end: String, cursor: String) {
        #expect(problems(end, cursor) == [])
    }

    @Test(
        "cannot be told by what depends on it",
        arguments: [
            (
                "{until}", "start: \"{now-1d}\"",
                "{until} is what lastUpdatedBefore is to say, so it cannot say that itself; write lastUpdatedBefore: "
                    + "\"{now-2m}\", or until: \"{now-2m}\" beside field"
            ),
            (
                "{until-1d}", "until: \"{now}\", start: \"{now-1d}\"",
                "lastUpdatedBefore says how far a job reaches, which {until-1d} is not; write lastUpdatedBefore: "
                    + "\"{until}\", and move the instant in until"
            ),
            (
                "{cursor+7d}", "start: \"{now-1d}\"",
                "lastUpdatedBefore is told by the cursor, which it is to move; write lastUpdatedBefore: \"{now-2m}\"; "
                    + "maxWindow: 7d keeps a job from covering more than that"
            ),
        ])
    func wrong(end: String, cursor: String, problem: String) {
        #expect(problems(end, cursor) == ["jobs/a.yaml:5: cursor.field: \(problem)"])
    }

    @Test("is of no use to a job that asks for neither {cursor} nor {until}")
    func unused() {
        func problems(_ from: String) -> [String] {
            definitionProblems(
                """
                name: a
                every: 1h
                job:
                  operation: orders.searchOrders
                  params: {lastUpdatedAfter: "\(from)", lastUpdatedBefore: "{now-2m}"}
                cursor: {field: lastUpdatedBefore, start: "{now-30d}"}
                """)
        }
        #expect(
            problems("{now-1d}") == [
                "jobs/a.yaml:6: cursor: the job does not ask for {cursor}; write \"{cursor}\" where its time range begins, "
                    + "or remove this"
            ])
        #expect(problems("{cursor}").isEmpty && problems("{until-1d}").isEmpty)
    }
}
