-- What falls due and wakes someone.

-- +goose Up
-- due is the moment by the law; next_at is when it is tried, later than due after a failure.
CREATE TABLE timer (
    id      TEXT   NOT NULL PRIMARY KEY,
    kind    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    due     TEXT   NOT NULL,
    next_at TEXT   NOT NULL,
    tries   BIGINT NOT NULL DEFAULT 0,
    UNIQUE (kind, subject)
);

CREATE INDEX timer_next ON timer (next_at, id);
