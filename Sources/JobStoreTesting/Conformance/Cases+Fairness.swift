import JobModel
import JobStore

extension StoreConformance {
    static let fairnessCases: [StoreCase] = [
        StoreCase("Fifty sellers beside one with 5,000 jobs wait for their own jobs only") { bench in
            try await whale(bench, slots: 32)
        },
        StoreCase("The same holds when one slot is free at a time") { bench in
            try await whale(bench, slots: 1)
        },
        StoreCase("A seller that puts jobs in all the time keeps nobody out, and is not kept out") { bench in
            try await bench.enqueue(1, bench.job("busy"))
            for seller in 0..<5 { try await bench.enqueue(20, bench.job("s\(seller)")) }
            var served: [String: Int] = [:]
            for _ in 0..<60 {
                try await bench.enqueue(3, bench.job("busy"))
                bench.advance(.milliseconds(1))
                let jobs = try await bench.claim(4)
                for job in jobs { served[job.authorization?.seller ?? "", default: 0] += 1 }
                bench.advance(.milliseconds(1))
                try await bench.complete(jobs)
            }
            for seller in 0..<5 { try expectEqual(served["s\(seller)"], 20, "jobs of seller \(seller)") }
            try expect((served["busy"] ?? 0) >= 40, "only \(served["busy"] ?? 0) jobs of the busy seller ran")
        },
        StoreCase("An application with much to do does not keep another one out") { bench in
            for seller in 0..<20 { try await bench.enqueue(50, bench.job("s\(seller)", application: "big")) }
            bench.advance(.milliseconds(1))
            try await bench.enqueue(5, bench.job("z", application: "small"))
            var claims = 0
            var left = 5
            while left > 0, claims < 200 {
                let jobs = try await bench.claim(1)
                left -= jobs.count { $0.lane.application == "small" }
                claims += 1
                bench.advance(.milliseconds(1))
                try await bench.complete(jobs)
            }
            try expectEqual(left, 0, "jobs of the small application that wait after \(claims) runs")
        },
        StoreCase("Lanes with urgent jobs come first, for a quarter of the batch") { bench in
            for seller in 0..<20 { try await bench.enqueue(1, bench.job("old\(seller)")) }
            bench.advance(.seconds(1))
            for seller in 0..<20 {
                var job = bench.job("urgent\(seller)")
                job.priority = 0
                try await bench.enqueue(job)
            }
            let first = try await bench.claim(8)
            try expectEqual(first.count, 8, "jobs")
            try expectEqual(first.count { $0.authorization?.seller.hasPrefix("urgent") ?? false }, 2, "urgent ones")
            try expectEqual(
                try await bench.claim(1).first?.authorization?.seller.hasPrefix("urgent"), true, "one slot is for them")
        },
        StoreCase("Urgent jobs of the future do not hold up urgent ones that are due") { bench in
            for seller in 0..<10 {
                var later = bench.job("later\(seller)")
                later.priority = 0
                later.runAt = bench.now + .seconds(3600)
                try await bench.enqueue(later)
                try await bench.enqueue(5, bench.job("later\(seller)"))
            }
            bench.advance(.seconds(1))
            var job = bench.job("now")
            job.priority = 0
            try await bench.enqueue(job)
            try expectEqual(try await bench.claim(1).first?.authorization?.seller, "now", "who is first")
        },
        StoreCase("Old jobs let no lane pass those that were due before it") { bench in
            for seller in ["a", "b", "c"] {
                try await bench.enqueue(3, bench.job(seller))
                bench.advance(.milliseconds(10))
            }
            var order: [String] = []
            for _ in 0..<9 {
                let jobs = try await bench.claim(1)
                order += jobs.compactMap { $0.authorization?.seller }
                bench.advance(.milliseconds(10))
                try await bench.complete(jobs)
            }
            try expectEqual(order, ["a", "b", "c", "a", "b", "c", "a", "b", "c"], "the order of sellers")
        },
    ]

    /// All small sellers are done before the whale has had much more than its turns.
    private static func whale(_ bench: StoreBench, slots: Int) async throws {
        try await bench.enqueue(5000, bench.job("whale"))
        bench.advance(.seconds(1))
        for seller in 0..<50 { try await bench.enqueue(2, bench.job("s\(seller)")) }
        var (small, large) = (0, 0)
        while small < 100, large < 1000 {
            let jobs = try await bench.claim(slots)
            try expect(!jobs.isEmpty, "nothing could be claimed")
            for job in jobs {
                if job.authorization?.seller == "whale" { large += 1 } else { small += 1 }
            }
            bench.advance(.milliseconds(1))
            try await bench.complete(jobs)
        }
        try expect(large <= 30, "the whale had \(large) runs before the last of 100 small jobs began")
    }
}
