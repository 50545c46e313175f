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

-- Only what a living worker tells of its tokens; the columns for sealed ones were never used here.
DROP TABLE token_state;

CREATE TABLE token_state (
    key TEXT NOT NULL PRIMARY KEY,
    application TEXT NOT NULL,
    seller TEXT,
    region TEXT,
    scope TEXT,
    fingerprint TEXT,
    obtained_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
