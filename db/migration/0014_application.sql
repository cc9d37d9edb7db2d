-- +goose Up

-- A case (дело, өтініш ісі). fields, judgement and the like are JSON; moments are fixed-width UTC text.
CREATE TABLE application (
    id            TEXT PRIMARY KEY,
    number        TEXT NOT NULL DEFAULT '',
    service       TEXT NOT NULL,
    operation     TEXT NOT NULL,
    edition       TEXT NOT NULL,
    channel       TEXT NOT NULL,
    state         TEXT NOT NULL,
    applicant     TEXT NOT NULL,
    applicant_name TEXT NOT NULL DEFAULT '',
    citizenship   TEXT NOT NULL DEFAULT '',
    employer      TEXT NOT NULL DEFAULT '',
    employer_iin  TEXT NOT NULL DEFAULT '',
    employer_name TEXT NOT NULL DEFAULT '',
    unit          TEXT NOT NULL DEFAULT '',
    police_unit   TEXT NOT NULL DEFAULT '',
    territory     TEXT NOT NULL DEFAULT '',
    address       TEXT NOT NULL DEFAULT '',
    months        BIGINT NOT NULL DEFAULT 0,
    executor      TEXT NOT NULL DEFAULT '',
    executor_name TEXT NOT NULL DEFAULT '',
    fields        TEXT NOT NULL DEFAULT '{}',
    version       BIGINT NOT NULL DEFAULT 1,
    search_key    TEXT NOT NULL DEFAULT '',
    started_at    TEXT NOT NULL,
    saved_at      TEXT NOT NULL,
    filed_at      TEXT,
    received_at   TEXT,
    due_at        TEXT,
    decided_at    TEXT,
    passed        BIGINT NOT NULL DEFAULT 0,
    failed        BIGINT NOT NULL DEFAULT 0,
    waiting       BIGINT NOT NULL DEFAULT 0,
    judged_at     TEXT,
    results       TEXT NOT NULL DEFAULT '',
    judgement     TEXT NOT NULL DEFAULT '[]',
    settled       BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX application_number ON application (number) WHERE number <> '';
CREATE INDEX application_applicant ON application (applicant, started_at);
CREATE INDEX application_employer_started ON application (employer_iin, started_at);
CREATE INDEX application_worklist ON application (unit, state, due_at, id);
CREATE INDEX application_search ON application (unit, search_key);

-- One paper of a document of the list, with the data read from it and its scans in order.
CREATE TABLE application_paper (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    document    TEXT NOT NULL,
    fields      TEXT NOT NULL DEFAULT '{}',
    scans       TEXT NOT NULL DEFAULT '[]',
    pages       BIGINT NOT NULL DEFAULT 0,
    added_at    TEXT NOT NULL
);
CREATE INDEX application_paper_case ON application_paper (application, document, added_at);

-- A party's confirmation of exactly these data (sum: SHA-256 of the canonical data).
CREATE TABLE application_confirmation (
    application TEXT NOT NULL REFERENCES application (id),
    party       TEXT NOT NULL,
    account     TEXT NOT NULL,
    sum         TEXT NOT NULL,
    confirmed_at TEXT NOT NULL,
    PRIMARY KEY (application, party)
);

-- The police's part: asked at, due at, and the answer (agree: 1, objection: 0) with its reason.
CREATE TABLE application_police (
    application TEXT PRIMARY KEY REFERENCES application (id),
    unit        TEXT NOT NULL,
    source      TEXT NOT NULL,
    asked_at    TEXT NOT NULL,
    due_at      TEXT NOT NULL,
    answered_at TEXT,
    agree       BIGINT NOT NULL DEFAULT 0,
    reason      TEXT NOT NULL DEFAULT '',
    officer     TEXT NOT NULL DEFAULT '',
    officer_name TEXT NOT NULL DEFAULT ''
);
CREATE INDEX application_police_worklist ON application_police (unit, due_at, application);

-- An officer's word about a check that the system itself cannot settle (a passport without its
-- machine-readable lines, a country under review): confirmed (1) or denied (0). The last word counts.
CREATE TABLE application_word (
    application TEXT NOT NULL REFERENCES application (id),
    check_id    TEXT NOT NULL,
    confirmed   BIGINT NOT NULL,
    comment     TEXT NOT NULL DEFAULT '',
    officer     TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    said_at     TEXT NOT NULL,
    PRIMARY KEY (application, check_id)
);

-- A decision: drafted by the executor, made by the head. One living decision a case.
CREATE TABLE application_decision (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    state       TEXT NOT NULL,
    approve     BIGINT NOT NULL,
    grounds     TEXT NOT NULL DEFAULT '[]',
    note        TEXT NOT NULL DEFAULT '',
    prepared    TEXT NOT NULL DEFAULT '',
    drafted_by  TEXT NOT NULL,
    drafter     TEXT NOT NULL,
    drafted_at  TEXT NOT NULL,
    made_by     TEXT NOT NULL DEFAULT '',
    maker       TEXT NOT NULL DEFAULT '',
    made_at     TEXT,
    comment     TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX application_decision_living ON application_decision (application) WHERE state IN ('drafted', 'made');

-- Serial numbers without gaps: one row a prefix, unit and year.
CREATE TABLE application_serial (
    prefix TEXT NOT NULL,
    unit   TEXT NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (prefix, unit, year)
);

-- One row an employer: locked while his number of workers is counted and changed (limit of five, P10).
CREATE TABLE application_employer (
    iin TEXT PRIMARY KEY
);

-- +goose Down
DROP TABLE application_employer;
DROP TABLE application_serial;
DROP TABLE application_word;
DROP TABLE application_decision;
DROP TABLE application_police;
DROP TABLE application_confirmation;
DROP TABLE application_paper;
DROP TABLE application;
