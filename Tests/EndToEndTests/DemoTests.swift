import Foundation
import Testing

extension CommandJourneys {
    @Suite("The demo")
    struct DemoTests {
        struct Exchanges: Decodable, Equatable {
            let good: Int
            let refused: Int
            let unexplained: Int
            let causes: [String: Int]
        }

        struct Compared<Value: Decodable & Sendable>: Decodable {
            let expected: Value
            let actual: Value
        }

        struct Files: Decodable {
            let directory: String
            let expected: Int
            let count: Int
            let bytes: Int
        }

        struct Seller: Decodable {
            let seller: String
            let state: String
            let jobs: Int
            let succeeded: Int
            let retries: Int
            let calls: Int
            let throttles: Int
            let exchanges: Int
            let expectedExchanges: Int
        }

        struct Event: Decodable {
            let kind: String
            let seconds: Double
        }

        struct Night: Decodable {
            struct Definition: Decodable {
                let name: String
                let due: Int
                let jobs: Int
                let succeeded: Int
                let promised: Int?
            }

            let sellers: Int
            let jobs: Int
            let followers: Int
            let complaints: Int
            let seconds: Double
            let virtualSeconds: Double
            let definitions: [Definition]
        }

        struct End: Decodable {
            let night: Night
            let ok: Bool
            let problems: [String]
            let jobs: [String: Int]
            let calls: Compared<Int>
            let exchanges: Compared<Exchanges>
            let retries: Compared<Int>
            let posts: Compared<Int>
            let throttles: Int
            let provokedThrottles: Int
            let avoidableThrottles: Int
            let complaints: Int
            let repaired: Bool
            let seconds: Double
            let virtualSeconds: Double
            let files: Files
            let sellers: [Seller]
            let events: [Event]
        }

        @Test("'demo --json' ends as its script says, and its numbers agree with each other")
        func json() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run(
                    "demo", "--json", "--sellers", "4", "--jobs", "60", "--directory", "demo")
                #expect(end.code == 0, "\(end.errors)")
                let demo = try end.json(End.self)
                #expect(demo.ok && demo.problems == [] && demo.repaired && demo.complaints == 0)
                #expect(demo.jobs["succeeded"] == 60 && demo.jobs.values.reduce(0, +) == 60)
                #expect(demo.exchanges.actual == demo.exchanges.expected)
                #expect(demo.exchanges.actual.good == 7 && demo.exchanges.actual.refused == 3)
                #expect(demo.avoidableThrottles == 0 && demo.provokedThrottles == demo.throttles)
                #expect(demo.calls.actual == demo.calls.expected + demo.throttles)
                #expect(demo.retries.actual == 4 && demo.retries.expected == 4)
                #expect(demo.posts.actual == demo.posts.expected)

                #expect(demo.sellers.map(\.seller) == (1...4).map { "seller-\($0)" })
                #expect(demo.sellers.allSatisfy { $0.jobs == 15 && $0.succeeded == 15 && $0.state == "active" })
                #expect(demo.sellers.reduce(0) { $0 + $1.calls } == demo.calls.actual)
                #expect(demo.sellers.reduce(0) { $0 + $1.throttles } == demo.throttles)
                #expect(demo.sellers.reduce(0) { $0 + $1.retries } == demo.retries.actual)
                #expect(demo.sellers.allSatisfy { $0.exchanges == $0.expectedExchanges })
                let exchanges = demo.exchanges.actual
                #expect(demo.sellers.reduce(0) { $0 + $1.exchanges } == exchanges.good + exchanges.refused)

                let kinds = demo.events.map(\.kind)
                for kind in [
                    "applicationStopped", "suspected", "revoked", "serverErrors", "tokenExpired", "tokenReplaced",
                    "throttled",
                    "secretRepaired", "applicationRestored", "authorizedAgain", "restored",
                ] { #expect(kinds.contains(kind), "\(kind) in \(kinds)") }
                #expect(demo.events.allSatisfy { $0.seconds <= demo.seconds })
                #expect(demo.virtualSeconds > demo.seconds)

                let night = demo.night
                #expect(night.sellers == 3 && night.complaints == 0 && night.virtualSeconds > 5 * 3600)
                #expect(night.definitions.count == 8)
                for definition in night.definitions {
                    #expect(definition.jobs > 0 && definition.succeeded == definition.jobs, "\(definition.name)")
                    #expect((definition.due > 0) == (definition.promised == nil), "\(definition.name)")
                }
                #expect(night.jobs == night.definitions.reduce(0) { $0 + $1.jobs })
                #expect(night.followers == night.definitions.compactMap(\.promised).reduce(0, +))

                let files = try FileManager.default.subpathsOfDirectory(atPath: demo.files.directory)
                    .filter { $0.hasSuffix(".ndjson") }
                #expect(files.count == demo.files.count && files.count == demo.files.expected)
                #expect(demo.files.bytes > 0)
            }
        }

        @Test("what the demo leaves behind can be looked at, and is not written over")
        func leftBehind() async throws {
            try await Workplace.open { workplace in
                let first = try await workplace.run("demo", "--sellers", "3", "--jobs", "30", "--directory", "demo")
                #expect(first.code == 0, "\(first.errors)")
                for words in [
                    "0/30 done", "seller-3 authorizes again", "EXCHANGES", "0 avoidable", "One night in Japan",
                    "each instant once", "Try next",
                ] {
                    #expect(first.output.contains(words), "\(words) in: \(first.output)")
                }
                #expect(!first.output.contains("\u{1B}"))
                let suggestions = first.output.split(separator: "\n").filter { $0.hasPrefix("  spworker ") }
                #expect(suggestions.count == 3)
                for suggestion in suggestions {
                    let words = suggestion.split(separator: " ").dropFirst().map(String.init)
                    let end = try await workplace.start(words).end()
                    #expect(end.code == 0, "\(suggestion): \(end.errors)")
                }
                let again = try await workplace.run("demo", "--sellers", "3", "--jobs", "30", "--directory", "demo")
                #expect(again.code == 2)
                #expect(again.errors.contains("name a new folder"))
            }
        }

        @Test("a demo with fewer jobs than sellers is refused")
        func tooFewJobs() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run("demo", "--sellers", "20", "--jobs", "19")
                #expect(end.code == 2)
                #expect(end.errors.contains("--jobs is from 20"))
            }
        }
    }
}
