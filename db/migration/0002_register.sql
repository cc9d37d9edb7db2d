-- The register: an append-only Merkle log of every act of the house.

-- +goose Up
-- An entry is written by its act without a place (seq); the sequencer gives it one, once.
CREATE TABLE register_entry (
    id      TEXT   NOT NULL PRIMARY KEY,
    seq     BIGINT UNIQUE,
    at      TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    salt    BYTEA  NOT NULL,
    body    TEXT   NOT NULL
);

CREATE INDEX register_entry_subject ON register_entry (subject, at, id);
-- The + is part of the condition: with it both planners take this index, in the order of at, and
-- not the unique one of seq, which would sort everything that waits.
CREATE INDEX register_entry_unplaced ON register_entry (at, id) WHERE +seq IS NULL;

-- Tiles of height 8: up to 256 hashes of 32 bytes; level 0 holds the hashes of the entries.
CREATE TABLE register_tile (
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA  NOT NULL,
    PRIMARY KEY (level, number)
);

-- The one row that says how long the log is, with the signed checkpoint of that size.
CREATE TABLE register_head (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size       BIGINT NOT NULL CHECK (size >= 0),
    checkpoint TEXT   NOT NULL
);

INSERT INTO register_head (id, size, checkpoint) VALUES (1, 0, '');
