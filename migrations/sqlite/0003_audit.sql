-- The audit log of the console. Append-only: entries are numbered from 1 without gaps, and each
-- holds the hash of the one before. The triggers are for mistakes; who can drop them is told by the hashes.
CREATE TABLE audit (
    seq      INTEGER NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    detail   TEXT    NOT NULL,
    plan     TEXT    NOT NULL,
    previous TEXT    NOT NULL UNIQUE,
    hash     TEXT    NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Who learnt when.
CREATE INDEX turns_by_creation ON turns (created_at);
