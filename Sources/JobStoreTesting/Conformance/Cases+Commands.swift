import JobModel
import JobStore

extension StoreConformance {
    static let commandCases: [StoreCase] = [
        StoreCase("A request is read by its number, listed until it is answered, and answered once") { bench in
            let first = try await bench.store.ask("probe", argument: #"{"seller":"a"}"#)
            bench.advance(.seconds(1))
            let second = try await bench.store.ask("drain")
            try expect(second > first, "numbers do not grow")
            let row = CommandRow(
                id: first, verb: "probe", argument: #"{"seller":"a"}"#, createdAt: bench.now - .seconds(1))
            try expectEqual(try await bench.store.command(first), row, "the request")
            func open(_ limit: Int = 9) async throws -> [Int64] {
                try await bench.store.newCommands(for: bench.worker, limit: limit).map(\.id)
            }
            try expectEqual(try await open(), [first, second], "open requests, oldest first")
            try expectEqual(try await open(1), [first], "as many as were wanted")
            let answer = CommandAnswer.done(#"{"state":"active"}"#)
            try expect(try await bench.store.answer(commandID: first, answer), "the answer was not taken")
            try expectEqual(try await open(), [second], "open requests after an answer")
            let answered = try await bench.store.command(first)
            try expectEqual(answered?.status, .done, "the status")
            try expectEqual(answered?.answer, #"{"state":"active"}"#, "the answer")
            try expectEqual(answered?.answeredAt, bench.now, "the time of the answer")
            try expect(
                try await !bench.store.answer(commandID: first, .failed("Too late.")), "a second answer was taken")
            try expectEqual(try await bench.store.command(first), answered, "the request after a second answer")
            try expect(try await !bench.store.answer(commandID: 99, .done()), "nobody's request was answered")
            try expectEqual(try await bench.store.command(99), nil, "a request that is not there")
        },
        StoreCase("What could not be done is answered with a reason, whatever stands in it") { bench in
            let id = try await bench.store.ask("reload")
            _ = try await bench.store.answer(commandID: id, .failed("A \"b\"\\\n\u{1} ü"))
            let row = try await bench.store.command(id)
            try expectEqual(row?.status, .failed, "the status")
            try expectEqual(row?.answer, "{\"reason\":\"A \\\"b\\\"\\\\\\n\\u0001 ü\"}", "the answer")
        },
        StoreCase("A request for one worker is not shown to another") { bench in
            let mine = try await bench.store.ask("drain", argument: "{}", of: bench.worker)
            let other = try await bench.store.ask("drain", argument: "{}", of: WorkerID("other"))
            let any = try await bench.store.ask("drain")
            let rows = try await bench.store.newCommands(for: bench.worker, limit: 9)
            try expectEqual(rows.map(\.id), [mine, any], "requests for the worker")
            try expectEqual(rows.map(\.worker), [bench.worker, nil], "who is asked")
            try expectEqual(
                try await bench.store.newCommands(for: WorkerID("other"), limit: 9).map(\.id), [other, any],
                "requests for the other one")
        },
        StoreCase("A request that nobody answers expires after a minute; a late answer still counts") { bench in
            let old = try await bench.store.ask("probe", argument: "{}", of: WorkerID("gone"))
            bench.advance(.seconds(59))
            let young = try await bench.store.ask("probe")
            try expectEqual(try await bench.store.expireCommands(), 0, "requests given up too early")
            bench.advance(.seconds(1))
            try expectEqual(try await bench.store.expireCommands(), 1, "requests given up")
            try expectEqual(try await bench.store.command(old)?.status, .expired, "the old one")
            try expectEqual(try await bench.store.command(young)?.status, .new, "the young one")
            try expectEqual(try await bench.store.expireCommands(), 0, "requests given up twice")
            try expect(try await bench.store.answer(commandID: old, .done()), "a late answer was not taken")
            try expectEqual(try await bench.store.command(old)?.status, .done, "the old one after its answer")
        },
        StoreCase("Asking moves the change mark; answering need not") { bench in
            let before = try await bench.store.changeMark()
            _ = try await bench.store.ask("drain")
            try expect(try await bench.store.changeMark() != before, "it rested although somebody asks")
        },
        StoreCase("Answered and expired requests go after a day, open ones expire") { bench in
            let answered = try await bench.store.ask("drain")
            _ = try await bench.store.answer(commandID: answered, .done())
            let forgotten = try await bench.store.ask("probe")
            bench.advance(.seconds(86_400))
            try expectEqual(try await bench.store.prune(Retention()), 0, "rows that are not older than a day")
            try expectEqual(try await bench.store.command(forgotten)?.status, .expired, "the one without an answer")
            bench.advance(.seconds(1))
            try expectEqual(try await bench.store.prune(Retention()), 1, "rows after a day")
            try expectEqual(try await bench.store.command(answered), nil, "the answered one")
            bench.advance(.seconds(86_401))
            try expectEqual(try await bench.store.prune(Retention()), 1, "rows after another day")
            let next = try await bench.store.ask("drain")
            try expect(next > forgotten, "a number was used again")
        },
    ]
}
