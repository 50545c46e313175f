import JobModel
import JobStore
package import OperationCatalogue

extension Health {
    /// The state as programs read it.
    package var json: JSONValue {
        .object([
            "healthy": .bool(isHealthy),
            "faults": .texts(findings.filter(\.isFault).map(\.text)),
            "worker": .object([
                "running": .bool(sight.lockHolder != nil), "holder": .text(sight.lockHolder),
                "workers": .array(sight.workers.map(\.json)),
            ]),
            "jobs": .object(
                Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0.word, .count(sight.counts[$0] ?? 0)) })),
            "waiting": .object(
                Dictionary(uniqueKeysWithValues: JobLabel.allCases.map { ($0.rawValue, .count(labels[$0] ?? 0)) })),
            "waitingSampled": .bool(isSampled),
            "oldestReady": .seconds(oldestReady),
            "inbox": .count(sight.newInboxRows),
            "notices": .count(sight.noticeCount),
            "applications": .array(
                sight.applications.filter { !$0.isRunnable || $0.state != .ok }.map {
                    .object([
                        "application": .string($0.name), "state": .string($0.state.word), "since": .time($0.since),
                        "pauseReason": .text($0.pauseReason), "error": $0.failure?.json ?? .null,
                        "blockedUntil": .time($0.blockedUntil), "pauses": .count($0.pauses),
                    ])
                }),
            "renewals": .array(
                sight.renewals.filter { $0.value.standing(at: now) != .early }
                    .sorted { ($0.value.renewBy, $0.key) < ($1.value.renewBy, $1.key) }
                    .map { key, renewal in
                        .object([
                            "seller": .string(key.seller), "region": .string(key.region),
                            "application": .string(key.application), "authorizedAt": .time(renewal.authorizedAt),
                            "renewBy": .time(renewal.renewBy), "passed": .bool(renewal.standing(at: now) == .passed),
                        ])
                    }),
            "sellers": .array(
                sight.authorizations.filter { $0.state != .active || $0.pauseReason != nil }.map {
                    .object([
                        "seller": .string($0.key.seller), "region": .string($0.key.region),
                        "application": .string($0.key.application), "state": .string($0.state.word),
                        "since": .time($0.since), "pauseReason": .text($0.pauseReason),
                        "error": $0.failure?.json ?? .null,
                    ])
                }),
        ])
    }
}
