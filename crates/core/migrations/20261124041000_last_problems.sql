-- What went wrong lately, in words, for the person it concerns: the same problem again counts up.
CREATE TABLE problems (
    user_id  TEXT    NOT NULL,                         -- '' for what concerns the whole app
    kind     TEXT    NOT NULL,                         -- SYNC, DELIVERY or DATABASE
    text     TEXT    NOT NULL,
    advice   TEXT    NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    times    INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (user_id, kind, text)
) STRICT;
CREATE INDEX idx_problems_last ON problems (last_at);
