-- +goose Up

-- The front office (ЦОН, ХҚКО): who took the papers in, under which number of the office's journal, how to reach
-- the person about the result, and until when a sheet that was not accepted is kept.
ALTER TABLE application ADD COLUMN applicant_iin TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN counter TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN operator TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN operator_name TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN counter_number TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN contact TEXT NOT NULL DEFAULT '{}';
ALTER TABLE application ADD COLUMN kept_until TEXT;
CREATE INDEX application_counter ON application (counter, state, started_at, id) WHERE counter <> '';
CREATE INDEX application_applicant_iin ON application (applicant_iin, started_at) WHERE counter <> '';

-- A confirmation on paper, attested by the operator before whom it was signed (P11).
ALTER TABLE application_confirmation ADD COLUMN attested INTEGER NOT NULL DEFAULT 0;

-- The original given back after scanning (M-13), and the mark of acceptance put on it (M-08).
ALTER TABLE application_paper ADD COLUMN returned_at TEXT;
ALTER TABLE application_paper ADD COLUMN returned_by TEXT NOT NULL DEFAULT '';
ALTER TABLE application_paper ADD COLUMN stamped_at TEXT;

-- The journal of a front office, without gaps: papers accepted, and papers refused with the reasons (M-40). An
-- accepted case has one entry; a refused sheet may be refused again, and accepted later.
CREATE TABLE counter_journal (
    id          TEXT NOT NULL PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    application TEXT NOT NULL,
    unit        TEXT NOT NULL,
    operator    TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('accepted', 'refused')),
    entered_at  TEXT NOT NULL,
    name        TEXT NOT NULL,
    reasons     TEXT NOT NULL DEFAULT '[]',
    note        TEXT NOT NULL DEFAULT ''
);
CREATE INDEX counter_journal_unit ON counter_journal (unit, entered_at, id);
CREATE INDEX counter_journal_application ON counter_journal (application, entered_at);
CREATE UNIQUE INDEX counter_journal_accepted ON counter_journal (application) WHERE kind = 'accepted';

-- The result handed out, once (M-41).
CREATE TABLE counter_handover (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    receiver    TEXT NOT NULL,
    document    TEXT NOT NULL,
    relation    TEXT NOT NULL CHECK (relation IN ('applicant', 'employer', 'proxy')),
    proxy       TEXT NOT NULL DEFAULT '', -- number of the power of attorney
    proxy_day   TEXT NOT NULL DEFAULT '',
    operator    TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    handed_at   TEXT NOT NULL,
    CHECK ((relation = 'proxy') = (proxy <> '' AND proxy_day <> ''))
);

-- A request signed on paper about a filed case, with its scan: its withdrawal.
CREATE TABLE counter_request (
    application TEXT NOT NULL REFERENCES application (id),
    kind        TEXT NOT NULL CHECK (kind IN ('withdraw')),
    scan        TEXT NOT NULL,
    operator    TEXT NOT NULL,
    taken_at    TEXT NOT NULL,
    PRIMARY KEY (application, kind)
);

-- Scans that came from a scanner and are not attached to a document yet: the operator's tray.
CREATE TABLE counter_scan (
    id         TEXT NOT NULL PRIMARY KEY,
    unit       TEXT NOT NULL,
    operator   TEXT NOT NULL,
    scan       TEXT NOT NULL,
    sum        TEXT NOT NULL,
    arrived_at TEXT NOT NULL
);
CREATE UNIQUE INDEX counter_scan_once ON counter_scan (operator, sum);

-- +goose Down
DROP TABLE counter_scan;
DROP TABLE counter_request;
DROP TABLE counter_handover;
DROP TABLE counter_journal;
ALTER TABLE application_paper DROP COLUMN stamped_at;
ALTER TABLE application_paper DROP COLUMN returned_by;
ALTER TABLE application_paper DROP COLUMN returned_at;
ALTER TABLE application_confirmation DROP COLUMN attested;
DROP INDEX application_applicant_iin;
DROP INDEX application_counter;
ALTER TABLE application DROP COLUMN kept_until;
ALTER TABLE application DROP COLUMN contact;
ALTER TABLE application DROP COLUMN counter_number;
ALTER TABLE application DROP COLUMN operator_name;
ALTER TABLE application DROP COLUMN operator;
ALTER TABLE application DROP COLUMN counter;
ALTER TABLE application DROP COLUMN applicant_iin;
