/// A table as all databases have it.
package struct CopiedTable: Sendable {
    /// What a column holds.
    package enum Kind: Sendable {
        case integer, real, text, bytes
        /// True or false, which some databases write as 1 and 0; nothing means false.
        case flag
    }

    /// One column.
    package struct Column: Sendable {
        package let name: String
        package let kind: Kind
    }

    package let name: String
    package let columns: [Column]
    /// The columns by which its rows are sorted; where they are equal, what was written first comes first.
    package let key: [String]
    /// Whether new rows get numbers that were never used before.
    package var isNumbered: Bool { columns.first?.name == "id" }

    /// Lists columns as `name:kind`, where the kind is `i` for integer, `r` for real, `f` for flag, `b` for bytes, and
    /// text when there is none.
    private init(_ name: String, key: String = "id", _ columns: String) {
        self.name = name
        self.key = key.split(separator: " ").map(String.init)
        self.columns = columns.split(whereSeparator: \.isWhitespace).map { word in
            let parts = word.split(separator: ":")
            let kind: Kind =
                switch parts.count > 1 ? parts[1] : "" {
                case "i": .integer
                case "r": .real
                case "f": .flag
                case "b": .bytes
                default: .text
                }
            return Column(name: String(parts[0]), kind: kind)
        }
    }

    private static let error = "error_kind error_message error_status:i error_request_id"
    private static let limiter =
        "configured_rate:r configured_burst:i rate:r burst:i arrival:i blocked_until:i refusals:i"
    private static let call = "call_started_at:i call_ended_at:i call_status:i call_request_id call_rate_limit:r"

    /// What moves with an installation, in an order in which no row comes before one that it refers to. Workers, what
    /// is asked of them and what they tell of their tokens belong to running processes and stay.
    package static let all: [CopiedTable] = [
        CopiedTable("setting", key: "name", "name value"),
        CopiedTable(
            "application",
            "id:i name state:i since:i \(error) fingerprint pause_reason blocked_until:i pauses:i"),
        CopiedTable(
            "authorization",
            """
            id:i application_id:i seller region state:i since:i \(error) blocked_until:i suspicions:i fingerprint
            last_good_at:i pause_reason waiting_lanes:i
            """),
        CopiedTable("application_limiter", "id:i application_id:i region operation \(limiter) reserved:i slot:i"),
        CopiedTable(
            "lane",
            """
            id:i application_id:i authorization_id:i application_limiter_id:i operation \(limiter) pause_reason job_at:i
            has_urgent:f next_at:i turn:i waiting_turn:i
            """),
        CopiedTable(
            "schedule",
            """
            id:i definition seller region application signature next_fire_at:i last_fire_at:i last_success_at:i cursor
            cursor_edition:i pause_reason last_job_id:i is_active:f chain
            """),
        CopiedTable(
            "job",
            """
            id:i kind lane_id:i authorization_id:i operation wait_reason:i priority:i run_at:i attempt:i max_attempts:i
            run:i crashes:i is_suspect:f is_in_doubt:f created_at:i started_at:i params options output has_body:f
            deadline:i late_at:i unique_key key_free_at:i checkpoint progress \(error) \(call)
            schedule_id:i open_schedule_id:i scheduled_at:i cursor is_template:f cursor_edition:i is_behind:f
            """),
        CopiedTable(
            "job_waiting", key: "lane_id priority run_at job_id", "lane_id:i priority:i run_at:i job_id:i"),
        CopiedTable(
            "job_running", key: "lane_id job_id",
            "lane_id:i job_id:i run:i worker started_at:i holds_permit:f cancel_requested:f"),
        CopiedTable(
            "job_ended", key: "job_id",
            """
            job_id:i state:i finished_at:i run:i started_at:i result_status:i result_bytes:i result_sha256 result_path
            result_inline result_pages:i \(call)
            """),
        CopiedTable("job_body", key: "job_id", "job_id:i body"),
        CopiedTable(
            "attempt", key: "job_id run", "job_id:i run:i worker started_at:i ended_at:i outcome \(error) \(call)"),
        CopiedTable(
            "output", "id:i job_id:i seller location host bytes:i sha256 modified_at:i written_at:i reader_id:i"),
        CopiedTable("cool_down", "id:i authorization_id:i scope until:i refusals:i reason"),
        CopiedTable(
            "inbox",
            """
            id:i kind seller region operation params body options run_at priority unique_key max_attempts deadline output
            status job_id:i error created_at settled_at:i
            """),
        CopiedTable("sealed_token", key: "key", "key key_id minted_at:i expires_at:i sealed:b"),
        CopiedTable(
            "event",
            """
            id:i at:i kind application seller region from_state to_state \(error) fingerprint_before fingerprint_after note
            actor
            """),
        CopiedTable(
            "notice",
            """
            id:i event_id:i hook target at:i application seller region from_state to_state \(error) actor job_id:i job_kind
            job_operation output_path output_bytes:i output_sha256 tries:i tried_since:i next_at:i last_error
            """),
        CopiedTable("counter", key: "state", "state:i jobs:i"),
        CopiedTable("tally", key: "minute name", "minute:i name:i value:i"),
    ]
}
