import JobModel
import JobStore

extension StoreConformance {
    static let sellerListingCases: [StoreCase] = [
        StoreCase("A place of sellers that was never listed is unknown, and one that was empty is empty") { bench in
            try expectEqual(try await bench.store.keptSellers(source: "place"), nil, "before the first listing")
            let empty = SellerListingRow(source: "place", names: [], listedAt: bench.now)
            try await bench.store.keepSellers([empty], telling: [])
            try expectEqual(try await bench.store.keptSellers(source: "place"), empty, "an empty listing")
            try expectEqual(try await bench.store.keptSellers(source: "other"), nil, "another place")
        },
        StoreCase("The last listing of each place is kept, also over a crash, and leaves the salt alone") { bench in
            let salt = try await bench.store.salt()
            var rows = ["a", "b"].map { SellerListingRow(source: $0, names: ["x", "EU/y"], listedAt: bench.now) }
            try await bench.store.keepSellers(rows, telling: [])
            bench.advance(.seconds(300))
            rows[1] = SellerListingRow(source: "b", names: (0..<2000).map { "s-\($0)" }, listedAt: bench.now)
            try await bench.store.keepSellers([rows[1]], telling: [])
            try await bench.crash()
            for row in rows {
                try expectEqual(try await bench.store.keptSellers(source: row.source), row, "the listing")
            }
            try expectEqual(try await bench.store.salt(), salt, "the salt")
        },
        StoreCase("Sellers that come and go are told each time, by one verb") { bench in
            func remark(_ kind: String) -> SellerRemark {
                SellerRemark(key: bench.key("s"), kind: kind, message: "It is in the list.")
            }
            let mark = try await bench.store.changeMark()
            try await bench.store.keepSellers([], telling: [remark("sellerAdded")])
            try expect(try await bench.store.changeMark() != mark, "a worker that waits would not hear of it")
            try await bench.store.keepSellers([], telling: [remark("sellerRemoved"), remark("sellerAdded")])
            let events = try await bench.store.latestEvents(of: bench.key("s"), limit: 10)
            try expectEqual(
                events.map(\.kind), ["sellerAdded", "sellerRemoved", "sellerAdded"], "the events, newest first")
            try expectEqual(events[0].failure?.message, "It is in the list.", "what is said")
            try expectEqual(events[0].actor, "worker", "who did it")
        },
    ]
}
