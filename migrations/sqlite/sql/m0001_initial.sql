-- The queue's first schema. Instants are microseconds since 1970 in UTC, except in `inbox` and `job_status`, which are
-- the contract with other programs and use ISO 8601 text.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Makes fingerprints of secrets that mean nothing outside this database. It travels with the data: losing it would look as
-- if every seller's token had changed at once.
INSERT INTO setting (name, value) VALUES ('salt', lower(hex(randomblob(32))));

CREATE TABLE application (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),  -- ok, suspect, stopped
    since INTEGER NOT NULL,
    error_kind TEXT,
    error_message TEXT,
    error_status INTEGER,
    error_request_id TEXT,
    fingerprint TEXT,
    pause_reason TEXT,
    blocked_until INTEGER,
    pauses INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE authorization (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES application (id),
    seller TEXT NOT NULL,
    region TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),  -- active, suspect, revoked, misconfigured
    since INTEGER NOT NULL,
    error_kind TEXT,
    error_message TEXT,
    error_status INTEGER,
    error_request_id TEXT,
    blocked_until INTEGER,
    suspicions INTEGER NOT NULL DEFAULT 0,
    fingerprint TEXT,
    last_good_at INTEGER,
    pause_reason TEXT,
    waiting_lanes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (application_id, seller, region)
) STRICT;

CREATE INDEX authorization_troubled ON authorization (id) WHERE state <> 0;

-- A limit that all sellers of an application share.
CREATE TABLE application_limiter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES application (id),
    region TEXT NOT NULL,
    operation TEXT NOT NULL,
    configured_rate REAL NOT NULL,
    configured_burst INTEGER NOT NULL,
    rate REAL NOT NULL,
    burst INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    reserved INTEGER NOT NULL DEFAULT 0,
    blocked_until INTEGER,
    refusals INTEGER NOT NULL DEFAULT 0,
    slot INTEGER NOT NULL DEFAULT 0,
    UNIQUE (application_id, region, operation)
) STRICT;

CREATE TABLE lane (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES application (id),
    authorization_id INTEGER REFERENCES authorization (id),
    application_limiter_id INTEGER REFERENCES application_limiter (id),
    operation TEXT NOT NULL,
    configured_rate REAL NOT NULL,
    configured_burst INTEGER NOT NULL,
    rate REAL NOT NULL,
    burst INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    blocked_until INTEGER,
    refusals INTEGER NOT NULL DEFAULT 0,
    pause_reason TEXT,
    job_at INTEGER,
    has_urgent INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,
    turn INTEGER NOT NULL DEFAULT 0,
    waiting_turn INTEGER
) STRICT;

CREATE UNIQUE INDEX lane_key ON lane (application_id, ifnull(authorization_id, 0), operation);
-- Timer and round-robin queue at once.
CREATE INDEX lane_due ON lane (application_id, next_at, turn) WHERE next_at IS NOT NULL;
CREATE INDEX lane_urgent ON lane (application_id, next_at, turn) WHERE next_at IS NOT NULL AND has_urgent = 1;
CREATE INDEX lane_waiting ON lane (authorization_id, waiting_turn) WHERE waiting_turn IS NOT NULL;

-- Where each definition of a schedule stands for each seller: when it fires next, and how far its cursor has come. Rows are
-- never deleted: a definition or seller that comes back goes on.
CREATE TABLE schedule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    definition TEXT NOT NULL,
    seller TEXT NOT NULL,
    region TEXT NOT NULL,
    application TEXT NOT NULL,
    signature TEXT NOT NULL,  -- a digest of the schedule's text: another one means that it is planned anew
    next_fire_at INTEGER,
    last_fire_at INTEGER,
    last_success_at INTEGER,
    cursor TEXT,
    cursor_edition INTEGER NOT NULL DEFAULT 0,  -- how often a person has set the cursor
    pause_reason TEXT,
    last_job_id INTEGER,  -- may be gone
    is_active INTEGER NOT NULL DEFAULT 1,
    chain TEXT  -- what follows the success of a job: JSON that the kind 'chain' reads
) STRICT;

CREATE UNIQUE INDEX schedule_key ON schedule (definition, seller, region);
CREATE INDEX schedule_due ON schedule (next_fire_at)
    WHERE next_fire_at IS NOT NULL AND pause_reason IS NULL AND is_active = 1;

