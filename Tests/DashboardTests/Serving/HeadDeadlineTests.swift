import NIOCore
import NIOEmbedded
import Testing

@testable import Dashboard

@Suite("A connection")
struct HeadDeadlineTests {
    private static func connect() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: HeadDeadline(.seconds(10)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("that does not say what it wants is closed after a while")
    func silent() throws {
        let channel = try Self.connect()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("that has said it stays")
    func head() throws {
        let channel = try Self.connect()
        try channel.writeInbound("a head")
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
        #expect(try channel.readInbound(as: String.self) == "a head")
        _ = try channel.finish()
    }
}
