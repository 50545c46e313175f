import JobStoreTesting
import Logging
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("The clock beside Amazon's")
struct ClockSkewTests {
    /// 2026-01-01T00:00:00Z, as the virtual clock begins.
    private static let start: Int64 = 1_767_225_600
    private static let header = "Thu, 01 Jan 2026 00:00:00 GMT"

    /// Takes note of an answer whose header is `ahead` seconds ahead of a clock that shows the start.
    private func answer(
        _ skew: inout ClockSkew, ahead: Int64, roundTrip: Duration = .zero
    ) throws -> ClockSkew.Change? {
        let date = try #require(HTTPDate(Self.header))
        return skew.answered(
            date: date, wallMicroseconds: (Self.start - ahead) * 1_000_000 + 500_000, roundTrip: roundTrip)
    }

    @Test("Fewer than three answers say nothing, then the median counts")
    func median() throws {
        var skew = ClockSkew()
        for _ in 0..<2 { #expect(try answer(&skew, ahead: 500) == nil) }
        #expect(skew.estimate == nil)
        #expect(try answer(&skew, ahead: 3) == .apart(.seconds(500)))
        for ahead in [4, 5, 6] as [Int64] { _ = try answer(&skew, ahead: ahead) }
        #expect(skew.estimate == .seconds(6))
    }

    @Test("One odd answer changes nothing")
    func outlier() throws {
        var skew = ClockSkew()
        for ahead in [0, 1, 0, 90_000, 1] as [Int64] { #expect(try answer(&skew, ahead: ahead) == nil) }
        #expect(skew.estimate == .seconds(1))
    }

    @Test("A difference is told once, in either direction, and so is its end")
    func changes() throws {
        for direction in [1, -1] as [Int64] {
            var skew = ClockSkew()
            var told: [ClockSkew.Change] = []
            for ahead in [0, 0, 0, 121, 121, 121, 121, 121, 121] as [Int64] {
                if let change = try answer(&skew, ahead: ahead * direction) { told.append(change) }
            }
            #expect(told == [.apart(.seconds(121 * direction))])
            // Near the limit nothing is told, well below it the end is.
            for ahead in [100, 100, 100, 100, 100, 100, 100, 100, 100] as [Int64] {
                #expect(try answer(&skew, ahead: ahead * direction) == nil)
            }
            for ahead in [1, 1, 1, 1, 1, 1, 1, 1, 1] as [Int64] {
                if let change = try answer(&skew, ahead: ahead * direction) { told.append(change) }
            }
            #expect(told == [.apart(.seconds(121 * direction)), .together(.seconds(direction))])
        }
    }

    @Test("Two minutes are no difference yet")
    func limit() throws {
        var skew = ClockSkew()
        for _ in 0..<9 { #expect(try answer(&skew, ahead: 120) == nil) }
    }

    @Test("Slow answers do not count, and half the round trip is taken off")
    func slow() throws {
        var skew = ClockSkew()
        for _ in 0..<9 { _ = try answer(&skew, ahead: 500, roundTrip: .milliseconds(5001)) }
        #expect(skew.estimate == nil)
        // The answer was written two seconds before it arrived, so the clocks are two seconds further apart.
        for _ in 0..<3 { _ = try answer(&skew, ahead: 10, roundTrip: .seconds(4)) }
        #expect(skew.estimate == .seconds(12))
    }

    @Test("Calls and exchanges are compared, and a clock that was set right is told of")
    func fed() async throws {
        let clock = VirtualTimekeeper(wallMicroseconds: (Self.start - 600) * 1_000_000)
        let lines = Recorder<String>()
        let watch = ClockWatch(logger: CapturingLog.logger(lines))
        let transport = ScriptedTransport { request in
            request.url.hasPrefix("https://lwa")
                ? .json(200, Fixtures.tokenJSON("Atza|x"), headers: [HTTPHeader("Date", Self.header)])
                : .json(200, "{}", headers: [HTTPHeader("Date", Self.header)])
        }
        let lwa = LWAClient(transport: transport, timekeeper: clock, clock: watch)
        let request = LWARequest(
            endpoint: "https://lwa/token", clientID: "c", clientSecret: Secret("s3cret"),
            grant: .refreshToken(Secret("Atzr|refresh")))
        _ = try await lwa.exchange(request)
        let caller = APICaller(
            transport: transport, tokens: TokenCache(timekeeper: clock, random: SeededRandom(seed: 7)),
            timekeeper: clock, logging: CallLogging(CapturingLog.logger(Recorder())), clock: watch)
        let authorization = CallAuthorization(
            key: Fixtures.key(), seller: nil,
            request: RequestBuilder(endpoint: try APIEndpoint("https://api.example"), userAgent: .standard),
            exchange: { _ in try await lwa.exchange(request) })
        let call = PreparedCall(operation: Fixtures.operation(), path: "/thing", query: "")
        for _ in 0..<4 { _ = try await caller.perform(call, as: authorization) }
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.hasPrefix("warning") == true && lines.all.first?.contains("600 s behind") == true)
        clock.stepWall(byMicroseconds: 600_000_000)
        for _ in 0..<9 { _ = try await caller.perform(call, as: authorization) }
        #expect(lines.all.count == 2)
        #expect(lines.all.last?.hasPrefix("notice") == true)
    }

    @Test("An answer without a date teaches nothing")
    func noDate() {
        let watch = ClockWatch(logger: CapturingLog.logger(Recorder()))
        for _ in 0..<9 { watch.answered(date: nil, wallMicroseconds: 0, roundTrip: .zero) }
        #expect(watch.estimate == nil)
    }
}