-- What a job is, and what it is like between its runs. Where it stands is told by the table that names it: job_waiting,
-- job_running or job_ended. Their rows are small, and a plain job comes through its life without a change to its large
-- one. They refer to no job: SQLite would look into each of them for every job that is deleted.
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    lane_id INTEGER NOT NULL REFERENCES lane (id),
    authorization_id INTEGER REFERENCES authorization (id),
    operation TEXT NOT NULL,
    wait_reason INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 9),
    run_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    run INTEGER NOT NULL DEFAULT 0,  -- the last run before the job's present one or its end
    crashes INTEGER NOT NULL DEFAULT 0,
    is_suspect INTEGER NOT NULL DEFAULT 0,
    is_in_doubt INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    started_at INTEGER,  -- of that run
    params TEXT NOT NULL,
    options TEXT NOT NULL,
    output TEXT,
    has_body INTEGER NOT NULL DEFAULT 0,
    deadline INTEGER,
    late_at INTEGER,  -- the deadline while the job waits
    unique_key TEXT,
    key_free_at INTEGER,  -- since when the unique key keeps nobody out
    checkpoint TEXT,
    progress TEXT,
    error_kind TEXT,
    error_message TEXT,
    error_status INTEGER,
    error_request_id TEXT,
    call_started_at INTEGER,  -- the last call before the job's end
    call_ended_at INTEGER,
    call_status INTEGER,
    call_request_id TEXT,
    call_rate_limit REAL,
    schedule_id INTEGER REFERENCES schedule (id),  -- NULL, as the next six, unless a schedule put the job in
    open_schedule_id INTEGER,  -- the same while the job has not come to its end
    scheduled_at INTEGER,
    cursor TEXT,  -- the cursor that success reaches
    is_template INTEGER,
    cursor_edition INTEGER,  -- that of the cursor by which the job's window was chosen
    is_behind INTEGER  -- whether that window leaves something for another job
) STRICT;

-- All hang on columns that are NULL, or zero, in nearly every job.
CREATE INDEX job_suspect ON job (run_at, id) WHERE is_suspect = 1;
CREATE INDEX job_late ON job (late_at) WHERE late_at IS NOT NULL;
CREATE UNIQUE INDEX job_unique ON job (ifnull(authorization_id, 0), unique_key)
    WHERE unique_key IS NOT NULL AND key_free_at IS NULL;
CREATE INDEX job_unique_ended ON job (ifnull(authorization_id, 0), unique_key, key_free_at)
    WHERE unique_key IS NOT NULL AND key_free_at IS NOT NULL;
CREATE INDEX job_schedule ON job (open_schedule_id) WHERE open_schedule_id IS NOT NULL;

-- Waiting jobs in the order in which each lane yields them. Suspects are not here: they have an order of their own.
CREATE TABLE job_waiting (
    lane_id INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    PRIMARY KEY (lane_id, priority, run_at, job_id)
) STRICT, WITHOUT ROWID;

