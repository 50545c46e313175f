import JobStore

extension StoreError {
    /// Says in the store's words what the server reports.
    init(serverError error: any Error, at address: ServerAddress) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? ServerError else {
            self.init(.unexpected, "The database could not do what was asked: \(error)")
            return
        }
        guard let state = error.sqlState else {
            // There was no answer, or none from a session: the words are libpq's own.
            let full = ["too many clients", "too many connections", "connection slots", "no more connections"]
            if full.contains(where: error.message.contains) {
                self = Self.noConnectionLeft(at: address)
                return
            }
            // PgBouncer's words.
            if error.message.contains("unsupported startup parameter"), error.message.contains("options") {
                self.init(
                    .cannotOpen,
                    "The pooler at \(address) does not take 'options' from an address. Take it out; a schema is chosen with "
                        + "ALTER ROLE ... SET search_path, or the pooler's connect_query.")
                return
            }
            let refused = ["authentication failed", "does not exist", "no password supplied", "pg_hba.conf"]
            if refused.contains(where: { error.message.contains($0) }) {
                self.init(
                    .cannotOpen,
                    "\(address) lets nobody in: \(error.message). Check user, password, database and sslmode.")
            } else {
                self.init(
                    .inputOutput,
                    "\(address) cannot be reached: \(error.message). It is tried again; nothing that was confirmed is lost."
                )
            }
            return
        }
        switch (state.prefix(2), state) {
        case ("08", _), (_, "57P01"), (_, "57P02"), (_, "57P03"), (_, "57P05"), (_, "25P03"):
            self.init(
                .inputOutput,
                "\(address) has ended the connection (\(state): \(error.message)). It is tried again; nothing that was "
                    + "confirmed is lost.")
        case (_, "53300"):
            self = Self.noConnectionLeft(at: address)
        case (_, "53100"), (_, "53200"):
            self.init(.full, "\(address) has no room left (\(error.message)). Nothing that was confirmed is lost.")
        case (_, "42P05"), (_, "26000"):
            self.init(
                .unexpected,
                "\(address) is a pooler that hands connections out for a transaction at a time (\(state): \(error.message)). "
                    + "Add pool_mode=transaction to the address.")
        case ("40", _), (_, "55P03"), (_, "57014"):
            self.init(
                .busy,
                "Another program keeps rows or tables of \(address) locked, so nothing was changed. If this goes on, look for an "
                    + "open transaction in pg_stat_activity.")
        case ("58", _):
            self.init(.inputOutput, "The disk of \(address) reports an error (\(state): \(error.message)).")
        case (_, "25006"):
            self.init(
                .readOnly,
                "\(address) is read-only: a standby, or default_transaction_read_only is on. Name the primary, or add "
                    + "target_session_attrs=read-write.")
        case (_, "42501"):
            self.init(.readOnly, "This user may not do that in \(address): \(error.message). Grant it the tables.")
        case ("28", _), ("3D", _):
            self.init(.cannotOpen, "\(address) lets nobody in: \(error.message).")
        case ("XX", _):
            self.init(.corrupt, "\(address) reports damage (\(state): \(error.message)). Look at the server's log.")
        case (_, "42P01"), (_, "42703"):
            self.init(
                .schema, "\(address) lacks a table or column (\(error.message)). Run 'spworker migrate up'.")
        default:
            // The message names tables and columns, never values.
            self.init(.unexpected, "\(address) refused a statement (\(state): \(error.message)).")
        }
    }

    private static func noConnectionLeft(at address: ServerAddress) -> StoreError {
        StoreError(
            .busy,
            "\(address) has no connection left. Give it more (max_connections), or put PgBouncer before it and say "
                + "pool_mode=transaction in the address.")
    }
}
