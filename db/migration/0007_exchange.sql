-- +goose Up

-- Questions to the other state systems: the outbox, and the answers that came home.
-- state: waiting, answered, dead, replaced, cancelled. live: the one current question of a subject and key.
-- seq: the order of asking within a subject. trouble: a code of the last failure, never words of a person.
CREATE TABLE exchange_question (
    id             TEXT    NOT NULL PRIMARY KEY,
    subject        TEXT    NOT NULL,
    question_key   TEXT    NOT NULL,
    system         TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    fields         TEXT    NOT NULL,
    seq            BIGINT  NOT NULL,
    live           INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
    state          TEXT    NOT NULL DEFAULT 'waiting'
                   CHECK (state IN ('waiting', 'answered', 'dead', 'replaced', 'cancelled')),
    pending        INTEGER NOT NULL DEFAULT 0 CHECK (pending IN (0, 1)),
    asked_at       TEXT    NOT NULL,
    tries          BIGINT  NOT NULL DEFAULT 0,
    failures       BIGINT  NOT NULL DEFAULT 0,
    refusals       BIGINT  NOT NULL DEFAULT 0,
    tried_at       TEXT    NOT NULL,
    next_at        TEXT    NOT NULL,
    claimed_until  TEXT    NOT NULL,
    claim          TEXT    NOT NULL DEFAULT '',
    trouble        TEXT    NOT NULL DEFAULT '',
    answered_at    TEXT    NOT NULL DEFAULT '',
    answer_state   TEXT    NOT NULL DEFAULT '',
    answer_ref     TEXT    NOT NULL DEFAULT '',
    answer_fields  TEXT    NOT NULL DEFAULT '{}',
    answer_records TEXT    NOT NULL DEFAULT '[]'
);

CREATE UNIQUE INDEX exchange_question_subject_question_key_key ON exchange_question (subject, question_key) WHERE live = 1;
CREATE INDEX exchange_question_due ON exchange_question (system, next_at) WHERE state = 'waiting';
CREATE INDEX exchange_question_order ON exchange_question (subject, system, seq) WHERE state = 'waiting';
CREATE INDEX exchange_question_dead ON exchange_question (system) WHERE state = 'dead';

-- Messages taken in, one line for each number of the sender: the second of the same number changes nothing.
CREATE TABLE exchange_inbox (
    system      TEXT NOT NULL,
    message     TEXT NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (system, message)
);

-- Every message out and in, without its content: what was tried, how it went, how long it took.
CREATE TABLE exchange_journal (
    id           TEXT   NOT NULL PRIMARY KEY,
    at           TEXT   NOT NULL,
    system       TEXT   NOT NULL,
    question     TEXT   NOT NULL,
    direction    TEXT   NOT NULL CHECK (direction IN ('out', 'in')),
    outcome      TEXT   NOT NULL,
    milliseconds BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX exchange_journal_question ON exchange_journal (question, at);
CREATE INDEX exchange_journal_system ON exchange_journal (system, outcome, at);
