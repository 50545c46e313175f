import Testing

extension WorkerJourneys {
    @Suite("Rows of other programs")
    struct InboxTests {
        @Test("a row that plain SQL inserts runs within a second")
        func plainInsert() async throws {
            try await Scene.play { scene in
                _ = try await scene.startWorker()
                for number in 1...3 {
                    try await scene.queue.execute(
                        "INSERT INTO inbox (seller, operation) VALUES ('acme', 'sellers.getMarketplaceParticipations')")
                    try await scene.waitForJobs(number, "state = 'succeeded'")
                }
                let rows = try await scene.queue.inbox()
                let jobs = try await scene.queue.jobs()
                #expect(rows.map(\.status) == ["accepted", "accepted", "accepted"])
                #expect(rows.map(\.jobId) == jobs.map(\.id))
                for (row, job) in zip(rows, jobs) {
                    let pause = try seconds(#require(job.startedAt)) - seconds(row.createdAt)
                    // A busy machine gets three times the second that is promised.
                    #expect(pause < 3, "the job started \(pause) s after its row was written")
                    #expect(job.resultStatus == 200)
                    #expect(job.resultInline?.contains("A1PA6795UKMFR9") == true)
                }
            }
        }

        @Test("a row that was inserted while no worker ran is taken in at the next start")
        func insertWithoutWorker() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: ["acme"], each: 5)
                #expect(try await scene.run("run", "--drain").code == 0)
                #expect(try await scene.queue.count("state = 'succeeded'") == 5)
            }
        }

        @Test("a row without a seller goes to the only one, and its times and JSON are read")
        func defaults() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.execute(
                    """
                    INSERT INTO inbox (operation, params, run_at, priority, unique_key, deadline) VALUES
                        ('catalogItems.searchCatalogItems@2022-04-01', '{"keywords": ["grün & blau"]}',
                            '2020-01-01T01:00:00+01:00', 0, 'k', '2100-01-01T00:00:00Z'),
                        ('sellers.getMarketplaceParticipations', NULL, 1577836800, '9', NULL, NULL),
                        ('sellers.getMarketplaceParticipations', NULL, 1577836800, 3, 'k', NULL)
                    """)
                #expect(try await scene.run("run", "--drain").code == 0)
                let rows = try await scene.queue.inbox()
                #expect(rows.map(\.status) == ["accepted", "accepted", "duplicate"])
                #expect(rows[2].jobId == rows[0].jobId)
                let jobs = try await scene.queue.jobs()
                #expect(jobs.map(\.state) == ["succeeded", "succeeded"])
                #expect(jobs.map(\.seller) == ["acme", "acme"])
                #expect(jobs.map(\.priority) == [0, 9])
                #expect(try await scene.ledger().complaints.count == 0)
            }
        }

        /// A row that cannot become a job, and the words that its error must hold.
        struct BadRow: Sendable, CustomTestStringConvertible {
            let columns: String
            let values: String
            let words: [String]

            var testDescription: String { "\(columns): \(values)" }
        }

        static let badRows = [
            BadRow(columns: "seller, operation", values: "'acme', 'orders.getOrder'", words: ["orderId"]),
            BadRow(
                columns: "seller, operation", values: "'acme', 'sellers.getMarketplaceParticipation'",
                words: ["sellers.getMarketplaceParticipation", "sellers.getMarketplaceParticipations"]),
            BadRow(
                columns: "seller, operation, params",
                values: "'acme', 'sellers.getMarketplaceParticipations', '{broken'", words: ["JSON"]),
            BadRow(
                columns: "seller, operation, params",
                values: "'acme', 'sellers.getMarketplaceParticipations', '[1]'", words: ["object"]),
            BadRow(
                columns: "seller, operation", values: "'acmee', 'sellers.getMarketplaceParticipations'",
                words: ["acmee", "acme"]),
            BadRow(
                columns: "seller, operation, priority",
                values: "'acme', 'sellers.getMarketplaceParticipations', 'abc'", words: ["priority", "abc", "9"]),
            BadRow(
                columns: "seller, operation, run_at",
                values: "'acme', 'sellers.getMarketplaceParticipations', 'tomorrow'",
                words: ["run_at", "tomorrow", "ISO"]),
            BadRow(
                columns: "seller, operation, max_attempts",
                values: "'acme', 'sellers.getMarketplaceParticipations', 0", words: ["max_attempts", "0"]),
            BadRow(
                columns: "seller, operation, options",
                values: "'acme', 'sellers.getMarketplaceParticipations', '{\"timout\": \"1m\"}'",
                words: ["timout", "timeout"]),
            BadRow(columns: "seller", values: "'acme'", words: ["operation"]),
            BadRow(
                columns: "kind, seller, operation", values: "'raport', 'acme', 'X'", words: ["raport", "request"]),
            BadRow(
                columns: "seller, operation", values: "x'ff00', x'c328'", words: ["operation"]),
        ]

        @Test("a row that makes no sense is rejected with an error that names the fault, and keeps nobody up")
        func rejectedRows() async throws {
            try await Scene.play { scene in
                let worker = try await scene.startWorker()
                for row in Self.badRows {
                    try await scene.queue.execute("INSERT INTO inbox (\(row.columns)) VALUES (\(row.values))")
                }
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'succeeded'")
                let rows = try await scene.queue.inbox()
                #expect(rows.last?.status == "accepted")
                for (bad, row) in zip(Self.badRows, rows) {
                    #expect(row.status == "rejected", "\(bad.testDescription)")
                    #expect(row.jobId == nil)
                    let error = row.error ?? ""
                    for word in bad.words {
                        #expect(error.contains(word), "\(bad.testDescription): \(error)")
                    }
                }
                #expect(try await scene.queue.count() == 1)
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
