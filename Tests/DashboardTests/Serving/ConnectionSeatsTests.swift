import Testing

@testable import Dashboard

@Suite("Connections")
struct ConnectionSeatsTests {
    @Test("of one address are so many, and leave room for others")
    func bound() {
        let seats = ConnectionSeats()
        for _ in 0..<ConnectionSeats.most { #expect(seats.take("192.0.2.1")) }
        #expect(!seats.take("192.0.2.1"))
        #expect(seats.take("192.0.2.2") && seats.take("2001:db8::1"))
        seats.free("192.0.2.1")
        #expect(seats.take("192.0.2.1") && !seats.take("192.0.2.1"))
        for _ in 0..<ConnectionSeats.most { seats.free("192.0.2.1") }
        seats.free("192.0.2.2")
        seats.free("2001:db8::1")
        #expect(seats.count == 0)
    }

    @Test(
        "of this machine are not counted: a proxy connects for everybody", arguments: ["127.0.0.1", "127.1.2.3", "::1"])
    func loopback(address: String) {
        let seats = ConnectionSeats()
        for _ in 0...(2 * ConnectionSeats.most) { #expect(seats.take(address)) }
        seats.free(address)
        #expect(seats.count == 0)
    }
}
