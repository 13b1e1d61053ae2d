-- Classes of teachers, and who joined them. Times are milliseconds since 1970; truth is 0 or 1.
CREATE TABLE classes (
    code       TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    created_by TEXT    NOT NULL -- the teacher's address
);

CREATE TABLE class_members (
    code      TEXT    NOT NULL REFERENCES classes (code) ON DELETE CASCADE,
    user_id   TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    joined_at BIGINT  NOT NULL,
    share     BIGINT  NOT NULL, -- whether the teachers may see what was learnt since
    PRIMARY KEY (code, user_id)
);
CREATE INDEX class_members_of_user ON class_members (user_id);
