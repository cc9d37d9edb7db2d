-- +goose Up
CREATE TABLE register_entry (
    id       TEXT   NOT NULL PRIMARY KEY,
    seq      BIGINT,
    at       TEXT   NOT NULL,
    act      TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    salt     BYTEA  NOT NULL,
    body     TEXT   NOT NULL,
    CONSTRAINT register_entry_seq_key UNIQUE (seq)
);

CREATE INDEX register_entry_subject ON register_entry (subject, at, id);
CREATE INDEX register_entry_unplaced ON register_entry (at, id) WHERE seq IS NULL;

CREATE TABLE register_tile (
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA  NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TABLE register_head (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size       BIGINT  NOT NULL CHECK (size >= 0),
    checkpoint TEXT    NOT NULL
);
