import Foundation
import Ports

/// How much of this process lies in memory.
struct ResidentMemory: Sendable {
    /// How often it is looked at.
    private static let interval: Duration = .milliseconds(20)

    private let timekeeper: any Timekeeper

    init(timekeeper: any Timekeeper) { self.timekeeper = timekeeper }

    /// The bytes now; zero where the system does not tell.
    static func now() -> Int64 {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        return bytes(in: status)
    }

    /// The bytes that a process status names.
    static func bytes(in status: String) -> Int64 {
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int64($0) }
        return (kibibytes ?? 0) * 1024
    }

    private enum End<Value: Sendable>: Sendable {
        case worked(Value)
        case watched(peak: Int64)
    }

    /// By how much it grows while `body` works, at the most.
    func growth<Value: Sendable>(
        during body: @escaping @Sendable () async throws -> Value
    ) async throws -> (value: Value, growth: Int64) {
        let before = try await Offload.run { Self.now() }
        return try await withThrowingTaskGroup(of: End<Value>.self) { group in
            group.addTask { .watched(peak: try await watch()) }
            group.addTask { .worked(try await body()) }
            var value: Value?
            var peak = before
            while let end = try await group.next() {
                switch end {
                case .worked(let worked):
                    value = worked
                    group.cancelAll()
                case .watched(let seen): peak = max(peak, seen)
                }
            }
            guard let value else { throw CancellationError() }
            return (value, peak - before)
        }
    }

    /// The most until the task is cancelled.
    private func watch() async throws -> Int64 {
        var peak: Int64 = 0
        while true {
            peak = max(peak, try await Offload.run { Self.now() })
            guard (try? await timekeeper.sleep(for: Self.interval)) != nil else { return peak }
        }
    }
}
