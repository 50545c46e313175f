import Crypto
import HTTPTypes
import Hummingbird
import JobModel
import OperationCatalogue

/// What a program says of its request beside what it wants: that it may be a repetition, and where its trace stands.
struct RequestMarks {
    static let idempotencyKey = APIParameter(
        "Idempotency-Key", in: .header, .key(120),
        "Any text that names this request: when it comes again within a day, the job that it led to is answered and "
            + "nothing is put in. With another body it is refused.",
        example: "order-sync-2026-02-01")
    static let traceParent = APIParameter(
        "traceparent", in: .header, .anything,
        "Where the trace stands that the job's runs are to be part of (W3C Trace Context). One that is not well "
            + "formed counts for nothing.", example: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    static let traceState = APIParameter(
        "tracestate", in: .header, .anything, "What goes with `traceparent`.", example: "vendor=00f067aa0ba902b7")

    /// For so long a repetition is known for one, unless the job is deleted before.
    static let memory = Duration.seconds(86_400)

    /// The longest state that is carried on, in bytes: what every vendor must.
    private static let longestState = 512

    /// The option that carries a trace, which all kinds take.
    private static let traceOption = "trace"

    /// Names the request; `nil` for none.
    let key: String?
    private let traceParent: String?
    private let traceState: String?

    init(_ call: APICall) {
        key = call.text(Self.idempotencyKey)
        traceParent = call.text(Self.traceParent).flatMap { Self.isWellFormed($0) ? $0 : nil }
        traceState = call.text(Self.traceState).flatMap {
            $0.utf8.count <= Self.longestState && !$0.hasControlCharacters ? $0 : nil
        }
    }

    /// The unique key of jobs under this key: no key that people choose is one.
    var uniqueKey: String? { key.map { "\(RequestDigest.prefix)\($0)" } }

    /// Puts the trace among the options, unless they have one.
    func add(to options: String) -> String {
        guard let traceParent, case .object(var members)? = try? JSONReader.value(of: Array(options.utf8)),
            members[Self.traceOption] == nil
        else { return options }
        var fields: [String: JSONValue] = ["traceparent": .string(traceParent)]
        if let traceState { fields["tracestate"] = .string(traceState) }
        members[Self.traceOption] = .object(fields)
        return JSONValue.object(members).text
    }

    /// By what a body is known.
    static func digest(of canonical: String) -> String {
        SHA256.hash(data: Array(canonical.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Version, trace, parent and flags; the version `ff` and numbers of zeros alone are none.
    static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.count <= 200 else { return false }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[..<4].map(\.utf8.count) == [2, 32, 16, 2]
        else { return false }
        let isHexadecimal = parts[..<4].allSatisfy { part in
            part.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
        }
        return isHexadecimal && parts[1].contains { $0 != "0" } && parts[2].contains { $0 != "0" }
    }
}
