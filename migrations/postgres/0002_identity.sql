-- Accounts of the embedded identity. Times are milliseconds since 1970; truth is 0 or 1.
CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    email_verified BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    enabled BIGINT NOT NULL,
    -- JSON array of names.
    group_names TEXT NOT NULL,
    -- JSON object: locale, zoneinfo, custom:*.
    attributes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- At most one row: who was the first to sign up. Two first sign-ups at once cannot both insert it.
-- It stays when that account goes, so that nobody becomes an admin by being the next; it goes with
-- the last account.
CREATE TABLE founder (
    slot BIGINT NOT NULL PRIMARY KEY CHECK (slot = 1),
    user_id TEXT NOT NULL
);

-- One row per sign-in. The token itself is not stored.
CREATE TABLE refresh_tokens (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    origin_id TEXT NOT NULL UNIQUE,
    authenticated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX refresh_tokens_of_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- The one valid code per purpose and address. Addresses without an account have rows too, so that
-- they are answered alike.
CREATE TABLE codes (
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    sealed TEXT NOT NULL,
    tries BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    issued_since BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (purpose, email)
);
CREATE INDEX codes_by_expiry ON codes (expires_at);

-- Messages with a code, to be sent or to be read by an admin.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX outbox_by_creation ON outbox (created_at);
CREATE INDEX outbox_due ON outbox (state, next_try_at);