-- What runs now: no more rows than workers have run slots.
CREATE TABLE job_running (
    lane_id INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    run INTEGER NOT NULL,
    worker TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    holds_permit INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL,
    PRIMARY KEY (lane_id, job_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE job_ended (
    job_id INTEGER PRIMARY KEY,
    state INTEGER NOT NULL CHECK (state BETWEEN 2 AND 5),  -- succeeded, failed, cancelled, quarantined
    finished_at INTEGER NOT NULL,
    run INTEGER NOT NULL,
    started_at INTEGER,
    result_status INTEGER,
    result_bytes INTEGER,
    result_sha256 TEXT,
    result_path TEXT,
    result_inline TEXT,
    result_pages INTEGER,
    call_started_at INTEGER,  -- the last call
    call_ended_at INTEGER,
    call_status INTEGER,
    call_request_id TEXT,
    call_rate_limit REAL
) STRICT;

CREATE INDEX job_ended_at ON job_ended (state, finished_at);

-- Apart from the job, so that the many small writes to a job do not rewrite a large body.
CREATE TABLE job_body (
    job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE attempt (
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    run INTEGER NOT NULL,
    worker TEXT,
    started_at INTEGER,
    ended_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    error_kind TEXT,
    error_message TEXT,
    error_status INTEGER,
    error_request_id TEXT,
    call_started_at INTEGER,  -- the run's last call
    call_ended_at INTEGER,
    call_status INTEGER,
    call_request_id TEXT,
    call_rate_limit REAL
) STRICT;

CREATE INDEX attempt_job ON attempt (job_id, run);

-- Files and objects that jobs have written, or were about to bring to their places: what may be deleted in time, and
-- how it is known. They outlive their jobs' rows. Several jobs may have written one place; the last one's is there.
CREATE TABLE output (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL,  -- may be gone
    seller TEXT,
    location TEXT NOT NULL,  -- an absolute path, or the address of an object such as s3://bucket/key
    host TEXT NOT NULL DEFAULT '',  -- the machine on whose disk a file is; '' for objects, and where that is not known
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    modified_at INTEGER,  -- by the file's own file system
    written_at INTEGER NOT NULL,
    reader_id INTEGER  -- the chain's job that needs it until it has ended; may be gone
) STRICT;

CREATE UNIQUE INDEX output_key ON output (location, job_id, host);
CREATE INDEX output_written ON output (written_at);
CREATE INDEX output_job ON output (job_id);

-- What is not to be asked of Amazon for a seller until an instant, such as reports of one type, while its other
-- jobs go on.
CREATE TABLE cool_down (
    id INTEGER PRIMARY KEY,
    authorization_id INTEGER NOT NULL REFERENCES authorization (id),
    scope TEXT NOT NULL,  -- for example reportType:GET_MERCHANT_LISTINGS_ALL_DATA
    until INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX cool_down_key ON cool_down (authorization_id, scope);
CREATE INDEX cool_down_until ON cool_down (until);

CREATE TABLE worker (
    id TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    version TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    is_draining INTEGER NOT NULL DEFAULT 0,
    -- Why it claims no jobs for now.
    obstacle TEXT
) STRICT, WITHOUT ROWID;

-- Where other programs put jobs. Its loose types are on purpose: a row that makes no sense is answered, not refused.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind ANY DEFAULT 'request',
    seller ANY,
    region ANY,
    operation ANY,
    params ANY,
    body ANY,
    options ANY,
    run_at ANY,
    priority ANY DEFAULT 5,
    unique_key ANY,
    max_attempts ANY DEFAULT 8,
    deadline ANY,
    output ANY,
    status TEXT NOT NULL DEFAULT 'new',
    job_id INTEGER,
    error TEXT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    settled_at INTEGER
) STRICT;

CREATE INDEX inbox_new ON inbox (id) WHERE status = 'new';
CREATE INDEX inbox_settled ON inbox (settled_at) WHERE settled_at IS NOT NULL;

-- What other processes ask of running workers.
CREATE TABLE command (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    worker TEXT,  -- who is asked; NULL means whoever sees it first
    verb TEXT NOT NULL,
    argument TEXT NOT NULL DEFAULT '{}',
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'done', 'failed', 'expired')),
    answer TEXT,
    created_at INTEGER NOT NULL,
    answered_at INTEGER
) STRICT;

CREATE INDEX command_new ON command (id) WHERE status = 'new';
CREATE INDEX command_answered ON command (answered_at) WHERE answered_at IS NOT NULL;

-- The token cache as others may see it: what a living worker tells of its tokens, never a token.
CREATE TABLE token_state (
    worker TEXT NOT NULL,
    key TEXT NOT NULL,
    application TEXT NOT NULL,
    seller TEXT,
    region TEXT,
    scope TEXT,
    fingerprint TEXT,
    obtained_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (worker, key)
) STRICT, WITHOUT ROWID;

-- Access tokens outlive the worker that got them, sealed with a key that is not in the database.

CREATE TABLE sealed_token (
    key TEXT NOT NULL PRIMARY KEY,  -- a digest of everything that the token depends on
    key_id TEXT NOT NULL,  -- which sealing key opens it
    minted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sealed_token_expiry ON sealed_token (expires_at);

-- Who gets a token just now, so that others wait for it.
CREATE TABLE token_turn (
    key TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX token_turn_end ON token_turn (until);

CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    application TEXT NOT NULL,
    seller TEXT,
    region TEXT,
    from_state TEXT,
    to_state TEXT,
    error_kind TEXT,
    error_message TEXT,
    error_status INTEGER,
    error_request_id TEXT,
    fingerprint_before TEXT,
    fingerprint_after TEXT,
    note TEXT,  -- what a person did, in words
    actor TEXT NOT NULL
) STRICT;

CREATE INDEX event_at ON event (at);
CREATE INDEX event_seller ON event (seller, region, application) WHERE seller IS NOT NULL;

-- What targets of hooks have yet to be told: a row an event and target, written together with the event.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id INTEGER,  -- the first notice of the same event; NULL in that one itself
    hook TEXT NOT NULL,
    target TEXT NOT NULL,
    at INTEGER NOT NULL,
    application TEXT NOT NULL,
    seller TEXT,
    region TEXT,
    from_state TEXT,
    to_state TEXT,
    error_kind TEXT,
    error_message TEXT,
    error_status INTEGER,
    error_request_id TEXT,
    actor TEXT,
    job_id INTEGER,
    job_kind TEXT,
    job_operation TEXT,
    output_path TEXT,
    output_bytes INTEGER,
    output_sha256 TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    tried_since INTEGER,
    next_at INTEGER NOT NULL,
    last_error TEXT
) STRICT;

CREATE INDEX notice_due ON notice (target, next_at);

-- Kept, because counting rows is slow when there are many.
CREATE TABLE counter (
    state INTEGER NOT NULL PRIMARY KEY,
    jobs INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What happened in each minute, counted as it happens. Names: 0 jobs enqueued; 1 succeeded, 2 failed, 3 cancelled,
-- 4 quarantined; 5 failed attempts; 6 calls, 7 refused calls; 8 token exchanges.
CREATE TABLE tally (
    minute INTEGER NOT NULL,  -- minutes since 1970
    name INTEGER NOT NULL,
    shard INTEGER NOT NULL DEFAULT 0,  -- always 0 here, where writers take turns
    value INTEGER NOT NULL,
    PRIMARY KEY (minute, name, shard)
) STRICT, WITHOUT ROWID;

-- One row a job for other programs. Its label needs the present, which only a statement's own clock can give to a view.
CREATE VIEW job_status AS
SELECT
    j.id,
    j.kind,
    a.seller,
    a.region,
    p.name AS application,
    j.operation,
    CASE
        WHEN r.job_id IS NOT NULL THEN 'running' WHEN e.job_id IS NULL THEN 'waiting' WHEN e.state = 2 THEN 'succeeded'
        WHEN e.state = 3 THEN 'failed' WHEN e.state = 4 THEN 'cancelled' ELSE 'quarantined'
    END AS state,
    CASE
        WHEN r.job_id IS NOT NULL OR e.job_id IS NOT NULL THEN NULL
        WHEN p.state = 2 OR (p.state = 1 AND a.id IS NOT NULL) THEN 'blocked'
        WHEN p.pause_reason IS NOT NULL OR l.pause_reason IS NOT NULL OR a.pause_reason IS NOT NULL THEN 'paused'
        WHEN a.state IN (2, 3) THEN 'parked'
        WHEN a.blocked_until > (julianday('now') - 2440587.5) * 86400000000 THEN
            CASE a.state WHEN 0 THEN 'snoozed' ELSE 'parked' END
        WHEN j.run_at > (julianday('now') - 2440587.5) * 86400000000 THEN
            CASE j.wait_reason WHEN 1 THEN 'retrying' WHEN 2 THEN 'snoozed' WHEN 3 THEN 'throttled' ELSE 'scheduled' END
        WHEN l.blocked_until > (julianday('now') - 2440587.5) * 86400000000 THEN 'throttled'
        WHEN l.next_at > (julianday('now') - 2440587.5) * 86400000000 THEN 'throttled'
        ELSE 'ready'
    END AS label,
    j.priority,
    strftime('%Y-%m-%dT%H:%M:%fZ', j.run_at / 1000000.0, 'unixepoch') AS run_at,
    j.attempt,
    j.max_attempts,
    coalesce(r.run, e.run, j.run) AS runs,
    j.crashes,
    strftime('%Y-%m-%dT%H:%M:%fZ', j.created_at / 1000000.0, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(r.started_at, e.started_at, j.started_at) / 1000000.0, 'unixepoch')
        AS started_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', e.finished_at / 1000000.0, 'unixepoch') AS finished_at,
    j.unique_key,
    strftime('%Y-%m-%dT%H:%M:%fZ', j.deadline / 1000000.0, 'unixepoch') AS deadline,
    j.error_kind,
    j.error_message,
    j.error_status,
    j.error_request_id,
    e.result_status,
    e.result_bytes,
    e.result_sha256,
    e.result_path,
    e.result_inline,
    e.result_pages,
    j.checkpoint,
    j.progress
FROM job j
LEFT JOIN job_running r ON r.lane_id = j.lane_id AND r.job_id = j.id
LEFT JOIN job_ended e ON e.job_id = j.id
JOIN lane l ON l.id = j.lane_id
JOIN application p ON p.id = l.application_id
LEFT JOIN authorization a ON a.id = j.authorization_id;
