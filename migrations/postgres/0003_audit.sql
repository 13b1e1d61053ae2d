-- The audit log of the console. Append-only: entries are numbered from 1 without gaps, and each
-- holds the hash of the one before. The triggers are for mistakes; who can drop them is told by the hashes.
CREATE TABLE audit (
    seq      BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    who      TEXT   NOT NULL,
    what     TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    detail   TEXT   NOT NULL,
    plan     TEXT   NOT NULL,
    previous TEXT   NOT NULL UNIQUE,
    hash     TEXT   NOT NULL
);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Who learnt when.
CREATE INDEX turns_by_creation ON turns (created_at);
