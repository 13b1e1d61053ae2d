-- Conversations with their turns. Times are milliseconds since 1970-01-01T00:00:00Z.
-- `ordinal` tells apart what happened within one millisecond.

CREATE TABLE conversations (
    user_id      TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    conversation TEXT    NOT NULL, -- JSON array of messages, kept as it came
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
) STRICT;

CREATE INDEX conversations_newest ON conversations (user_id, updated_at, ordinal);

-- Apart from the conversation, because a vector is written seldom and a conversation often.
CREATE TABLE conversation_embeddings (
    user_id         TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    embedding       BLOB NOT NULL, -- 768 float32, little endian
    PRIMARY KEY (user_id, conversation_id),
    FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE turns (
    user_id         TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    id              TEXT    NOT NULL,
    ordinal         INTEGER NOT NULL, -- place within the conversation
    state           TEXT    NOT NULL CHECK (state IN ('open', 'done', 'failed', 'cancelled')),
    region          TEXT    NOT NULL,
    model           TEXT    NOT NULL,
    question_id     TEXT    NOT NULL,
    question        TEXT    NOT NULL, -- JSON of the learner's message, to put it back if a client drops it
    reply_id        TEXT    NOT NULL,
    settled         INTEGER NOT NULL DEFAULT 0, -- 1 when nothing more will come
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (user_id, conversation_id, id),
    FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id) ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX turns_in_order ON turns (user_id, conversation_id, ordinal);
CREATE UNIQUE INDEX turns_one_open ON turns (user_id, conversation_id) WHERE state = 'open';
CREATE INDEX turns_unsettled ON turns (user_id, conversation_id, id) WHERE settled = 0;

CREATE TABLE turn_events (
    user_id         TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    turn_id         TEXT    NOT NULL,
    seq             INTEGER NOT NULL CHECK (seq >= 1),
    event           TEXT    NOT NULL, -- JSON of a ChatEvent
    PRIMARY KEY (user_id, conversation_id, turn_id, seq),
    FOREIGN KEY (user_id, conversation_id, turn_id) REFERENCES turns (user_id, conversation_id, id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
